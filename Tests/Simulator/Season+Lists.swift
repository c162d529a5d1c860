import Events

// Lists, and what is wrong from the start.
extension Season {
    private static let supplies: [(bureau: String, categories: [String])] = [
        ("civilAffairs", ["extremePoverty", "subsistenceAllowance", "低保", "orphan"]),
        ("ruralRevitalization", ["returnedToPoverty"]),
        ("disabledFederation", ["severeDisability"]),
        ("health", ["twoDaughterHousehold", "singleDaughterHousehold", "elderly70"]),
        ("veterans", ["entitledGroup"]),
    ]

    /// Makes a list of some of the people, with a seal, and mostly with an audit.
    mutating func enlist(_ lives: inout [Life], _ scheme: String) {
        let dice = chance
        let supply = dice.pick(Season.supplies)
        let earlier = lists.filter { $0.scheme == scheme }.map(\.id)
        let number = lists.count
        // A day of its own for each list: before, in and after the window.
        let days = [day(2022, 9, 30), day(2022, 10, 17), day(2022, 11, 20), day(2023, 2, 10)]
        var list = Enlistment(
            id: "list-\(number)",
            scheme: scheme,
            bureau: supply.bureau,
            snapshot: dice.pick(days).adding(days: -number)
        )
        if !earlier.isEmpty, dice.chance(500) { list.supersedes = dice.pick(earlier) }
        list.isSealed = dice.chance(930)
        list.isAudited = dice.chance(900)
        for index in lives.indices where dice.chance(250) {
            addRow(&list, number, supply.categories, &lives[index])
        }
        if dice.chance(120), let lost = lives.first {
            // A row that is sealed and never sent.
            list.rows.append((number: 9_999, key: lost.resident.key))
            list.incomplete.insert(lost.resident.partition(of: partitions))
        }
        seal(list)
        keep(list)
    }

    private mutating func addRow(
        _ list: inout Enlistment,
        _ index: Int,
        _ categories: [String],
        _ life: inout Life
    ) {
        let dice = chance
        let number = Int64(list.rows.count + 1)
        var row = ListRow(
            list: list.id,
            row: number,
            bureau: list.bureau,
            category: dice.pick(categories),
            unit: dice.pick(Season.towns + [""]),
            listedOn: list.snapshot
        )
        var fate: Message.Fate?
        var key = life.resident.key
        if !life.resident.refusal.isEmpty {
            fate = .rejected(life.resident.refusal)
        } else if dice.chance(40) {
            row.category = "无此类别"
            fate = .rejected("category_unknown")
        } else if dice.chance(40) {
            key = dice.pick(Resident.pool).key
            if key != life.resident.key { fate = .rejected("key_mismatch") }
        }
        list.rows.append((number: number, key: key))
        say(
            .subsidyListsReceived,
            key,
            fact(life, .listRow(row), list.id, "row-\(number)"),
            fate: fate
        )
        guard fate == nil else { return }
        let category = row.category == "低保" ? "subsistenceAllowance" : row.category
        life.listings.append(Life.Listing(list: index, category: category, unit: row.unit))
    }

    private mutating func seal(_ list: Enlistment) {
        let count = partitions
        if list.isSealed {
            broadcast(.subsidyListsReceived, "ListSealed:\(list.id)", list.scheme) { partition in
                let own = list.rows.filter { row in
                    row.key.withUnsafeBytes {
                        Partitioner.partition(of: $0, count: count) == partition
                    }
                }
                var seal = ListSealed(
                    list: list.id,
                    bureau: list.bureau,
                    snapshot: list.snapshot,
                    supersedes: list.supersedes,
                    rows: Int64(own.count),
                    checksum: 0
                )
                for row in own {
                    seal.checksum &+= row.key.withUnsafeBytes {
                        ListSealed.rowChecksum(row: row.number, key: $0)
                    }
                }
                return (Season.fact(list, "seal-\(partition)", .listSealed(seal)), .control)
            }
        }
        if list.isAudited {
            let audit = ListAudited(list: list.id, office: "medical-insurance")
            broadcast(.operationsReceived, "ListAudited:\(list.id)", list.scheme) { _ in
                let fact = Season.fact(list, "audit", .listAudited(audit))
                return (fact, .fact("audit-\(list.id)"))
            }
        }
    }

    private static func fact(_ list: Enlistment, _ number: String, _ body: Fact.Body) -> Fact {
        Fact(scheme: list.scheme, source: list.id, number: number, body: body)
    }

