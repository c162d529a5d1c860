/// What a circumstance owes, in yuan, and what follows the last day of the window.
struct Dues: Sendable {
    /// What becomes of money that completes the sum after the last day.
    enum Afterwards: Sendable {
        /// It is held, and nobody is insured by it.
        case held
        /// It goes back.
        case refused
        /// It is held, and the whole premium is owed.
        case heldForWhole
    }

    let circumstance: Circumstance
    let due: Int
    /// A sum below `due` that people pay by mistake: the standard of the year before.
    let lastYear: Int
    /// The whole premium.
    let whole: Int
    let afterwards: Afterwards

    init(
        _ circumstance: Circumstance,
        owes due: Int,
        lastYear: Int,
        of whole: Int? = nil,
        afterwards: Afterwards
    ) {
        self.circumstance = circumstance
        self.due = due
        self.lastYear = lastYear
        self.whole = whole ?? due
        self.afterwards = afterwards
    }

    /// The least part that somebody pays.
    var part: Int { due / 4 }

    /// A story of money that stays in the window.
    func story(
        _ id: String,
        _ steps: [Step],
        _ status: Status,
        refund: Int = 0,
        held: Int = 0
    ) -> Story {
        Story(circumstance, id, steps, status, refund: refund, held: held)
    }

    /// A story in which `paid` yuan are left, and complete the sum after the last day.
    func lateStory(_ id: String, _ steps: [Step], paid: Int) -> Story {
        switch afterwards {
        case .refused: story(id, steps, .lateRejected, refund: paid)
        case .held: story(id, steps, .late, refund: paid - due, held: due)
        case .heldForWhole where paid < whole: story(id, steps, .underpaid, held: paid)
        case .heldForWhole: story(id, steps, .late, refund: paid - whole, held: whole)
        }
    }
}

/// Stories of those who owe something; each answer was set by hand, the sums by what is owed.
extension Story {
    /// What may become of somebody who owes something.
    static func ofPayers(_ dues: Dues) -> [Story] {
        inTime(dues) + tooLate(dues) + tooMuch(dues) + takenBack(dues)
    }

    private static func inTime(_ dues: Dues) -> [Story] {
        let (due, part) = (dues.due, dues.part)
        return [
            dues.story("pays", [.pay(due, .window)], .insured),
            dues.story("neverPays", [], .unpaid),
            dues.story(
                "paysLastYear",
                [.pay(dues.lastYear, .window)],
                .underpaid,
                held: dues.lastYear
            ),
            dues.story(
                "instalments",
                [.pay(due - part, .opening), .pay(part, .closing)],
                .insured
            ),
            dues.story(
                "topsUp",
                [.pay(dues.lastYear, .middle), .pay(due - dues.lastYear, .lastSecond)],
                .insured
            ),
            dues.story(
                "stopsHalfWay",
                [.pay(part, .opening), .pay(part, .closing)],
                .underpaid,
                held: 2 * part
            ),
            dues.story("paysEarly", [.pay(due, .before)], .early, held: due),
            dues.story("paysOnTheEve", [.pay(due, .eve)], .early, held: due),
            dues.story("paysFirstSecond", [.pay(due, .firstSecond)], .insured),
            dues.story("paysLastSecond", [.pay(due, .lastSecond)], .insured),
        ]
    }

    private static func tooLate(_ dues: Dues) -> [Story] {
        let (due, part) = (dues.due, dues.part)
        return [
            dues.lateStory("paysLate", [.pay(due, .winter)], paid: due),
            dues.lateStory("paysInSpring", [.pay(due, .spring)], paid: due),
            dues.lateStory("paysNewYear", [.pay(due, .newYear)], paid: due),
            dues.lateStory("paysLateTooMuch", [.pay(due + 20, .winter)], paid: due + 20),
            dues.lateStory(
                "topsUpLate",
                [.pay(due - part, .middle), .pay(part, .winter)],
                paid: due
            ),
        ]
    }

    private static func tooMuch(_ dues: Dues) -> [Story] {
        let (due, part) = (dues.due, dues.part)
        let stories = [
            dues.story("paysTooMuch", [.pay(due + 20, .window)], .overpaid, refund: 20),
            dues.story(
                "instalmentsTooMuch",
                [.pay(due - part, .opening), .pay(part + 10, .closing)],
                .overpaid,
                refund: 10
            ),
            dues.story(
                "paysTwice",
                [.pay(due, .opening), .pay(due, .closing)],
                .duplicate,
                refund: due
            ),
            dues.story(
                "paysTwiceAtOnce",
                [.pay(due, .window), .pay(due, .withPrevious)],
                .duplicate,
                refund: due
            ),
            dues.story(
                "paysAgainInNewYear",
                [.pay(due, .closing), .pay(due, .winter)],
                .duplicate,
                refund: due
            ),
        ]
        guard dues.whole > due else { return stories }
        let back = dues.whole - due
        return stories + [
            dues.story("paysWhole", [.pay(dues.whole, .window)], .overpaid, refund: back),
            dues.lateStory("paysWholeLate", [.pay(dues.whole, .winter)], paid: dues.whole),
        ]
    }

    private static func takenBack(_ dues: Dues) -> [Story] {
        let (due, part) = (dues.due, dues.part)
        return [
            dues.story("reversed", [.pay(due, .opening), .takeBack(0, due, .middle)], .unpaid),
            dues.story(
                "reversedInNewYear",
                [.pay(due, .closing), .takeBack(0, due, .winter)],
                .unpaid
            ),
            dues.story(
                "reversedPaysAgain",
                [.pay(due + 20, .opening), .takeBack(0, due + 20, .middle), .pay(due, .closing)],
                .insured
            ),
            dues.lateStory(
                "reversedPaysLate",
                [.pay(due, .opening), .takeBack(0, due, .closing), .pay(due, .winter)],
                paid: due
            ),
            dues.story(
                "secondReversed",
                [.pay(due, .opening), .pay(due, .middle), .takeBack(1, due, .closing)],
                .insured
            ),
            dues.lateStory(
                "firstReversed",
                [.pay(due, .closing), .pay(due, .winter), .takeBack(0, due, .spring)],
                paid: due
            ),
            dues.story(
                "instalmentReversed",
                [
                    .pay(due - part, .opening), .pay(part, .middle),
                    .takeBack(1, part, .closing),
                ],
                .underpaid,
                held: due - part
            ),
            dues.story(
                "earlyReversed",
                [.pay(due, .before), .takeBack(0, due, .opening), .pay(due, .middle)],
                .insured
            ),
        ]
    }
}
