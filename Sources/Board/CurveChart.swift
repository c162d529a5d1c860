import Events

/// Progress day by day as a line, with the days that the notice prints; integers only.
struct CurveChart {
    /// A day that the notice prints.
    struct Deadline {
        var day: CivilDate
        var label: String
    }

    static let template = """
        <figure class="chart">
        <svg viewBox="0 0 720 {{height}}" role="img" aria-labelledby="{{id}}-t {{id}}-d">
        <title id="{{id}}-t">{{title}}</title>
        <desc id="{{id}}-d">{{text}}</desc>
        {{#levels}}<line x1="60" y1="{{y}}" x2="700" y2="{{y}}" class="grid"/><text x="54" y="{{textY}}" text-anchor="end" class="label">{{label}}</text>
        {{/levels}}{{#deadlines}}<line x1="{{x}}" y1="20" x2="{{x}}" y2="240" class="deadline"/><text x="{{textX}}" y="{{textY}}" text-anchor="{{anchor}}" class="label">{{mark}}</text>
        {{/deadlines}}{{#hasLine}}<polyline points="{{points}}" class="curve"/><circle cx="{{lastX}}" cy="{{lastY}}" r="4" class="dot"/><text x="{{lastTextX}}" y="{{lastTextY}}" text-anchor="{{lastAnchor}}" class="value">{{last}}</text>{{/hasLine}}
        <text x="60" y="258" class="label">{{first}}</text><text x="700" y="258" text-anchor="end" class="label">{{end}}</text>
        </svg>
        <figcaption>{{text}}</figcaption>
        <ol class="deadlines">{{#deadlines}}<li><span class="badge">{{mark}}</span> {{day}} {{label}}</li>{{/deadlines}}</ol>
        <details><summary>按日数据表</summary>{{#table}}{{>table}}{{/table}}</details>
        </figure>
        """

    /// A line of one unit, so small that it stands in a cell.
    static let sparkline = """
        <svg viewBox="0 0 100 20" class="spark" role="img" aria-label="{{text}}"><polyline points="{{points}}" class="curve"/></svg>
        """

    /// The values for the template.
    ///
    /// - Parameters:
    ///   - days: Gains by day, in order; those before the first day count on it.
    ///   - target: Persons to reach; 0 where none is printed.
    static func model(
        id: String,
        title: String,
        days: [(day: CivilDate, gained: Int64)],
        span: ClosedRange<CivilDate>,
        target: Int64,
        deadlines: [Deadline],
        table: [String: Any]
    ) -> [String: Any] {
        var sum: Int64 = 0
        let sums = days.map { day -> (day: CivilDate, sum: Int64) in
            sum += day.gained
            return (day.day, sum)
        }
        let most = max(1, max(target, sum))
        let length = max(1, Int64(span.upperBound.day - span.lowerBound.day))
        func x(_ day: CivilDate) -> Int64 {
            60 + 640 * min(length, max(0, Int64(day.day - span.lowerBound.day))) / length
        }
        func y(_ sum: Int64) -> Int64 {
            240 - Int64(Int128(200) * Int128(max(0, sum)) / Int128(most))
        }
        let points = sums.map { "\(x($0.day)),\(y($0.sum))" }
        let last = sums.last
        let lastX = last.map { x($0.day) } ?? 60
        let isRight = lastX > 480
        return [
            "id": id, "title": title, "height": 268, "table": table,
            "text": text(sum: sum, target: target, last: last?.day), "hasLine": !points.isEmpty,
            "points": points.joined(separator: " "), "lastX": lastX, "lastY": y(sum),
            "lastTextX": isRight ? lastX - 10 : lastX + 10, "lastTextY": y(sum) - 8,
            "lastAnchor": isRight ? "end" : "start", "last": RankingWords.number(sum),
            "first": "\(span.lowerBound)", "end": "\(span.upperBound)",
            "levels": (0...4).map { quarter -> [String: Any] in
                let level = most * Int64(quarter) / 4
                return ["y": y(level), "textY": y(level) + 4, "label": RankingWords.number(level)]
            },
            "deadlines": deadlines.sorted { $0.day < $1.day }.enumerated().map { index, deadline in
                [
                    "x": x(deadline.day), "textX": x(deadline.day), "anchor": "middle",
                    "textY": 12 + Int64(index % 2) * 4, "mark": mark(index),
                    "day": "\(deadline.day)", "label": deadline.label,
                ] as [String: Any]
            },
        ]
    }

    /// The values for ``sparkline``.
    static func spark(_ gains: [Int64], text: String) -> [String: Any] {
        var sum: Int64 = 0
        let sums = gains.map { gain -> Int64 in
            sum += gain
            return sum
        }
        let most = max(1, sums.max() ?? 1)
        let length = Int64(max(1, sums.count - 1))
        let points = sums.enumerated().map { index, sum in
            "\(100 * Int64(index) / length),\(19 - 18 * max(0, sum) / most)"
        }
        return ["points": points.joined(separator: " "), "text": text]
    }

    private static func text(sum: Int64, target: Int64, last: CivilDate?) -> String {
        guard let last else { return "尚无参保人数。" }
        let rate = RankingRow.rate(sum, of: target)
        return "到\(last)累计\(RankingWords.number(sum))人（含未分配单位的人）"
            + (rate.map { "，为任务数\(RankingWords.number(target))人的\(RankingWords.rate($0))。" } ?? "。")
    }

    /// ①, ② …, and plain numbers after twenty.
    private static func mark(_ index: Int) -> String {
        guard index < 20, let scalar = Unicode.Scalar(0x2460 + UInt32(index)) else {
            return "\(index + 1)"
        }
        return String(Character(scalar))
    }
}
