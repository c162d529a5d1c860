/// The one style sheet: readable on a phone, printable on A4, every contrast at least 4.5.
enum BoardStyle {
    static let text = """
        :root {
            --ink: #1d2530; --muted: #51606f; --line: #cfd6dd; --paper: #ffffff; --wash: #f3f5f7;
            --accent: #0b5394; --accent-ink: #ffffff; --good: #1b6e3c; --warn: #8a4b00;
            --bad: #a61b1b;
        }
        * { box-sizing: border-box; }
        html { font-size: 100%; }
        body {
            margin: 0; color: var(--ink); background: var(--wash);
            font: 1rem/1.6 "Noto Sans CJK SC", "Source Han Sans SC", "PingFang SC",
                "Microsoft YaHei", sans-serif;
        }
        a { color: var(--accent); }
        a:focus-visible, button:focus-visible, input:focus-visible, select:focus-visible,
        summary:focus-visible, [tabindex]:focus-visible {
            outline: 3px solid #c25700; outline-offset: 2px;
        }
        .skip { position: absolute; left: -100rem; }
        .skip:focus { left: 1rem; top: 1rem; background: var(--paper); padding: .5rem 1rem; z-index: 9; }
        .top { background: var(--accent); color: var(--accent-ink); }
        .top .inner { display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; align-items: baseline; }
        .top a { color: var(--accent-ink); }
        .top .name { font-size: 1.25rem; font-weight: 700; text-decoration: none; }
        .top .who { margin-left: auto; }
        .inner { max-width: 76rem; margin: 0 auto; padding: .75rem 1rem; }
        .nav { background: var(--paper); border-bottom: 1px solid var(--line); }
        .nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; margin: 0; padding: 0; list-style: none; }
        .nav a { display: block; padding: .25rem 0; text-decoration: none; }
        .nav a[aria-current] { font-weight: 700; border-bottom: 3px solid var(--accent); }
        main { background: var(--paper); }
        main:focus { outline: none; }
        h1 { font-size: 1.5rem; margin: .5rem 0 1rem; }
        h2 { font-size: 1.2rem; margin: 1.5rem 0 .5rem; }
        .foot { color: var(--muted); font-size: .875rem; }
        .scroll { overflow-x: auto; }
        table { border-collapse: collapse; width: 100%; }
        caption { text-align: left; font-weight: 700; padding: .25rem 0; }
        th, td { border: 1px solid var(--line); padding: .35rem .6rem; text-align: left; vertical-align: top; }
        thead th { background: var(--wash); position: sticky; top: 0; }
        td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
        .good { color: var(--good); } .warn { color: var(--warn); } .bad { color: var(--bad); }
        .note { border-left: 4px solid var(--accent); background: var(--wash); padding: .5rem 1rem; }
        .note.bad { border-color: var(--bad); } .note.good { border-color: var(--good); }
        form.plain { max-width: 28rem; }
        label { display: block; margin-top: .75rem; font-weight: 600; }
        input, select, button, textarea { font: inherit; }
        input:not([type=checkbox]):not([type=radio]), select, textarea {
            width: 100%; padding: .45rem .6rem; border: 1px solid #7a8794; border-radius: 4px;
            background: var(--paper); color: var(--ink);
        }
        button, .button {
            display: inline-block; margin-top: 1rem; padding: .45rem 1.1rem; border: 1px solid var(--accent);
            border-radius: 4px; background: var(--accent); color: var(--accent-ink); cursor: pointer;
            text-decoration: none;
        }
        button.quiet { background: var(--paper); color: var(--accent); margin: 0; padding: .1rem .6rem; }
        .top button { margin: 0; padding: 0 .5rem; background: none; border-color: var(--accent-ink); }
        .who form { display: inline; }
        .row { display: flex; flex-wrap: wrap; gap: 1rem; align-items: flex-end; }
        .hint { color: var(--muted); font-size: .875rem; }
        progress { width: 100%; }
        [hidden] { display: none !important; }
        .links { display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; padding-left: 0; list-style: none; }
        @media (max-width: 40rem) {
            h1 { font-size: 1.25rem; }
            .top .who { margin-left: 0; }
            th, td { padding: .3rem .4rem; }
        }
        @media print {
            @page { size: A4; margin: 15mm; }
            body { background: none; font-size: 10.5pt; }
            .nav, .skip, .top .who, button, .button, form { display: none; }
            .top { background: none; color: #000; border-bottom: 1px solid #000; }
            .top .name { color: #000; }
            .inner { max-width: none; padding: 0; }
            table { width: calc(100% - 1px); }
            thead { display: table-header-group; }
            thead th { position: static; }
            tr { break-inside: avoid; }
            a { color: inherit; text-decoration: none; }
        }

        """
}
