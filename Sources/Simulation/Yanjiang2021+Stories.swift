extension Circumstance {
    /// Owes the price of the third tier.
    static let upper = Circumstance("upper")
    /// Owes 525 yuan of it: 城镇低保, 城镇一二级重残.
    static let allowance = Circumstance("allowance")
    /// Owes 375 yuan of it: 城镇优抚对象.
    static let entitled = Circumstance("entitled")
    /// Owes 370 yuan of it: 超龄失地农民.
    static let landless = Circumstance("landless")
    /// At school here without hukou, so that the fourth tier is prescribed.
    static let student = Circumstance("student")
    /// A newborn of a household in the third tier.
    static let upperNewborn = Circumstance("upperNewborn")
    /// Born in the year without hukou, so that the window is over.
    static let newbornOutside = Circumstance("newbornOutside")
}

extension Yanjiang2021 {
    /// Everything that becomes of payments; who pays late is refused (二(三)).
    static let stories: [Story] =
        [
            Dues(.ordinary, owes: 335, lastYear: 280, afterwards: .refused),
            Dues(.upper, owes: 750, lastYear: 700, afterwards: .refused),
            Dues(.allowance, owes: 525, lastYear: 500, of: 750, afterwards: .refused),
            Dues(.entitled, owes: 375, lastYear: 350, of: 750, afterwards: .refused),
            Dues(.landless, owes: 370, lastYear: 350, of: 750, afterwards: .refused),
        ].flatMap(Story.ofPayers)
        + Story.ofFunded(premium: 335, lastYear: 280)
        + [Story(.listedLate, "nothing", [], .lateRejected)]
        + Story.ofExcluded(premium: 335)
        + Story.ofNewborns(.newborn, premium: 335, isRefusedAfter90: true)
        + Story.ofNewborns(.upperNewborn, premium: 750, isRefusedAfter90: true)
        + ofStudents + ofOthers

    /// 二(二)4: 参加第四档次, so that the price of the third goes back in part.
    private static let ofStudents = [
        Story(.student, "pays", [.pay(335, .window)], .insured),
        Story(.student, "neverPays", [], .unpaid),
        Story(.student, "paysUpper", [.pay(750, .window)], .overpaid, refund: 415, tier: third),
        Story(
            .student,
            "paysTwice",
            [.pay(335, .opening), .pay(335, .closing)],
            .duplicate,
            refund: 335
        ),
        Story(.student, "paysTooLittle", [.pay(280, .window)], .underpaid, held: 280),
        Story(.student, "paysLate", [.pay(335, .winter)], .lateRejected, refund: 335),
        Story(
            .student,
            "reversed",
            [.pay(335, .opening), .takeBack(0, 335, .closing)],
            .unpaid
        ),
    ]

    /// 二(二)5 needs the hukou; 一 puts a household in one tier.
    private static let ofOthers = [
        Story(.newbornOutside, "pays", [.pay(335, .infancy)], .lateRejected, refund: 335),
        Story(.newbornOutside, "neverPays", [], .unpaid),
        Story(.deviating, "pays", [.pay(335, .window)], .tierConflict, held: 335),
        Story(.deviating, "neverPays", [], .tierConflict),
        Story(
            .deviating,
            "reversed",
            [.pay(335, .opening), .takeBack(0, 335, .closing)],
            .tierConflict
        ),
    ]
}
