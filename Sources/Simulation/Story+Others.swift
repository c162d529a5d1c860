/// Stories of those who owe nothing, may not enrol, or wait for a paper; sums in yuan.
extension Story {
    /// Who owes nothing, and who owes nothing since the second version of a list.
    static func ofFunded(premium: Int, lastYear: Int) -> [Story] {
        [
            Story(.full, "nothing", [], .insured),
            Story(.full, "paysAnyway", [.pay(premium, .window)], .overpaid, refund: premium),
            Story(.full, "paysPartAnyway", [.pay(100, .window)], .overpaid, refund: 100),
            Story(
                .full,
                "paysTwiceAnyway",
                [.pay(premium, .opening), .pay(premium, .closing)],
                .overpaid,
                refund: 2 * premium
            ),
            Story(
                .full,
                "reversed",
                [.pay(premium, .opening), .takeBack(0, premium, .closing)],
                .insured
            ),
            Story(.added, "nothing", [], .insured),
            Story(.added, "paidBefore", [.pay(premium, .opening)], .overpaid, refund: premium),
            Story(
                .added,
                "paidLastYearBefore",
                [.pay(lastYear, .opening)],
                .overpaid,
                refund: lastYear
            ),
        ]
    }

    /// Who is outside the scope: everything goes back.
    static func ofExcluded(premium: Int) -> [Story] {
        [
            Story(.excluded, "nothing", [], .ineligible),
            Story(.excluded, "pays", [.pay(premium, .window)], .ineligible, refund: premium),
            Story(
                .excluded,
                "paysTwice",
                [.pay(premium, .opening), .pay(premium, .closing)],
                .ineligible,
                refund: 2 * premium
            ),
            Story(.excluded, "paysTooLittle", [.pay(175, .window)], .ineligible, refund: 175),
            Story(.excluded, "paysEarly", [.pay(premium, .before)], .ineligible, refund: premium),
            Story(.excluded, "paysLate", [.pay(premium, .winter)], .ineligible, refund: premium),
            Story(
                .excluded,
                "reversed",
                [.pay(premium, .opening), .takeBack(0, premium, .middle)],
                .ineligible
            ),
        ]
    }

    /// Who pays before being registered: the money waits, whenever it came.
    static func ofUnregistered(premium: Int) -> [Story] {
        func waits(_ id: String, _ steps: [Step], held: Int) -> Story {
            Story(.unregistered, id, steps, .registrationIncomplete, held: held)
        }
        return [
            waits("pays", [.pay(premium, .window)], held: premium),
            waits("paysLate", [.pay(premium, .winter)], held: premium),
            waits("paysEarly", [.pay(premium, .before)], held: premium),
            waits("paysTooLittle", [.pay(100, .window)], held: 100),
            waits(
                "paysTwice",
                [.pay(premium, .opening), .pay(premium, .closing)],
                held: 2 * premium
            ),
            Story(
                .unregistered,
                "reversed",
                [.pay(premium, .opening), .takeBack(0, premium, .middle)],
                .unpaid
            ),
        ]
    }

    /// Who has refused in writing: the letter stands as long as no money does.
    static func ofRefusing(premium: Int) -> [Story] {
        [
            Story(.refusing, "nothing", [], .waived),
            Story(.refusing, "paysAfterAll", [.pay(premium, .closing)], .insured),
            Story(.refusing, "paysTooLittle", [.pay(100, .closing)], .underpaid, held: 100),
            Story(.refusing, "paysLate", [.pay(premium, .winter)], .late, held: premium),
            Story(.refusing, "paysEarly", [.pay(premium, .before)], .early, held: premium),
            Story(
                .refusing,
                "reversed",
                [.pay(premium, .opening), .takeBack(0, premium, .closing)],
                .waived
            ),
        ]
    }

    /// Children born in the season; the day of birth is not counted.
    ///
    /// - Parameter isRefusedAfter90: Whether the sum must be complete on the 90th day of life.
    static func ofNewborns(
        _ circumstance: Circumstance,
        premium: Int,
        isRefusedAfter90: Bool
    ) -> [Story] {
        func story(
            _ id: String,
            _ steps: [Step],
            _ status: Status,
            refund: Int = 0,
            held: Int = 0
        ) -> Story {
            Story(circumstance, id, steps, status, refund: refund, held: held)
        }
        let status = isRefusedAfter90 ? Status.lateRejected : .insured
        let refund = isRefusedAfter90 ? premium : 0
        return [
            story("pays", [.pay(premium, .infancy)], .insured),
            story("neverPays", [], .unpaid),
            story("paysTooLittle", [.pay(100, .infancy)], .underpaid, held: 100),
            story("paysTooMuch", [.pay(premium + 20, .infancy)], .overpaid, refund: 20),
            story(
                "instalments",
                [.pay(100, .infancy), .pay(premium - 100, .afterInfancy)],
                .insured
            ),
            story(
                "paysTwice",
                [.pay(premium, .infancy), .pay(premium, .afterInfancy)],
                .duplicate,
                refund: premium
            ),
            story(
                "reversed",
                [.pay(premium, .infancy), .takeBack(0, premium, .afterInfancy)],
                .unpaid
            ),
            story("paysOnDay89", [.pay(premium, .day89)], .insured),
            story("paysOnDay90", [.pay(premium, .day90)], .insured),
            story("paysOnDay91", [.pay(premium, .day91)], status, refund: refund),
            story(
                "topsUpOnDay91",
                [.pay(100, .infancy), .pay(premium - 100, .day91)],
                status,
                refund: refund
            ),
        ]
    }
}
