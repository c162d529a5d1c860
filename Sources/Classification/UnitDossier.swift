import Events
import Policy

/// What the records about one unit or village stand for: slips, days, signatures, imports, receipts.
///
/// - Source: 001 四（三）–（六）; 002 §1三是, §2三要.
struct UnitDossier {
    /// One day of collection.
    struct Day {
        /// Registered on the roster.
        var registered = Money.zero
        var registeredHeads: Int64 = 0
        /// On deposit slips, doubles left out.
        var deposited = Money.zero
        var depositedHeads: Int64 = 0
        /// The last day on which money of this day came to the bank.
        var depositedOn: CivilDate?
    }

    let unit: String
    let entries: [OfficeEntry]
    let rules: OfficeRules
    private(set) var items: [DossierItem] = []
    private(set) var days: [CivilDate: Day] = [:]
    private var confirmed: Set<CivilDate> = []

    init(_ unit: String, _ entries: [OfficeEntry], _ rules: OfficeRules) {
        self.unit = unit
        self.entries = entries
        self.rules = rules
        readRegister()
        addDeposits()
        addDays()
        items += signings()
        addConfirmations()
        addImports()
        items += receipts()
        addRoster()
        addRest()
    }

    func records(_ kind: OfficeEvent.Kind) -> [OfficeEntry] {
        entries.filter { $0.event.kind == kind }
    }

    private mutating func readRegister() {
        for entry in records(.rosterLineMarked) {
            days[entry.day, default: Day()].registered += entry.event.amount
            days[entry.day, default: Day()].registeredHeads += entry.event.heads
        }
    }

    // MARK: - Slips

    /// The account of a slip: the township's own where each unit has one.
    private func place(of account: String) -> MoneyPlace {
        let isPerUnit = rules.account(account)?.isPerUnit == true
        let township = unit.split(separator: "/").first.map(String.init) ?? unit
        return MoneyPlace(
            .collectionAccount,
            unit: isPerUnit ? township : "",
            party: account
        )
    }

    private mutating func addDeposits() {
        var slips: [String: OfficeEntry] = [:]
        let statements = Dictionary(
            records(.bankStatement).map { ("\($0.event.account)/\($0.event.number)", $0) },
            uniquingKeysWith: { first, _ in first }
        )
        for entry in records(.depositRecorded) {
            let slip = "\(entry.event.account)/\(entry.event.number)"
            let isDouble = slips[slip] != nil
            if !isDouble {
                slips[slip] = entry
                count(entry)
            }
            items.append(deposit(entry, isDouble: isDouble, on: statements[slip]))
        }
        addStatements(slips)
    }

    private mutating func count(_ entry: OfficeEntry) {
        var day = days[entry.day] ?? Day()
        day.deposited += entry.event.amount
        day.depositedHeads += entry.event.heads
        day.depositedOn = max(day.depositedOn ?? entry.at.date, entry.at.date)
        days[entry.day] = day
    }

    private func deposit(
        _ entry: OfficeEntry,
        isDouble: Bool,
        on statement: OfficeEntry?
    ) -> DossierItem {
        var item = DossierItem(.deposit, "deposit", entry, .recorded)
        item.day = entry.at.date
        item.party = entry.event.handler
        item.rules = [
            OfficeRules.Name.deposits, OfficeRules.Name.account(entry.event.account),
        ]
        item.counterpart = statement?.event.amount ?? .zero
        if isDouble {
            item.status = .double
            return item
        }
        item.moves = [
            MoneyMove(
                from: MoneyPlace(.cashDeposited, unit: unit, party: entry.event.handler),
                to: place(of: entry.event.account),
                amount: entry.event.amount
            )
        ]
        if rules.deposits?.isSameDay == true, entry.at.date > entry.day {
            item.status = .breach
            item.notes = ["collected \(entry.day)"]
        } else if item.counterpart == item.amount {
            item.status = .matched
        }
        return item
    }

    private mutating func addStatements(_ slips: [String: OfficeEntry]) {
        var seen: Set<String> = []
        for entry in records(.bankStatement) {
            let slip = "\(entry.event.account)/\(entry.event.number)"
            var item = DossierItem(.statement, "statement", entry, .waiting)
            item.party = entry.event.account
            if !seen.insert(slip).inserted {
                item.status = .double
            } else if let deposit = slips[slip] {
                item.counterpart = deposit.event.amount
                item.status = .compare(item.amount, with: item.counterpart)
            }
            items.append(item)
        }
    }