    /// Messages that are wrong, or about nobody.
    mutating func addStrangers() {
        let dice = chance
        let life = Life(Resident.pool[1], scheme: Packs.schemes[0])
        for index in 0..<dice.number(0...6) {
            let number = "bad-\(index)"
            var payment = Payment(
                amount: Money(fen: 35_000),
                unit: Season.towns[0],
                channel: "wechat",
                paidAt: CivilTime(startOf: day(2022, 11, 3))
            )
            var (code, key, scheme) = ("", life.resident.key, life.scheme)
            switch dice.below(8) {
            case 0: (payment.unit, code) = ("无此镇", "unit_unknown")
            case 1: (payment.channel, code) = ("无此渠道", "channel_unknown")
            case 2: (payment.amount, code) = (.zero, "amount_not_positive")
            case 3: (key, code) = (Resident.pool[2].key, "key_mismatch")
            case 4: (key, code) = (Array("short".utf8), "key_malformed")
            case 5: (scheme, code) = ("nowhere-2023", "scheme_unknown")
            case 6: (payment.paidAt, code) = (CivilTime(second: .max), "date_implausible")
            default: code = "seal_missing"
            }
            var fact = fact(life, .payment(payment), Season.taxBureau, number)
            fact.scheme = scheme
            if code == "seal_missing" { fact.seal = nil }
            say(.paymentsReceived, key, fact, fate: .rejected(code))
        }
        addUnreadable()
        addPoison(life.scheme)
        for index in 0..<dice.number(0...6) { addRecord(index) }
    }

    /// Messages that read well and would end whoever worked on them.
    private mutating func addPoison(_ scheme: String) {
        let dice = chance
        if dice.chance(200) {
            let target = Target(
                unit: Season.towns[0],
                heads: .max,
                amount: Money(fen: .max),
                effectiveFrom: day(2022, 10, 1)
            )
            say(
                .subsidyListsReceived,
                Array(Season.towns[0].utf8),
                Fact(scheme: scheme, source: "targets-9", number: "row-1", body: .target(target)),
                fate: .rejected("target_malformed")
            )
        }
        if dice.chance(200) {
            let hash = [UInt8](repeating: 7, count: 32)
            let fact = Fact(
                scheme: scheme,
                source: "policy",
                number: "999999",
                body: .policyActivated(PolicyActivated(hash: hash))
            )
            broadcast(.operationsReceived, "PolicyActivated:999999", scheme) { _ in
                (fact, .control)
            }
        }
    }

    private mutating func addUnreadable() {
        let dice = chance
        for index in 0..<dice.number(0...3) {
            let resident = dice.pick(Resident.pool)
            let fact = fact(
                Life(resident, scheme: Packs.schemes[0]),
                .mark(Mark(kind: .withdrawn)),
                Season.operations,
                "unreadable-\(index)"
            )
            var bytes = Letters().write(fact)
            let isNew = dice.chance(500)
            if isNew { bytes[1] = 99 } else { bytes.removeLast(dice.number(1...20)) }
            send(
                Message(
                    topic: .operationsReceived,
                    partition: nil,
                    key: resident.key,
                    bytes: bytes,
                    scheme: "unknown",
                    fate: .rejected(isNew ? "unknown_version" : "undecodable")
                )
            )
        }
    }

    /// A chain of records about one funder: what comes later waits for what comes before, whatever
    /// arrives first.
    private mutating func addRecord(_ index: Int) {
        let kinds: [OfficeEvent.Kind] = [.treasuryDeposited, .fundingReceived, .fundingApplied]
        let kind = kinds[index % kinds.count]
        var event = OfficeEvent(
            kind: kind,
            subject: DossierSubject(kind: .funder, id: index < 3 ? "city" : "township")
        )
        event.number = "record-\(index)"
        event.application = kind == .fundingApplied ? "" : "record-\(index / 3 * 3 + 2)"
        event.amount = Money(yuan: Int64(350 * (index % 4 + 1)))
        event.toOffice = kind == .fundingReceived ? "市税务局" : ""
        if kind == .fundingApplied {
            event.about = "onBehalf"
            event.signatories = ["滕州市税务局"]
            event.claimsThrough = [JournalPosition(partition: 0, sequence: Int64(index + 1))]
        }
        let record = OfficeRecord(
            type: kind.type,
            unit: event.subject.id,
            at: CivilTime(startOf: day(2022, 11, 5)),
            by: "市税务局/clerk",
            json: "{}",
            event: event
        )
        let number = "record-\(index)"
        keep(record: "\(Season.operations)/\(number)")
        say(
            .operationsReceived,
            Array(event.subject.id.utf8),
            Fact(
                scheme: Packs.schemes[0],
                source: Season.operations,
                number: number,
                body: .officeRecord(record)
            )
        )
    }
}
