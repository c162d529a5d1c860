import Events

// What happens to people.
extension Season {
    /// Fills a life and tells of it.
    mutating func live(_ life: inout Life) {
        let dice = chance
        if dice.chance(850) { addHome(&life, isRoster: true) }
        if dice.chance(100) { addHome(&life, isRoster: true) }
        if dice.chance(100) { addHome(&life, isRoster: false) }
        for _ in 0..<dice.pick([0, 0, 1, 1, 1, 1, 1, 2, 2, 3]) { addPayment(&life) }
        if dice.chance(40) {
            let kind = dice.pick(Exclusion.Kind.allCases)
            if tell(life, .exclusion(Exclusion(kind: kind)), .subsidyListsReceived, "exclusions") {
                life.exclusions.append(kind)
            }
        }
        if dice.chance(60) {
            let kind = dice.pick(Mark.Kind.allCases)
            let mark = Mark(kind: kind, filedOn: day(2022, 11, 1))
            if tell(life, .mark(mark), .operationsReceived, Season.operations) {
                life.marks.append(kind)
            }
        }
    }

    private mutating func addHome(_ life: inout Life, isRoster: Bool) {
        let dice = chance
        let units = Season.towns + ["柴胡店", "滨湖镇/东村", ""]
        let unit = dice.pick(units)
        let residence = dice.chance(900) ? Residence.localHukou : dice.pick(Season.residences)
        let filedOn = day(2022, 9, 1).adding(days: Int(nextSecond()))
        let line = RosterLine(unit: unit, residence: residence, filedOn: filedOn)
        let isTaken = tell(
            life,
            isRoster ? .rosterLine(line) : .registration(line),
            .subsidyListsReceived,
            isRoster ? "roster" : "registrations"
        )
        guard isTaken else { return }
        life.homes.append(
            Life.Home(
                isRoster: isRoster,
                unit: unit == "柴胡店" ? "柴胡店镇" : unit,
                residence: residence,
                filedOn: filedOn
            )
        )
    }

    private static let residences: [Residence] = [
        .outsideHukou, [.outsideHukou, .residencePermit], [.outsideHukou, .collegeStudent],
        .prefectureHukou, .districtHukou, [], [.outsideHukou, .accompanyingChild], .noHukou,
    ]

    private mutating func addPayment(_ life: inout Life) {
        let dice = chance
        let fen = dice.pick([
            35_000, 35_000, 35_000, 17_500, 17_500, 10_000, 25_000, 70_000, 38_000,
        ])
        let date =
            dice.chance(800)
            ? day(2022, 10, 17).adding(days: dice.below(76))
            : dice.chance(300)
                ? day(2022, 10, dice.number(1...16))
                : day(2023, dice.number(1...11), dice.number(1...28))
        let at = CivilTime(second: Int64(date.day) * 86_400 + nextSecond())
        let unit = dice.pick(Season.towns + ["", ""])
        let channel = dice.pick(["wechat", "微信", "yunongtong"])
        let paid = Payment(amount: Money(fen: Int64(fen)), unit: unit, channel: channel, paidAt: at)
        let number = "p\(life.resident.number)-\(nextSecond())"
        guard tell(life, .payment(paid), .paymentsReceived, Season.taxBureau, number) else {
            return
        }
        life.payments.append(
            Life.Paid(
                number: number,
                fen: Int64(fen),
                unit: unit,
                channel: channel == "微信" ? "wechat" : channel,
                at: at
            )
        )
        if dice.chance(120) { addReversal(&life, of: paid, number) }
        if dice.chance(40) { contradict(life, paid, number) }
    }

    private mutating func addReversal(_ life: inout Life, of paid: Payment, _ number: String) {
        let dice = chance
        let target = dice.chance(850) ? number : "never-\(number)"
        let fen = dice.pick([paid.amount.fen, paid.amount.fen, 10_000, 90_000])
        let back = Payment(
            amount: Money(fen: fen),
            unit: "",
            channel: paid.channel,
            paidAt: CivilTime(second: paid.paidAt.second + 86_400),
            reverses: target
        )
        _ = tell(life, .payment(back), .paymentsReceived, Season.taxBureau, "r-\(number)")
        life.reversals.append(Life.Reversal(number: "r-\(number)", of: target, fen: fen))
    }

    /// Another content under a number that was given.
    private mutating func contradict(_ life: Life, _ paid: Payment, _ number: String) {
        var other = paid
        other.amount.fen += 100
        let fact = fact(life, .payment(other), Season.taxBureau, number)
        say(
            .paymentsReceived,
            life.resident.key,
            fact,
            fate: .conflict,
            after: "\(life.scheme)/\(Season.taxBureau)/\(number)"
        )
    }

    /// Tells a fact about a person.
    ///
    /// - Returns: Whether it must be taken.
    mutating func tell(
        _ life: Life,
        _ body: Fact.Body,
        _ topic: Topic,
        _ source: String,
        _ number: String? = nil
    ) -> Bool {
        let number = number ?? "\(life.resident.number)-\(nextSecond())"
        let fact = fact(life, body, source, number)
        let refusal = life.resident.refusal
        say(topic, life.resident.key, fact, fate: refusal.isEmpty ? nil : .rejected(refusal))
        return refusal.isEmpty
    }

    func fact(_ life: Life, _ body: Fact.Body, _ source: String, _ number: String) -> Fact {
        Fact(
            scheme: life.scheme,
            source: source,
            number: number,
            seal: life.resident.seals[life.scheme],
            body: body
        )
    }
}
