/// The style of figures: tiles, charts, tables that reflow on a phone.
enum FigureStyle {
    static let text = """
        .stamp { color: var(--muted); font-size: .875rem; margin: .5rem 0; }
        .position { overflow-wrap: anywhere; font-family: monospace; }
        .source { font-weight: 400; font-size: .875rem; }
        .tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(11.5rem, 1fr)); gap: .75rem; margin: 0 0 .5rem; padding: 0; list-style: none; }
        .tile { border: 1px solid var(--line); border-radius: 6px; padding: .6rem .8rem; display: flex; flex-direction: column; }
        .tile-title { color: var(--muted); font-size: .875rem; }
        .tile-value { font-size: 1.45rem; line-height: 1.35; font-weight: 700; font-variant-numeric: tabular-nums; text-decoration: none; overflow-wrap: anywhere; }
        .tile-value:hover { text-decoration: underline; }
        .tile-note { font-size: .875rem; }
        .meter { width: 100%; height: 12px; margin-top: .25rem; }
        .chart { margin: .5rem 0 1rem; }
        .chart > svg { width: 100%; max-width: 56rem; height: auto; display: block; }
        .chart figcaption { color: var(--muted); font-size: .875rem; }
        .track, .hatch-ground { fill: #e6eaee; } .bar { fill: #0b5394; } .hatch-line { stroke: #8a4b00; stroke-width: 5; }
        .bar-open { stroke: #8a4b00; stroke-width: 1; }
        .target { stroke: #1d2530; stroke-width: 2; stroke-dasharray: 5 3; }
        .grid { stroke: #cfd6dd; stroke-width: 1; } .deadline { stroke: #51606f; stroke-width: 1; stroke-dasharray: 3 3; }
        .curve { fill: none; stroke: #0b5394; stroke-width: 2.5; } .dot { fill: #0b5394; }
        .chart text { font-size: 12px; fill: #1d2530; } .chart text.value { font-weight: 700; }
        .spark { width: 6rem; height: 1.25rem; }
        .deadlines { list-style: none; display: flex; flex-wrap: wrap; gap: .15rem 1rem; margin: .25rem 0; padding: 0; font-size: .875rem; }
        .facts { display: grid; grid-template-columns: repeat(auto-fill, minmax(15rem, 1fr)); gap: .25rem 1.25rem; margin: .25rem 0 1rem; }
        .facts > div { display: flex; gap: .5rem; border-bottom: 1px dotted var(--line); padding: .15rem 0; }
        .facts dt { color: var(--muted); flex: 0 0 auto; max-width: 45%; } .facts dd { margin: 0; overflow-wrap: anywhere; }
        .revision { border-top: 1px solid var(--line); margin-top: 1rem; }
        h3 { font-size: 1rem; margin: .75rem 0 .25rem; }
        .clauses q { display: block; color: var(--muted); }
        code { overflow-wrap: anywhere; font-size: .875rem; }
        .scroll { margin: .5rem 0 1rem; } tfoot th, tfoot td { font-weight: 700; background: var(--wash); }
        .changed { animation: changed 1.5s; }
        @keyframes changed { from { background: #ffe9b8; } }
        @media (prefers-reduced-motion: reduce) { .changed { animation: none; } }
        @media (max-width: 40rem) {
            .scroll thead { position: absolute; left: -100rem; }
            .scroll table, .scroll tbody, .scroll tfoot, .scroll tr, .scroll th, .scroll td, .scroll caption { display: block; }
            .scroll tr { border: 1px solid var(--line); border-radius: 6px; margin: 0 0 .6rem; padding: .3rem .5rem; }
            .scroll td, .scroll th { border: 0; padding: .1rem 0; white-space: normal; }
            .scroll td::before { content: attr(data-title) "："; color: var(--muted); font-weight: 400; }
            td.number { text-align: left; white-space: normal; } .scroll td:empty { display: none; }
            .chart { overflow-x: auto; } .chart > svg { min-width: 30rem; }
        }
        @media print {
            .no-print, [data-live-state], .source { display: none; }
            h2, h3, caption { break-after: avoid; } .scroll { overflow: visible; } .tile, .chart { break-inside: avoid; }
            table { font-size: 9pt; } th, td { padding: 1mm 1.5mm; } details { display: none; }
            .track, .hatch-ground { fill: #fff; stroke: #51606f; stroke-width: .5; }
        }

        """
}
