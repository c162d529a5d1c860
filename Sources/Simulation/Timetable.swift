/// When a payment line falls, within a scheme's ``Timetable`` or after the person's birth.
enum Moment: Int, CaseIterable, Sendable {
    /// Days before the first day, and the last second of them.
    case before, eve
    /// The whole window, more at its beginning and end.
    case window
    /// The three parts of the window, one after the other.
    case opening, middle, closing
    /// The first and the last second of the window.
    case firstSecond, lastSecond
    /// The first second after the window.
    case newYear
    /// After the window: while a wait still ends inside the year (two parts), and later.
    case winter, spring, autumn
    /// The same second as the step before.
    case withPrevious
    /// Of a newborn: the first weeks, the weeks after them, and single days of life.
    case infancy, afterInfancy, day89, day90, day91

    /// Whether it is one second rather than a span of days.
    var isExact: Bool {
        switch self {
        case .eve, .firstSecond, .lastSecond, .newYear: true
        case .before, .window, .opening, .middle, .closing, .winter, .spring, .autumn,
            .withPrevious, .infancy, .afterInfancy, .day89, .day90, .day91:
            false
        }
    }

    /// Days after the day of birth; nil for a moment of the season.
    var daysOfLife: ClosedRange<Int>? {
        switch self {
        case .infancy: 5...40
        case .afterInfancy: 45...85
        case .day89: 89...89
        case .day90: 90...90
        case .day91: 91...91
        default: nil
        }
    }
}

/// The seconds of a season that its moments stand for.
struct Timetable: Sendable {
    /// The first day on which anything is paid.
    let origin: Day
    /// First and last day of the collection window.
    let window: ClosedRange<Day>
    /// The days of it on which villages collect from most people (集中征缴); nil = all of it.
    let concentrated: ClosedRange<Day>?
    /// The last day of the coverage year.
    let end: Day
    private let spans: [ClosedRange<Int>]

    /// Creates a timetable.
    ///
    /// - Parameters:
    ///   - origin: First day of money that comes too early.
    ///   - window: The collection window.
    ///   - concentrated: The days of it on which villages collect from most people.
    ///   - winterEnd: Last day of the first part after the window.
    ///   - springEnd: Last day on which a late payment still buys benefits in the year.
    ///   - end: Last day of the coverage year.
    init(
        origin: Day,
        window: ClosedRange<Day>,
        concentrated: ClosedRange<Day>? = nil,
        winterEnd: Day,
        springEnd: Day,
        end: Day
    ) {
        self.origin = origin
        self.window = window
        self.concentrated = concentrated
        self.end = end
        let first = window.lowerBound.number
        let after = window.upperBound.number + 1
        let third = (after - first) / 3
        func days(_ from: Int, _ upTo: Int) -> ClosedRange<Int> { from...(upTo - 1) }
        func second(_ second: Int) -> ClosedRange<Int> { second...second }
        spans = Moment.allCases.map { moment in
            switch moment {
            case .before: days(origin.number, first)
            case .eve: second(first * 86_400 - 1)
            case .window, .withPrevious, .infancy, .afterInfancy, .day89, .day90, .day91:
                days(first, after)
            case .opening: days(first, first + third)
            case .middle: days(first + third, first + 2 * third)
            case .closing: days(first + 2 * third, after)
            case .firstSecond: second(first * 86_400)
            case .lastSecond: second(after * 86_400 - 1)
            case .newYear: second(after * 86_400)
            case .winter: days(after, winterEnd.number + 1)
            case .spring: days(winterEnd.number + 1, springEnd.number + 1)
            case .autumn: days(springEnd.number + 1, end.number + 1)
            }
        }
    }

    /// The days of a moment of the season; for a moment of one second, that second.
    func span(of moment: Moment) -> ClosedRange<Int> { spans[moment.rawValue] }

    /// The days of a moment for somebody born on `birth`.
    func span(of moment: Moment, born birth: Day) -> ClosedRange<Int> {
        guard let days = moment.daysOfLife else { return span(of: moment) }
        return birth.number + days.lowerBound...birth.number + days.upperBound
    }
}
