extension Tengzhou2023 {
    /// Everything that becomes of payments.
    ///
    /// Amounts in yuan. Each answer was set by hand.
    static let stories = ordinary + half + full + added + listedLate + excluded

    /// Who owes 350 (二(一), 二(四), 四(二)).
    private static let ordinary = [
        Story(.ordinary, "pays", [.pay(350, .window)], .insured),
        Story(.ordinary, "neverPays", [], .unpaid),
        Story(.ordinary, "paysLastYear", [.pay(320, .window)], .underpaid, held: 320),
        Story(.ordinary, "paysHalf", [.pay(175, .window)], .underpaid, held: 175),
        Story(.ordinary, "instalments", [.pay(200, .opening), .pay(150, .closing)], .insured),
        Story(.ordinary, "topsUp", [.pay(320, .middle), .pay(30, .lastSecond)], .insured),
        Story(.ordinary, "topsUpLate", [.pay(200, .middle), .pay(150, .winter)], .late),
        Story(
            .ordinary,
            "stopsHalfWay",
            [.pay(200, .opening), .pay(100, .closing)],
            .underpaid,
            held: 300
        ),
        Story(.ordinary, "paysLate", [.pay(350, .winter)], .late),
        Story(.ordinary, "paysInSpring", [.pay(350, .spring)], .late),
        Story(.ordinary, "paysInAutumn", [.pay(350, .autumn)], .late),
        Story(.ordinary, "paysLateTooMuch", [.pay(400, .winter)], .late, refund: 50),
        Story(.ordinary, "paysTooMuch", [.pay(400, .window)], .overpaid, refund: 50),
        Story(.ordinary, "paysTenMore", [.pay(360, .window)], .overpaid, refund: 10),
        Story(
            .ordinary,
            "instalmentsTooMuch",
            [.pay(200, .opening), .pay(200, .closing)],
            .overpaid,
            refund: 50
        ),
        Story(
            .ordinary,
            "paysTwice",
            [.pay(350, .opening), .pay(350, .closing)],
            .duplicate,
            refund: 350
        ),
        Story(
            .ordinary,
            "paysTwiceAtOnce",
            [.pay(350, .window), .pay(350, .withPrevious)],
            .duplicate,
            refund: 350
        ),
        Story(
            .ordinary,
            "paysAgainInNewYear",
            [.pay(350, .closing), .pay(350, .winter)],
            .duplicate,
            refund: 350
        ),
        Story(.ordinary, "paysEarly", [.pay(350, .before)], .early, held: 350),
        Story(.ordinary, "paysOnTheEve", [.pay(350, .eve)], .early, held: 350),
        Story(.ordinary, "paysFirstSecond", [.pay(350, .firstSecond)], .insured),
        Story(.ordinary, "paysLastSecond", [.pay(350, .lastSecond)], .insured),
        Story(.ordinary, "paysNewYear", [.pay(350, .newYear)], .late),
        Story(.ordinary, "reversed", [.pay(350, .opening), .takeBack(0, 350, .middle)], .unpaid),
        Story(
            .ordinary,
            "reversedInNewYear",
            [.pay(350, .closing), .takeBack(0, 350, .winter)],
            .unpaid
        ),
        Story(
            .ordinary,
            "reversedPaysAgain",
            [.pay(350, .opening), .takeBack(0, 350, .middle), .pay(350, .closing)],
            .insured
        ),
        Story(
            .ordinary,
            "reversedPaysLate",
            [.pay(350, .opening), .takeBack(0, 350, .closing), .pay(350, .winter)],
            .late
        ),
        Story(
            .ordinary,
            "secondReversed",
            [.pay(350, .opening), .pay(350, .middle), .takeBack(1, 350, .closing)],
            .insured
        ),
        Story(
            .ordinary,
            "firstReversed",
            [.pay(350, .closing), .pay(350, .winter), .takeBack(0, 350, .spring)],
            .late
        ),
        Story(
            .ordinary,
            "instalmentReversed",
            [.pay(200, .opening), .pay(150, .middle), .takeBack(1, 150, .closing)],
            .underpaid,
            held: 200
        ),
        Story(
            .ordinary,
            "tooMuchReversed",
            [.pay(400, .opening), .takeBack(0, 400, .middle), .pay(350, .closing)],
            .insured
        ),
        Story(
            .ordinary,
            "earlyReversed",
            [.pay(350, .before), .takeBack(0, 350, .opening), .pay(350, .middle)],
            .insured
        ),
    ]

    /// Who owes 175 (二(三)2).
    private static let half = [
        Story(.half, "pays", [.pay(175, .window)], .insured),
        Story(.half, "neverPays", [], .unpaid),
        Story(.half, "paysWhole", [.pay(350, .window)], .overpaid, refund: 175),
        Story(.half, "paysLastYear", [.pay(160, .window)], .underpaid, held: 160),
        Story(.half, "paysTooLittle", [.pay(100, .window)], .underpaid, held: 100),
        Story(.half, "instalments", [.pay(100, .opening), .pay(75, .closing)], .insured),
        Story(
            .half,
            "paysTwice",
            [.pay(175, .opening), .pay(175, .closing)],
            .duplicate,
            refund: 175
        ),
        Story(.half, "paysLate", [.pay(175, .winter)], .late),
        Story(.half, "paysWholeLate", [.pay(350, .spring)], .late, refund: 175),
        Story(.half, "paysEarly", [.pay(175, .before)], .early, held: 175),
        Story(.half, "reversed", [.pay(175, .opening), .takeBack(0, 175, .closing)], .unpaid),
        Story(
            .half,
            "reversedPaysAgain",
            [.pay(350, .opening), .takeBack(0, 350, .middle), .pay(175, .closing)],
            .insured
        ),
    ]

    /// Who owes nothing.
    private static let full = [
        Story(.full, "nothing", [], .insured),
        Story(.full, "paysAnyway", [.pay(350, .window)], .overpaid, refund: 350),
        Story(.full, "paysHalfAnyway", [.pay(175, .window)], .overpaid, refund: 175),
        Story(
            .full,
            "paysTwiceAnyway",
            [.pay(350, .opening), .pay(350, .closing)],
            .overpaid,
            refund: 700
        ),
        Story(.full, "reversed", [.pay(350, .opening), .takeBack(0, 350, .closing)], .insured),
    ]

    /// Who owes nothing since the second version of a list; golden case TZ-078.
    private static let added = [
        Story(.added, "nothing", [], .insured),
        Story(.added, "paidBefore", [.pay(350, .opening)], .overpaid, refund: 350),
        Story(.added, "paidLastYearBefore", [.pay(320, .opening)], .overpaid, refund: 320),
    ]

    /// Who is listed after the window; golden case TZ-015.
    private static let listedLate = [Story(.listedLate, "nothing", [], .late)]

    /// Who is outside the scope (二(五)): everything goes back.
    private static let excluded = [
        Story(.excluded, "nothing", [], .ineligible),
        Story(.excluded, "pays", [.pay(350, .window)], .ineligible, refund: 350),
        Story(
            .excluded,
            "paysTwice",
            [.pay(350, .opening), .pay(350, .closing)],
            .ineligible,
            refund: 700
        ),
        Story(.excluded, "paysTooLittle", [.pay(175, .window)], .ineligible, refund: 175),
        Story(.excluded, "paysEarly", [.pay(350, .before)], .ineligible, refund: 350),
        Story(.excluded, "paysLate", [.pay(350, .winter)], .ineligible, refund: 350),
        Story(
            .excluded,
            "reversed",
            [.pay(350, .opening), .takeBack(0, 350, .middle)],
            .ineligible
        ),
    ]
}