    // MARK: - Days

    private mutating func addDays() {
        let isRegistered = days.values.contains { $0.registered > .zero }
        for (date, day) in days {
            var item = DossierItem(key: "day/\(date)", kind: .day, status: .recorded)
            item.day = date
            item.amount = day.registered
            item.heads = day.registeredHeads
            item.counterpart = day.deposited
            item.counterHeads = day.depositedHeads
            if rules.deposits != nil { item.rules = [OfficeRules.Name.deposits] }
            if rules.deposits?.isSameDay == true, let last = day.depositedOn, last > date {
                item.status = .breach
                item.notes = ["deposited \(last)"]
            } else if isRegistered {
                item.status = UnitDossier.status(of: item)
            }
            items.append(item)
        }
    }

    /// Whether slips agree with the register, in sum and, where the slips say persons, in persons.
    ///
    /// Less on the slips than on the register is `short`.
    private static func status(of item: DossierItem) -> DossierItem.Status {
        let sums = DossierItem.Status.compare(item.counterpart, with: item.amount)
        guard sums == .matched, item.counterHeads > 0, item.counterHeads != item.heads
        else { return sums }
        return .mismatch
    }

    /// The district confirms what is signed; a day that nobody confirmed waits (002 §2三要).
    private mutating func addConfirmations() {
        guard rules.confirmation != nil else { return }
        let decided = records(.decisionMade).filter {
            $0.event.about != OfficeEvent.scoreDecision
        }
        confirmed = Set(decided.map(\.day))
        let unsigned = Set(
            items.filter { $0.kind == .signing && $0.status == .unsigned }.compactMap { item in
                rules.signature(item.party)?.blocks == .entry ? item.day : nil
            }
        )
        let deposited = days.filter { $0.value.depositedOn != nil }
        for date in Set(deposited.keys).union(confirmed) {
            var item = DossierItem(
                key: "confirmation/\(date)",
                kind: .confirmation,
                status: .waiting
            )
            item.day = date
            item.amount = days[date]?.deposited ?? .zero
            item.rules = [OfficeRules.Name.confirmation]
            if confirmed.contains(date), deposited[date] != nil {
                item.status = unsigned.contains(date) ? .blocked : .confirmed
            }
            items.append(item)
        }
    }

    // MARK: - Imports and the rest

    private mutating func addImports() {
        let unsigned = items.contains { item in
            item.kind == .signing && item.status == .unsigned
                && rules.signature(item.party)?.blocks == .import
        }
        var batches: Set<String> = []
        for entry in records(.batchImported) {
            var item = DossierItem(.importBatch, "import", entry, .matched)
            item.counterHeads = entry.event.failed
            item.rules = rules.signatures.filter { $0.blocks == .import }.map {
                OfficeRules.Name.signature($0.document)
            }
            if !batches.insert(entry.event.number).inserted {
                item.status = .double
            } else if unsigned {
                item.status = .blocked
            } else if entry.event.failed > 0 {
                item.status = .short
            }
            items.append(item)
        }
    }

    /// Collection, registration, receipt and deposit must agree (001 四（四）, 002 §2二要).
    private mutating func addRoster() {
        for entry in records(.rosterPublished) {
            items.append(DossierItem(.roster, "published", entry, .recorded))
        }
        guard !records(.rosterLineMarked).isEmpty else { return }
        var item = DossierItem(key: "roster", kind: .roster, status: .matched)
        for day in days.values {
            item.amount += day.registered
            item.heads += day.registeredHeads
            item.counterpart += day.deposited
            item.counterHeads += day.depositedHeads
        }
        item.status = UnitDossier.status(of: item)
        if let rule = rules.signature("roster") {
            item.rules = [OfficeRules.Name.signature(rule.document)]
        }
        let receipted = records(.receiptIssued).reduce(into: Money.zero) {
            $0 += $1.event.amount
        }
        if receipted > .zero, receipted != item.amount {
            item.notes = ["receipts \(receipted)"]
            if item.status == .matched { item.status = .mismatch }
        }
        items.append(item)
    }

    private mutating func addRest() {
        for entry in records(.noticePosted) {
            items.append(DossierItem(.notice, "notice", entry, .recorded))
        }
        for entry in records(.staffTeamReported) {
            items.append(DossierItem(.team, "team", entry, .recorded))
        }
    }
}
