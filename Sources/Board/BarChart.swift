/// Bars with a line to reach: geometry in whole units of the drawing, nothing but integers.
struct BarChart {
    /// A bar.
    struct Bar {
        /// What it is of.
        var label: String
        /// Hundredths of a percent; nil = nothing to draw.
        var rate: Int64?
        /// What stands at its end.
        var text: String
        /// Whether the line is reached; one that does not reach it is hatched, where there is a line.
        var isMet: Bool
    }

    static let template = """
        <figure class="chart">
        <svg viewBox="0 0 {{width}} {{height}}" role="img" aria-labelledby="{{id}}-t {{id}}-d">
        <title id="{{id}}-t">{{title}}</title>
        <desc id="{{id}}-d">{{text}}</desc>
        <defs><pattern id="{{id}}-h" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="8" height="8" class="hatch-ground"/><line x1="0" y1="0" x2="0" y2="8" class="hatch-line"/></pattern></defs>
        {{#bars}}<text x="{{labelX}}" y="{{textY}}" text-anchor="end" class="label">{{label}}</text>
        <rect x="{{x}}" y="{{y}}" width="{{full}}" height="{{thick}}" class="track"/>
        {{#isMet}}<rect x="{{x}}" y="{{y}}" width="{{length}}" height="{{thick}}" class="bar"/>{{/isMet}}{{^isMet}}<rect x="{{x}}" y="{{y}}" width="{{length}}" height="{{thick}}" fill="url(#{{id}}-h)" class="bar-open"/>{{/isMet}}
        <text x="{{valueX}}" y="{{textY}}" class="value">{{value}}</text>
        {{/bars}}{{#line}}<line x1="{{x}}" y1="14" x2="{{x}}" y2="{{bottom}}" class="target"/>
        <text x="{{x}}" y="10" text-anchor="middle" class="label">{{label}}</text>{{/line}}
        </svg>
        <figcaption>{{text}}{{#line}} 实心为达到，斜线为未达到。{{/line}}数字见下表。</figcaption>
        </figure>
        """

    /// The values for the template.
    ///
    /// - Parameters:
    ///   - id: Unique on the page.
    ///   - target: Percent to reach; nil where the notice prints none.
    static func model(id: String, title: String, bars: [Bar], target: Int?) -> [String: Any] {
        let (left, full, step, top) = (150, 460, 22, 18)
        let most = max(10_000, bars.compactMap(\.rate).max() ?? 0)
        func length(_ rate: Int64) -> Int { Int(Int64(full) * rate / most) }
        let met = bars.filter(\.isMet).count
        var model: [String: Any] = [
            "id": id, "title": title, "width": 720, "height": top + step * bars.count + 6,
            "text": target.map { "\(bars.count)个单位，\(met)个达到\($0)%。" } ?? "\(bars.count)个单位。",
            "bars": bars.enumerated().map { index, bar -> [String: Any] in
                let y = top + index * step
                return [
                    "id": id, "label": bar.label, "labelX": left - 8, "textY": y + 13, "x": left,
                    "y": y, "full": full, "thick": 16, "length": length(bar.rate ?? 0),
                    "isMet": target == nil || bar.isMet, "value": bar.text,
                    "valueX": left + full + 8,
                ]
            },
        ]
        if let target {
            model["line"] = [
                "x": left + length(Int64(target) * 100), "bottom": top + step * bars.count,
                "label": "目标\(target)%",
            ]
        }
        return model
    }
}
