import Events
import Policy

/// From which day proof of a payment can be had: so many working days after it (F-013).
///
/// - Source: 000 T三7 「缴费三个工作日后可通过微信小程序“证明开具”模块获取凭证」.
public enum ProofDay {
    /// The day, where the pack prints the duty and the calendar is known so far ahead; else nil.
    ///
    /// The day of payment does not count; the third working day after it does.
    public static func day(paidOn day: CivilDate, _ pack: PolicyPack) -> CivilDate? {
        guard let days = pack.terms.duties.first(where: { $0.id == "proof" })?.days else {
            return nil
        }
        var (left, next) = (days, day)
        while left > 0 {
            next = CivilDate(day: next.day + 1)
            guard let isWorking = WorkingCalendar.isWorking(next) else { return nil }
            if isWorking { left -= 1 }
        }
        return next
    }
}

/// Working days as the General Office of the State Council arranged them.
///
/// - Source: 国办发明电〔2019〕16号 and 〔2020〕1号 (2020), 〔2020〕27号 (2021).
enum WorkingCalendar {
    /// Holidays, first and last day.
    private static let holidays: [(from: String, to: String)] = [
        ("2020-01-01", "2020-01-01"), ("2020-01-24", "2020-02-02"), ("2020-04-04", "2020-04-06"),
        ("2020-05-01", "2020-05-05"), ("2020-06-25", "2020-06-27"), ("2020-10-01", "2020-10-08"),
        ("2021-01-01", "2021-01-03"), ("2021-02-11", "2021-02-17"), ("2021-04-03", "2021-04-05"),
        ("2021-05-01", "2021-05-05"), ("2021-06-12", "2021-06-14"), ("2021-09-19", "2021-09-21"),
        ("2021-10-01", "2021-10-07"),
    ]
    /// Saturdays and Sundays that are worked.
    private static let worked: Set<String> = [
        "2020-01-19", "2020-04-26", "2020-05-09", "2020-06-28", "2020-09-27", "2020-10-10",
        "2021-02-07", "2021-02-20", "2021-04-25", "2021-05-08", "2021-09-18", "2021-09-26",
        "2021-10-09",
    ]

    /// Whether a day is worked; nil where the calendar does not reach.
    static func isWorking(_ day: CivilDate) -> Bool? {
        let text = day.description
        guard text >= "2020-01-01", text <= "2021-12-31" else { return nil }
        if holidays.contains(where: { $0.from <= text && text <= $0.to }) { return false }
        // 1970-01-01 was a Thursday: Saturdays are 2, Sundays 3 days after one.
        let isWeekend = [2, 3].contains((day.day % 7 + 7) % 7)
        return !isWeekend || worked.contains(text)
    }
}
