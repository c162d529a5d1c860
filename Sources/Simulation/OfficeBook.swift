/// What the offices of a season record, and what must come of it.
///
/// Which unit does what is told by its place, so that every kind of mistake is there in a small
/// season; what follows from it was set by hand, mistake by mistake.
final class OfficeBook {
    /// What a unit has done so far.
    struct Village {
        /// Its place in the printed order.
        let place: Int
        let name: String
        var registered = CashBook.Cash()
        var deposited = CashBook.Cash()
        /// Whether the cash of some day is still with it.
        var isShort = false
        /// Whether a slip tells another number of persons than the roster.
        var isMiscounted = false
        /// Whether everybody has signed the roster.
        var isSigned = true
        var receiptedFen = 0
    }

    let population: Population
    let script: OfficeScript
    let records: OfficeRecords
    private let cash: CashBook
    private let funders: [Expected.Count]
    /// The people of the roster who owe something, and what, by unit.
    private let owed: [CashBook.Cash]

    /// - Parameter funders: What each funder must come to owe.
    init(
        _ population: Population,
        _ book: PaymentBook,
        funders: [Expected.Count],
        to writer: ByteWriter
    ) {
        self.population = population
        self.funders = funders
        script = population.script.offices
        records = OfficeRecords(writer)
        owed = OfficeBook.owed(population)
        cash = CashBook(population, book, channel: script.villageChannel)
    }

    private static func owed(_ population: Population) -> [CashBook.Cash] {
        var units = Array(repeating: CashBook.Cash(), count: population.units.names.count)
        for person in population.people[population.roster] where person.unit != Person.noUnit {
            let category = population.script.categories[Int(person.category)]
            let fen = category.personalFen(inTier: person.tier)
            if fen > 0 { units[Int(person.unit)] += CashBook.Cash(fen: fen, heads: 1) }
        }
        return units
    }

    /// Writes everything.
    func write() {
        for (place, name) in population.units.texts.enumerated() {
            var village = Village(place: place, name: name)
            writeBefore(village)
            for (order, entry) in cash.days(of: place).enumerated() {
                write(entry.cash, of: entry.day, order, &village)
            }
            writeAfter(&village)
            keep(village)
        }
        for way in script.funding {
            let owed = funders.first { $0.name == way.funder }?.number ?? 0
            // A season in which the funder owes next to nothing has no money of it.
            if owed > 10 * FundingScript.difference { write(way, owed: owed) }
        }
        writeRefused()
        writePersons()
        records.offices.collectionAccounts.removeAll { $0.number == 0 }
    }

    /// The moment at an hour of a day.
    func second(_ day: Day, _ hour: Int, later days: Int = 0) -> Int {
        (day.number + days) * 86_400 + hour * 3600
    }

    /// Whether the notice asks for records of a kind.
    func asks(_ duty: OfficeScript.Duty) -> Bool { script.duties.contains(duty) }

    private func writeBefore(_ village: Village) {
        let day = population.script.rosterDay
        let owed = owed[village.place]
        if asks(.rosters), owed.heads > 0 {
            let fields: KeyValuePairs<String, RecordValue> = [
                "unit": .text(village.name), "roster": .text("清册-\(village.place)"),
                "heads": .number(owed.heads),
                "amount_fen": .number(owed.fen),
            ]
            let id = "roster-\(village.place)"
            records.write(
                "RosterPublished",
                id,
                at: second(day, 9),
                by: "医保局",
                "clerk",
                fields
            )
            records.expect("roster", "recorded")
        }
        if asks(.teams) {
            records.write(
                "StaffTeamReported",
                "team-\(village.place)",
                at: second(day, 10),
                by: village.name,
                "clerk",
                ["unit": .text(village.name), "heads": .number(3 + village.place % 7)]
            )
            records.expect("team", "recorded")
        }
    }

    private func writeAfter(_ village: inout Village) {
        if asks(.threeSignatures) { signRoster(&village) }
        if asks(.settlement) { settle(village) }
        if asks(.imports), village.registered.heads > 0 { importBatch(village) }
        if asks(.receipts), village.registered.heads > 0 { issueReceipts(&village) }
        if asks(.serials), village.deposited.fen > 0 { writeSerial(village) }
        if asks(.notices), village.place % 4 != 3 {
            records.write(
                "NoticePosted",
                "notice-\(village.place)",
                at: second(script.lastPapers, 9),
                by: village.name,
                "clerk",
                ["unit": .text(village.name), "evidence": .text("影像-\(village.place)")]
            )
            records.expect("notice", "recorded")
        }
    }

    /// What the unit's roster agrees with, and what is left of its money.
    private func keep(_ village: Village) {
        if asks(.register), village.registered.heads > 0 {
            let isReceipted = [0, village.registered.fen].contains(village.receiptedFen)
            records.expect(
                "roster",
                village.isShort
                    ? "short" : village.isMiscounted || !isReceipted ? "mismatch" : "matched"
            )
        }
        guard let deposits = script.deposits else { return }
        records.offices.depositsFen += village.deposited.fen
        if village.deposited.fen > 0 {
            records.offices.collectionAccounts.count(
                deposits.isPerUnit ? village.name : deposits.account,
                village.deposited.fen
            )
        }
        let held =
            village.registered.fen - cash.takenBack[village.place] - village.deposited.fen
        if held != 0 { records.offices.cashHeld.count(village.name, held) }
    }
}
