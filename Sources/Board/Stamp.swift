import Overview

/// The line under figures: position of the ledger, last day, age, and where they come from.
enum Stamp {
    static let template = """
        <p class="stamp">账本位置 <span class="position">{{position}}</span> · 业务截至 {{day}}{{#hasAge}} · {{age}}{{/hasAge}} · <a href="{{base}}/figure/{{figure}}">这些数字的出处</a></p>
        """

    /// The values for the template.
    static func model(_ figure: String, _ moment: Moment, age: String = "") -> [String: Any] {
        [
            "position": moment.positionText, "day": moment.day.map { "\($0)" } ?? "尚无",
            "figure": figure, "age": age, "hasAge": !age.isEmpty,
        ]
    }

    /// `读取于 2022-11-03T10:15:30（4 秒前）`.
    static func age(madeAt: Int64, now: Int64) -> String {
        "读取于 \(BoardClock.text(madeAt))（\(max(0, now - madeAt)) 秒前）"
    }
}
