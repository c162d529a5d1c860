import Events

extension Report {
    /// The document as one page of hypertext for paper (A4): headings on every page, pages
    /// numbered, places to sign; nothing beside the file is needed or allowed.
    public func html() -> String {
        var page = Markup()
        page.open(title: heading, isLandscape: layout != .slips && tables.contains(where: \.isWide))
        page.add("<header><h1>\(Markup.safe(heading))</h1>")
        for line in headLines { page.add("<p class=\"basis\">\(Markup.safe(line))</p>") }
        page.add("</header>\n")
        for (index, table) in tables.enumerated() {
            if index == 0, layout == .slips {
                slips(of: table, &page)
            } else {
                section(table, &page)
            }
        }
        if !notes.isEmpty {
            let items = notes.map { "<li>\(Markup.safe($0))</li>" }.joined()
            page.add("<section class=\"notes\"><h2>说明</h2><ol>\(items)</ol></section>\n")
        }
        if !signing.isEmpty {
            let places = signing.map { "<div>\(Markup.safe($0.sentence))</div>" }.joined()
            page.add("<section class=\"signing\">\(places)</section>\n")
        }
        page.add(
            "<footer>方案摘要（SHA-256）\(Markup.safe(basis.policy))　账本位置 "
                + "\(Markup.safe(basis.positionText))</footer>\n</body>\n</html>\n"
        )
        return page.text
    }

    private func section(_ table: ReportTable, _ page: inout Markup) {
        let shown = table.printedColumns
        page.add("<section><h2>\(Markup.safe(table.title))</h2>\n<table>\n<thead><tr>")
        page.add("<th class=\"row\">序号</th>")
        for column in shown { page.add("<th>\(Markup.safe(table.columns[column].title))</th>") }
        page.add("</tr></thead>\n<tbody>\n")
        for (number, row) in table.rows.enumerated() {
            page.add("<tr><td class=\"row\">\(number + 1)</td>")
            for column in shown { page.cell(row[column], table.columns[column]) }
            page.add("</tr>\n")
        }
        if table.rows.isEmpty {
            page.add("<tr><td class=\"none\" colspan=\"\(shown.count + 1)\">（无）</td></tr>\n")
        } else if let total = table.total {
            page.add("<tr class=\"sum\"><td class=\"row\">合计</td>")
            for column in shown { page.cell(total[column], table.columns[column]) }
            page.add("</tr>\n")
        }
        page.add("</tbody>\n</table></section>\n")
    }

    /// A slip of paper for each row: what a person takes home.
    private func slips(of table: ReportTable, _ page: inout Markup) {
        let shown = table.printedColumns
        for row in table.rows {
            page.add("<section class=\"slip\"><h2>\(Markup.safe(heading))</h2><dl>")
            for column in shown {
                page.add(
                    "<dt>\(Markup.safe(table.columns[column].title))</dt>"
                        + "<dd>\(Markup.safe(row[column].text))</dd>"
                )
            }
            page.add("</dl><p class=\"seal\">经办单位（盖章）：　　　　　　　　年　　月　　日</p></section>\n")
        }
        if table.rows.isEmpty { page.add("<p class=\"none\">（无）</p>\n") }
    }
}

extension ReportTable {
    /// Columns that paper shows: where persons are named, their keys are left out, and so are the
    /// tiers of a scheme that has none.
    var printedColumns: [Int] {
        let isNamed = columns.contains { $0.key == "name" }
        return columns.indices.filter { index in
            switch columns[index].key {
            case "person": !isNamed
            case "tier": rows.contains { $0[index] != .text("") && $0[index] != .none }
            default: true
            }
        }
    }
}

/// A page of hypertext as it grows.
private struct Markup {
    private(set) var text = ""

    mutating func add(_ more: String) { text += more }

