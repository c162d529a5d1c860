/// What becomes of one person's payments in the season, with the answer known beforehand.
///
/// A story is not computed from rules: each row of a scheme's table says by hand what happens and
/// what must come out. Sums are in fen.
struct Story: Sendable {
    /// Name; with the circumstance it names the story's rate (`ordinary.paysTwice`).
    let id: String
    /// To whom it may happen.
    let circumstance: Circumstance
    /// What is sent, in order of time.
    let steps: [Step]
    /// Where the person stands in the end.
    let status: Status
    /// What must be returned.
    let refundFen: Int
    /// What is held in suspense.
    let heldFen: Int

    /// Creates a story; sums in yuan.
    init(
        _ circumstance: Circumstance,
        _ id: String,
        _ steps: [Step],
        _ status: Status,
        refund: Int = 0,
        held: Int = 0
    ) {
        self.id = id
        self.circumstance = circumstance
        self.steps = steps
        self.status = status
        refundFen = refund * 100
        heldFen = held * 100
    }
}

/// The circumstances on which it depends what a person owes.
enum Circumstance: Int, CaseIterable, Sendable {
    /// Owes the whole premium.
    case ordinary
    /// Owes a part of it.
    case half
    /// Owes nothing.
    case full
    /// Owes nothing since a later version of a list, inside the window.
    case added
    /// Owes nothing since a list dated after the window.
    case listedLate
    /// Outside the scope, insured elsewhere, withdrawn or deceased.
    case excluded

    /// The name in the file of rates.
    var name: String {
        switch self {
        case .ordinary: "ordinary"
        case .half: "half"
        case .full: "full"
        case .added: "added"
        case .listedLate: "listedLate"
        case .excluded: "excluded"
        }
    }
}

/// Where a person stands at the end of the season, in the order in which they are written.
enum Status: Int, CaseIterable, Sendable {
    case insured, unpaid, underpaid, overpaid, duplicate, late, early, ineligible

    /// The name in files.
    var name: String {
        switch self {
        case .insured: "insured"
        case .unpaid: "unpaid"
        case .underpaid: "underpaid"
        case .overpaid: "overpaid"
        case .duplicate: "duplicate"
        case .late: "late"
        case .early: "early"
        case .ineligible: "ineligible"
        }
    }

    /// Whether the person counts as enrolled and the shares are due.
    var isCovered: Bool {
        switch self {
        case .insured, .overpaid, .duplicate, .late: true
        case .unpaid, .underpaid, .early, .ineligible: false
        }
    }
}

/// One payment line.
struct Step: Sendable {
    /// Amount in fen.
    let fen: Int
    /// When it is paid.
    let moment: Moment
    /// The step that it takes back; -1 for a payment.
    let reverses: Int

    /// A payment of `yuan`.
    static func pay(_ yuan: Int, _ moment: Moment) -> Step {
        Step(fen: yuan * 100, moment: moment, reverses: -1)
    }

    /// The reversal of the payment of `yuan` made in step `step`.
    static func takeBack(_ step: Int, _ yuan: Int, _ moment: Moment) -> Step {
        Step(fen: yuan * 100, moment: moment, reverses: step)
    }
}

/// When a payment line falls, within a scheme's ``Timetable``.
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
}

/// The seconds of a season that its moments stand for.
struct Timetable: Sendable {
    /// The first day on which anything is paid.
    let origin: Day
    /// First and last day of the collection window.
    let window: ClosedRange<Day>
    private let spans: [ClosedRange<Int>]

    /// Creates a timetable.
    ///
    /// - Parameters:
    ///   - origin: First day of money that comes too early.
    ///   - window: The collection window.
    ///   - winterEnd: Last day of the first part after the window.
    ///   - springEnd: Last day on which a late payment still buys benefits in the year.
    ///   - end: Last day of the coverage year.
    init(origin: Day, window: ClosedRange<Day>, winterEnd: Day, springEnd: Day, end: Day) {
        self.origin = origin
        self.window = window
        let first = window.lowerBound.number
        let after = window.upperBound.number + 1
        let third = (after - first) / 3
        func days(_ from: Int, _ upTo: Int) -> ClosedRange<Int> { from...(upTo - 1) }
        func second(_ second: Int) -> ClosedRange<Int> { second...second }
        spans = Moment.allCases.map { moment in
            switch moment {
            case .before: days(origin.number, first)
            case .eve: second(first * 86_400 - 1)
            case .window, .withPrevious: days(first, after)
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

    /// The days of a moment; for a moment of one second, that second.
    func span(of moment: Moment) -> ClosedRange<Int> { spans[moment.rawValue] }
}

extension Moment {
    /// Whether it is one second rather than a span of days.
    var isExact: Bool {
        switch self {
        case .eve, .firstSecond, .lastSecond, .newYear: true
        case .before, .window, .opening, .middle, .closing, .winter, .spring, .autumn,
            .withPrevious:
            false
        }
    }
}
