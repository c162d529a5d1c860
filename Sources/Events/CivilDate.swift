/// A day of the civil calendar in Asia/Shanghai, as days since 1970-01-01.
///
/// No time zone is ever converted: the offices' papers and the payment channels write Beijing time.
public struct CivilDate: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// Days since 1970-01-01; negative before.
    public var day: Int32

    /// Creates the day `day` days after 1970-01-01.
    public init(day: Int32) { self.day = day }

    /// Creates a date of the proleptic Gregorian calendar; nil when there is no such day.
    public init?(year: Int, month: Int, day: Int) {
        guard (1...12).contains(month), day >= 1,
            day <= CivilDate.daysIn(month: month, of: year), (1...9999).contains(year)
        else { return nil }
        self.day = CivilDate.daysFromCivil(year, month, day)
    }

    /// Reads `2022-10-17`; nil when it is not that form or not a day.
    public init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8)
        guard let date = bytes.withUnsafeBufferPointer({ CivilDate(ascii: $0) }) else { return nil }
        self = date
    }

    /// Reads ten ASCII bytes of the form `2022-10-17`.
    public init?(ascii bytes: UnsafeBufferPointer<UInt8>) {
        guard bytes.count == 10, bytes[4] == 0x2D, bytes[7] == 0x2D,
            let year = decimal(bytes, 0, 4), let month = decimal(bytes, 5, 2),
            let day = decimal(bytes, 8, 2)
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    /// Orders by day.
    public static func < (lhs: CivilDate, rhs: CivilDate) -> Bool { lhs.day < rhs.day }

    /// The date `days` days later (earlier when negative).
    public func adding(days: Int) -> CivilDate { CivilDate(day: day + Int32(days)) }

    /// Year, month (1–12) and day of the month (1–31).
    public var components: (year: Int, month: Int, day: Int) {
        // Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", civil_from_days.
        let shifted = Int(day) + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthIndex = (5 * dayOfYear + 2) / 153
        let month = monthIndex < 10 ? monthIndex + 3 : monthIndex - 9
        return (
            yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month,
            dayOfYear - (153 * monthIndex + 2) / 5 + 1
        )
    }

    /// The first day of the month `months` months later.
    public func firstOfMonth(adding months: Int) -> CivilDate {
        let (year, month, _) = components
        let index = year * 12 + (month - 1) + months
        return CivilDate(day: CivilDate.daysFromCivil(index / 12, index % 12 + 1, 1))
    }

    /// Full years (周岁) completed on `date` by a person born on this day.
    ///
    /// A person born on 29 February completes a year on 1 March of a common year.
    public func fullYears(on date: CivilDate) -> Int {
        let born = components
        let now = date.components
        let passed = (now.month, now.day) >= (born.month, born.day)
        return now.year - born.year - (passed ? 0 : 1)
    }

    /// Day of the week, Monday = 1 … Sunday = 7.
    public var weekday: Int {
        // 1970-01-01 was a Thursday.
        let index = (Int(day) + 3) % 7
        return (index < 0 ? index + 7 : index) + 1
    }

    /// `2022-10-17`.
    public var description: String {
        let (year, month, day) = components
        func pad(_ value: Int, _ width: Int) -> String {
            let text = String(value)
            return String(repeating: "0", count: max(0, width - text.count)) + text
        }
        return "\(pad(year, 4))-\(pad(month, 2))-\(pad(day, 2))"
    }

    static func daysFromCivil(_ year: Int, _ month: Int, _ day: Int) -> Int32 {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return Int32(era * 146_097 + dayOfEra - 719_468)
    }

    static func daysIn(month: Int, of year: Int) -> Int {
        switch month {
        case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}

/// A second of civil time in Asia/Shanghai, as seconds since 1970-01-01T00:00:00 local.
public struct CivilTime: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// Seconds since 1970-01-01T00:00:00, local.
    public var second: Int64

    /// Creates the time `second` seconds after 1970-01-01T00:00:00 local.
    public init(second: Int64) { self.second = second }

    /// Midnight at the start of `date`.
    public init(startOf date: CivilDate) { self.second = Int64(date.day) * 86_400 }

    /// Reads `2022-11-03T10:15:30` or `2022-11-03 10:15:30`, with an optional offset
    /// (`+08:00`, `Z`), which is converted to Asia/Shanghai; nil when it is not that form.
    public init?(ascii bytes: UnsafeBufferPointer<UInt8>) {
        guard bytes.count >= 19, bytes[10] == 0x54 || bytes[10] == 0x20,
            bytes[13] == 0x3A, bytes[16] == 0x3A,
            let date = CivilDate(ascii: UnsafeBufferPointer(rebasing: bytes[0..<10])),
            let hour = decimal(bytes, 11, 2), let minute = decimal(bytes, 14, 2),
            let second = decimal(bytes, 17, 2), hour < 24, minute < 60, second < 60
        else { return nil }
        var total = Int64(date.day) * 86_400 + Int64(hour * 3600 + minute * 60 + second)
        if bytes.count > 19 {
            guard
                let offset = CivilTime.offsetSeconds(
                    UnsafeBufferPointer(rebasing: bytes[19...])
                )
            else { return nil }
            total += Int64(8 * 3600 - offset)
        }
        self.second = total
    }

    /// Reads the text forms of ``init(ascii:)``.
    public init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8)
        guard let time = bytes.withUnsafeBufferPointer({ CivilTime(ascii: $0) }) else { return nil }
        self = time
    }

    /// The day that the time falls on.
    public var date: CivilDate {
        CivilDate(day: Int32(second >= 0 ? second / 86_400 : (second - 86_399) / 86_400))
    }

    /// Orders by time.
    public static func < (lhs: CivilTime, rhs: CivilTime) -> Bool { lhs.second < rhs.second }

    /// `2022-11-03T10:15:30`.
    public var description: String {
        let rest = Int(second - Int64(date.day) * 86_400)
        func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
        return "\(date)T\(two(rest / 3600)):\(two(rest / 60 % 60)):\(two(rest % 60))"
    }

    private static func offsetSeconds(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        if bytes.count == 1, bytes[0] == 0x5A { return 0 }
        guard bytes.count == 6, bytes[3] == 0x3A, bytes[0] == 0x2B || bytes[0] == 0x2D,
            let hours = decimal(bytes, 1, 2), let minutes = decimal(bytes, 4, 2),
            hours <= 14, minutes < 60
        else { return nil }
        let magnitude = hours * 3600 + minutes * 60
        return bytes[0] == 0x2B ? magnitude : -magnitude
    }
}

private func decimal(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ count: Int) -> Int? {
    var value = 0
    for index in start..<start + count {
        guard bytes[index] >= 0x30, bytes[index] <= 0x39 else { return nil }
        value = value * 10 + Int(bytes[index] - 0x30)
    }
    return value
}
