/// A civil day, as the number of days since 1970-01-01.
///
/// The simulation has its own calendar: it shares no code with the pipeline that it checks.
struct Day: Comparable, Hashable, Sendable {
    /// Days since 1970-01-01.
    let number: Int

    /// The day with the given number.
    init(number: Int) { self.number = number }

    /// The given day of the Gregorian calendar, year 1600 or later.
    init(_ year: Int, _ month: Int, _ day: Int) {
        let monthsSinceMarch = (month + 9) % 12
        let years = year - 1600 - (month < 3 ? 1 : 0)
        let leaps = years / 4 - years / 100 + years / 400
        // 135 080 days lie between 1600-03-01 and 1970-01-01.
        number = years * 365 + leaps + (monthsSinceMarch * 306 + 5) / 10 + day - 1 - 135_080
    }

    /// Orders by day.
    static func < (lhs: Day, rhs: Day) -> Bool { lhs.number < rhs.number }

    /// The second at which the day begins, since 1970-01-01T00:00:00 local.
    var startSecond: Int { number * 86_400 }

    /// Year, month and day of the month.
    var parts: (year: Int, month: Int, day: Int) {
        let days = number + 135_080
        let century4 = days / 146_097
        let inCentury4 = days % 146_097
        let century = min(inCentury4 / 36_524, 3)
        let inCentury = inCentury4 - century * 36_524
        let inYear4 = inCentury % 1461
        let year = min(inYear4 / 365, 3)
        let dayOfYear = inYear4 - year * 365
        let monthsSinceMarch = (dayOfYear * 10 + 5) / 306
        let day = dayOfYear - (monthsSinceMarch * 306 + 5) / 10 + 1
        let years = 1600 + century4 * 400 + century * 100 + inCentury / 1461 * 4 + year
        let month = (monthsSinceMarch + 2) % 12 + 1
        return (years + (month < 3 ? 1 : 0), month, day)
    }

    /// Full years (周岁) on `date` of a person born on this day.
    func fullYears(on date: Day) -> Int {
        let born = parts
        let now = date.parts
        return now.year - born.year - ((now.month, now.day) < (born.month, born.day) ? 1 : 0)
    }
}
