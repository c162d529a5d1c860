import Events

/// What paper and workbooks share: words of the head, widths, which way the page lies.
extension Report {
    /// `方城县2022年度 先征后返名册`.
    var heading: String { "\(basis.place)\(basis.coverageYear)年度\(title)" }

    /// Lines under the title: unit and day, then what it was made from.
    var headLines: [String] {
        var first = basis.unit.isEmpty ? "范围：全部单位" : "范围：\(basis.unit)"
        if let day = basis.asOf { first += "　截至：\(day.inChinese)" }
        return [
            first,
            "方案：\(basis.scheme)　账本位置：\(basis.positionText)　方案摘要：\(basis.policy.prefix(12))",
        ]
    }
}

extension ReportTable {
    /// Letters of half width that a page of A4 takes upright.
    private static let uprightLetters = 96
    private static let widest = 36

    /// Letters of half width that each column needs: at most ``widest``, at least its shortest
    /// sensible heading.
    var letters: [Int] {
        columns.indices.map { index in
            let title = columns[index].title.letters
            var width = min(title, max(8, (title + 1) / 2))
            for row in rows { width = max(width, row[index].text.letters) }
            if let total { width = max(width, total[index].text.letters) }
            return min(ReportTable.widest, max(6, width)) + 2
        }
    }

    /// Whether the table needs the long side of the page: of a key paper shows two lines.
    var isWide: Bool {
        let widths = letters
        let printed = printedColumns.map { columns[$0].key == "person" ? 18 : widths[$0] }
        return printed.reduce(6, +) > ReportTable.uprightLetters
    }
}

extension ReportCell {
    /// The cell as paper shows it.
    var text: String {
        switch self {
        case .none: ""
        case .number(let number): String(number)
        case .money(let money): money.twoPlaces
        case .day(let day): day.description
        case .text(let text): text
        }
    }
}

extension String {
    /// Width in letters of half width: whatever is not Latin counts two.
    var letters: Int { unicodeScalars.reduce(0) { $0 + ($1.value < 0x2E80 ? 1 : 2) } }
}

extension CivilDate {
    /// `2021年12月31日`.
    var inChinese: String {
        let parts = description.split(separator: "-").compactMap { Int($0) }
        return parts.count == 3 ? "\(parts[0])年\(parts[1])月\(parts[2])日" : description
    }
}