    mutating func open(title: String, isLandscape: Bool) {
        text += """
            <!DOCTYPE html>
            <html lang="zh-CN">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" \
            content="default-src 'none'; style-src 'unsafe-inline'">
            <title>\(Markup.safe(title))</title>
            <style>
            @page { size: A4 \(isLandscape ? "landscape" : "portrait"); margin: 14mm 12mm 16mm; \
            @bottom-center { content: "第 " counter(page) " 页，共 " counter(pages) " 页"; \
            font: 8pt sans-serif; } }
            \(Markup.style)
            </style>
            </head>
            <body>

            """
    }

    mutating func cell(_ cell: ReportCell, _ column: ReportColumn) {
        let kind: String
        switch column.kind {
        case .money, .number: kind = " class=\"figure\""
        case .day: kind = " class=\"day\""
        case .text:
            kind = ["person", "identity_number"].contains(column.key) ? " class=\"key\"" : ""
        }
        text += "<td\(kind)>\(Markup.safe(cell.text))</td>"
    }

    /// Text that stands for itself.
    static func safe(_ text: some StringProtocol) -> String {
        var safe = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": safe += "&amp;"
            case "<": safe += "&lt;"
            case ">": safe += "&gt;"
            case "\"": safe += "&quot;"
            default:
                if scalar.value >= 0x20 || scalar == "\n" { safe.unicodeScalars.append(scalar) }
            }
        }
        return safe
    }

    private static let style = """
        * { box-sizing: border-box; }
        body { margin: 0 auto; max-width: 273mm; color: #000; background: #fff; \
        font: 10pt/1.45 "Source Han Sans SC", "Noto Sans CJK SC", "Microsoft YaHei", SimSun, sans-serif; }
        h1 { font-size: 15pt; text-align: center; margin: 0 0 2mm; }
        h2 { font-size: 11pt; margin: 5mm 0 1.5mm; break-after: avoid; }
        .basis { margin: 0; text-align: center; font-size: 9pt; }
        table { width: 100%; border-collapse: collapse; font-size: 9pt; }
        thead { display: table-header-group; }
        tr { break-inside: avoid; }
        th, td { border: 0.3mm solid #444; padding: 0.8mm 1.2mm; text-align: left; \
        vertical-align: middle; overflow-wrap: anywhere; }
        th { background: #eceff3; text-align: center; font-weight: 600; overflow-wrap: normal; \
        print-color-adjust: exact; -webkit-print-color-adjust: exact; }
        .row { width: 3.2em; text-align: center; white-space: nowrap; }
        .figure { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
        .day { text-align: center; white-space: nowrap; }
        .key { font-size: 8.5pt; font-variant-numeric: tabular-nums; word-break: break-all; \
        min-width: 17ch; }
        .clause { min-width: 8em; }
        .none { text-align: center; color: #444; }
        .sum td { font-weight: 700; background: #f6f7f9; print-color-adjust: exact; }
        .notes { break-inside: avoid; font-size: 9pt; }
        .notes h2 { font-size: 9.5pt; }
        .notes ol { margin: 0; padding-left: 6mm; }
        .signing { display: grid; grid-template-columns: 1fr 1fr; gap: 9mm 8mm; \
        margin-top: 10mm; break-inside: avoid; }
        header + .slip { margin-top: 4mm; }
        .slip { border: 0.3mm solid #444; padding: 4mm 6mm; margin: 0 0 6mm; break-inside: avoid; }
        .slip h2 { text-align: center; margin-top: 0; }
        .slip dl { display: grid; grid-template-columns: max-content 1fr max-content 1fr; \
        gap: 1.2mm 4mm; margin: 0; }
        .slip dt { color: #333; }
        .slip dd { margin: 0; overflow-wrap: anywhere; }
        .slip .seal { margin: 7mm 0 0; text-align: right; }
        footer { margin-top: 6mm; font-size: 7pt; color: #444; overflow-wrap: anywhere; }
        @media screen { body { padding: 8mm; } }
        """
}
