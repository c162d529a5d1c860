import Events
import Policy

/// Collection teams of units against the day that the notice prints (F-136).
struct TeamTable {
    let duty: Duty?
    let today: CivilDate?

    static func intro(_ duty: Duty?) -> String {
        guard let duty else { return "本方案的通知没有印出组建工作队的职责；已上报的仍列在下面。" }
        let day = duty.by.map { "\($0)前" } ?? ""
        return "\(day)\(duty.who)：\(duty.what)（\(duty.citation.clause)）。"
    }

    func table(_ units: [String], _ reported: [String: DossierItem]) -> TableModel {
        TableModel(
            caption: "各单位工作队",
            columns: [
                .init(key: "unit", title: "单位"), .init(key: "day", title: "组建日"),
                .init(key: "heads", title: "人数", isNumber: true),
                .init(key: "state", title: "情况"),
            ],
            rows: units.map { unit in
                let item = reported[unit]
                let state = state(item)
                return .init(cells: [
                    .init(text: unit), .init(text: item?.day.map { "\($0)" } ?? "—"),
                    .init(text: item.map { "\($0.heads)" } ?? "—"),
                    .init(text: state.text, kind: state.kind),
                ])
            }
        )
    }

    private func state(_ item: DossierItem?) -> (text: String, kind: String) {
        if let item {
            let isLate = item.day.map { duty?.isLate(on: $0) ?? false } ?? false
            return isLate ? ("✗ 逾期组建", "warn") : ("✓ 已组建", "good")
        }
        guard let duty, let by = duty.by else { return ("没有上报", "") }
        guard let today else { return ("没有上报", "") }
        return today > by
            ? ("✗ 没有上报，已逾期\(today.day - by.day)天", "bad") : ("尚未上报，期限\(by)", "")
    }
}
