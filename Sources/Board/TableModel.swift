import Documents
import Events

/// A table of figures as pages show it: caption, headings with scope, numbers set to the right.
struct TableModel {
    /// A heading.
    struct Column {
        var key: String
        var title: String
        var isNumber = false
    }
    /// A cell.
    struct Cell {
        var text: String
        /// A path; empty = no link.
        var link = ""
        /// `good`, `warn`, `bad` or nothing; said in words too.
        var kind = ""
    }
    /// A row.
    struct Row {
        /// What it is about, by which live figures find it.
        var key = ""
        var cells: [Cell]
        var isTotal = false
    }

    static let template = """
        <div class="scroll" role="region" aria-label="{{caption}}" tabindex="0">
        <table{{#isLive}} data-live="{{live}}"{{/isLive}}>
        <caption>{{caption}}{{#hasSource}} <a class="source" href="{{source}}">出处</a>{{/hasSource}}</caption>
        <thead><tr>{{#columns}}<th scope="col"{{#isNumber}} class="number"{{/isNumber}}>{{title}}</th>{{/columns}}</tr></thead>
        <tbody>{{#rows}}<tr data-unit="{{key}}">{{#cells}}{{#isHead}}<th scope="row" data-title="{{title}}">{{>cell}}</th>{{/isHead}}{{^isHead}}<td data-cell="{{key}}" data-title="{{title}}" class="{{kind}}{{#isNumber}} number{{/isNumber}}">{{>cell}}</td>{{/isHead}}{{/cells}}</tr>
        {{/rows}}</tbody>{{#hasTotals}}
        <tfoot>{{#totals}}<tr data-unit="">{{#cells}}{{#isHead}}<th scope="row" data-title="{{title}}">{{text}}</th>{{/isHead}}{{^isHead}}<td data-cell="{{key}}" data-title="{{title}}" class="{{#isNumber}}number{{/isNumber}}">{{text}}</td>{{/isHead}}{{/cells}}</tr>{{/totals}}</tfoot>{{/hasTotals}}
        </table>
        </div>
        {{#isEmpty}}<p class="hint">没有内容。</p>{{/isEmpty}}
        """

    static let cell = """
        {{#hasLink}}<a href="{{link}}">{{text}}</a>{{/hasLink}}{{^hasLink}}{{text}}{{/hasLink}}
        """

    var caption: String
    var columns: [Column]
    var rows: [Row]
    /// Where the figures come from: a path; empty = said elsewhere on the page.
    var source = ""
    /// The period whose live figures change the table; empty = none.
    var live = ""
    /// Which column names the row.
    var head = 0

    /// The values for the template.
    var model: [String: Any] {
        let body = rows.filter { !$0.isTotal }
        let totals = rows.filter(\.isTotal)
        return [
            "caption": caption,
            "columns": columns.map { ["title": $0.title, "isNumber": $0.isNumber] },
            "rows": body.map(model), "totals": totals.map(model), "hasTotals": !totals.isEmpty,
            "source": source, "hasSource": !source.isEmpty, "live": live, "isLive": !live.isEmpty,
            "isEmpty": rows.isEmpty,
        ]
    }

    private func model(_ row: Row) -> [String: Any] {
        [
            "key": row.key,
            "cells": zip(columns, row.cells).enumerated().map { index, pair -> [String: Any] in
                [
                    "key": pair.0.key, "title": pair.0.title, "isNumber": pair.0.isNumber,
                    "isHead": index == head, "text": pair.1.text, "link": pair.1.link,
                    "hasLink": !pair.1.link.isEmpty, "kind": pair.1.kind,
                ]
            },
        ]
    }
}

extension TableModel {
    /// The table of a document, as it stands in it.
    ///
    /// - Parameter most: Rows that a page shows at most; the document has all.
    init(_ table: ReportTable, most: Int) {
        columns = table.columns.map {
            Column(key: $0.key, title: $0.title, isNumber: $0.kind == .money || $0.kind == .number)
        }
        let shown = table.rows.prefix(most)
        caption =
            shown.count < table.rows.count
            ? "\(table.title)（前\(shown.count)行，共\(table.rows.count)行，全部见文件）" : table.title
        rows = shown.map { Row(cells: $0.map { Cell(text: TableModel.text($0)) }) }
        if let total = table.total {
            var cells = total.map { Cell(text: TableModel.text($0)) }
            if let first = cells.first, first.text.isEmpty { cells[0].text = "合计" }
            rows.append(Row(cells: cells, isTotal: true))
        }
        source = ""
    }

    private static func text(_ cell: ReportCell) -> String {
        switch cell {
        case .text(let text): text
        case .number(let number): "\(number)"
        case .money(let money): RankingWords.yuan(money)
        case .day(let day): "\(day)"
        case .none: ""
        }
    }
}
