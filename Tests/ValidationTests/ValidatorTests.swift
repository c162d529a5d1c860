import Events
import Foundation
import Policy
import Testing
import Validation

private let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

/// Keys, a pack, and messages as producers make them.
private struct World {
    let keys: SeasonKeys
    let scheme: String
    let validator: Validator
    let number: [UInt8]

    init(scheme: String = "tengzhou-2023") throws {
        self.scheme = scheme
        let url = FileManager.default.temporaryDirectory
            .appendingPathComponent("keys-\(UInt64.random(in: 0 ..< .max)).json")
        try SeasonKeys.create(at: url)
        defer { try? FileManager.default.removeItem(at: url) }
        keys = try SeasonKeys(contentsOf: url)
        let pack = try PolicyPack.load(
            folder: root.appendingPathComponent("Policies/\(scheme)")
        )
        validator = Validator(keys: keys, policies: [pack.scheme: pack.compiled])
        let digits = Array("37048119830101101".utf8)
        number = digits + [IdentityNumber.checkCharacter(of: digits)]
    }

    func fact(_ body: Fact.Body, number: [UInt8]? = nil) throws -> Fact {
        let identity = OpenIdentity(
            kind: .residentID,
            number: number ?? self.number,
            name: Array("某甲".utf8)
        )
        return Fact(
            scheme: scheme,
            source: "tax-bureau",
            number: "T-1",
            seal: try keys.seal(identity, scheme: scheme),
            body: body
        )
    }

    func payment(
        _ amount: Int64 = 350,
        unit: String = "鲍沟镇",
        channel: String = "wechat"
    ) -> Fact.Body {
        .payment(
            Payment(
                amount: Money(yuan: amount),
                unit: unit,
                channel: channel,
                paidAt: CivilTime(second: 1_667_470_530)
            )
        )
    }

    var key: PersonKey { keys.personKey(kind: .residentID, number: number) }

    /// What comes out: the validated fact, or the code of the rejection.
    func outcome(_ value: [UInt8], key: PersonKey? = nil) throws -> (fact: Fact?, code: String?) {
        let input = RecordBatch()
        let output = RecordBatch()
        (key ?? self.key).withBytes { key in
            value.withUnsafeBytes {
                input.append(
                    topic: .paymentsReceived,
                    partition: 2,
                    offset: 7,
                    key: key,
                    value: $0
                )
            }
        }
        validator.process(input, into: output)
        #expect(output.places.allSatisfy { $0.partition == 2 })
        let facts = output.places.filter { $0.topic == .factsValidated }
        #expect(facts.count == 1)
        let fact = try Fact(wire: output.value(of: facts[0]))
        guard case .rejected(let tombstone) = fact.body else { return (fact, nil) }
        let rejections = output.places.filter { $0.topic == .rejections }
        #expect(rejections.count == 1)
        let rejection = try Rejection(wire: output.value(of: rejections[0]))
        #expect(rejection.code == tombstone.code)
        let sealed = try #require(rejection.seal)
        #expect(try keys.openBytes(sealed, scheme: rejection.scheme) == value)
        let headers = output.headers(of: rejections[0])
        #expect(headers["__connect.errors.topic"] == "payments.received")
        #expect(headers["__connect.errors.offset"] == "7")
        #expect(headers["dlq.reason"] == rejection.code && headers["dlq.id"] == rejection.id)
        return (nil, rejection.code)
    }

    /// The rejection and the tombstone that some bytes become.
    func rejected(_ value: [UInt8]) throws -> (rejection: Rejection, tombstone: Fact) {
        let input = RecordBatch()
        let output = RecordBatch()
        key.withBytes { key in
            value.withUnsafeBytes {
                input.append(
                    topic: .paymentsReceived,
                    partition: 2,
                    offset: 7,
                    key: key,
                    value: $0
                )
            }
        }
        validator.process(input, into: output)
        let rejection = try #require(output.places.first { $0.topic == .rejections })
        let tombstone = try #require(output.places.first { $0.topic == .factsValidated })
        return (
            try Rejection(wire: output.value(of: rejection)),
            try Fact(wire: output.value(of: tombstone))
        )
    }

    func bytes(_ fact: Fact) -> [UInt8] {
        let buffer = ByteBuffer()
        fact.write(to: buffer)
        return buffer.array
    }
}

@Test func `a good message passes with birth date and sex, and nothing in clear`() throws {
    let world = try World()
    let fact = try world.fact(world.payment(unit: "柴胡店"))
    let passed = try #require(try world.outcome(world.bytes(fact)).fact)
    #expect(passed.person?.birth == CivilDate(year: 1983, month: 1, day: 1))
    #expect(passed.person?.sex == .male)
    #expect(passed.origin == Origin(topic: .paymentsReceived, offset: 7))
    guard case .payment(let payment) = passed.body else { return #expect(Bool(false)) }
    #expect(payment.unit == "柴胡店镇")
    let wire = String(decoding: world.bytes(passed), as: UTF8.self)
    #expect(!wire.contains(String(decoding: world.number, as: UTF8.self)))
}

@Test func `F-129 each fault has its own code`() throws {
    let world = try World()
    func code(_ body: Fact.Body, number: [UInt8]? = nil) throws -> String? {
        try world.outcome(
            world.bytes(try world.fact(body, number: number)),
            key: number.map { world.keys.personKey(kind: .residentID, number: $0) }
        ).code
    }
    #expect(try code(world.payment(0)) == "amount_not_positive")
    #expect(try code(world.payment(-5)) == "amount_not_positive")
    #expect(try code(world.payment(100_001)) == "amount_too_large")
    #expect(try code(world.payment(unit: "无此镇")) == "unit_unknown")
    #expect(try code(world.payment(channel: "no-such-channel")) == "channel_unknown")
    #expect(try code(world.payment(), number: Array("37048119830101101".utf8)) == "identity_length")
    var wrong = world.number
    wrong[17] = wrong[17] == 0x35 ? 0x36 : 0x35
    #expect(try code(world.payment(), number: wrong) == "identity_checksum")
    #expect(try code(.rejected(Tombstone(code: "x"))) == "body_not_allowed")
}

@Test func `what is no message of ours is rejected with its bytes sealed`() throws {
    let world = try World()
    let good = world.bytes(try world.fact(world.payment()))
    #expect(try world.outcome(Array(good.dropLast(9))).code == "undecodable")
    #expect(try world.outcome([]).code == "unknown_version")
    #expect(try world.outcome([0xFF, 0xFF]).code == "undecodable")
    let later = ByteBuffer()
    later.put(1, UInt64(9))
    #expect(try world.outcome(later.array).code == "unknown_version")
}

@Test func `a key that does not belong to its sealed number is refused`() throws {
    let world = try World()
    let wire = world.bytes(try world.fact(world.payment()))
    #expect(try world.outcome(wire, key: PersonKey(high: 1, low: 2)).code == "key_mismatch")
    var broken = try world.fact(world.payment())
    broken.seal?.box[15] ^= 1
    #expect(try world.outcome(world.bytes(broken)).code == "seal_broken")
    broken.seal = nil
    #expect(try world.outcome(world.bytes(broken)).code == "seal_missing")
    var foreign = try world.fact(world.payment())
    foreign.scheme = "nowhere-2020"
    #expect(try world.outcome(world.bytes(foreign)).code == "scheme_unknown")
}

@Test func `F-040 a bureau supplies only its own categories`() throws {
    let world = try World()
    func code(_ bureau: String, _ category: String) throws -> String? {
        let row = ListRow(
            list: "L",
            row: 1,
            bureau: bureau,
            category: category,
            unit: "",
            listedOn: CivilDate(day: 19_300)
        )
        return try world.outcome(world.bytes(try world.fact(.listRow(row)))).code
    }
    #expect(try code("civilAffairs", "低保对象") == nil)
    #expect(try code("civilAffairs", "重度残疾人") == "category_not_of_bureau")
    #expect(try code("nobody", "低保对象") == "bureau_unknown")
    #expect(try code("civilAffairs", "某某对象") == "category_unknown")
}

@Test func `a rejected list row leaves a tombstone with its list and row`() throws {
    let world = try World()
    let row = ListRow(
        list: "L",
        row: 12,
        bureau: "nobody",
        category: "低保对象",
        unit: "",
        listedOn: CivilDate(day: 19_300)
    )
    let input = RecordBatch()
    let output = RecordBatch()
    let fact = try world.fact(.listRow(row))
    world.key.withBytes { key in
        input.append(topic: .subsidyListsReceived, partition: 0, key: key) { fact.write(to: $0) }
    }
    world.validator.process(input, into: output)
    let place = try #require(output.places.first { $0.topic == .factsValidated })
    let passed = try Fact(wire: output.value(of: place))
    #expect(passed.body == .rejected(Tombstone(code: "bureau_unknown", list: "L", row: 12)))
}

@Test func `numbers and dates that would break later arithmetic are refused here`() throws {
    let world = try World()
    func code(_ body: Fact.Body) throws -> String? {
        try world.outcome(world.bytes(try world.fact(body))).code
    }
    func payment(at second: Int64) -> Fact.Body {
        .payment(
            Payment(
                amount: Money(yuan: 350),
                unit: "",
                channel: "wechat",
                paidAt: CivilTime(second: second)
            )
        )
    }
    #expect(try code(payment(at: 1_667_470_530_000)) == "date_implausible")
    #expect(try code(payment(at: .max)) == "date_implausible")
    #expect(try code(payment(at: .min)) == "date_implausible")
    let day = CivilDate(day: 19_300)
    let huge = Target(
        unit: "鲍沟镇",
        heads: .max,
        amount: Money(fen: .max),
        effectiveFrom: day
    )
    #expect(try code(.target(huge)) == "target_malformed")
    let late = Target(unit: "鲍沟镇", heads: 1, effectiveFrom: CivilDate(day: .max))
    #expect(try code(.target(late)) == "date_implausible")
    #expect(try code(.dayClosed(DayClosed(date: CivilDate(day: .min)))) == "date_implausible")
    #expect(
        try code(.mark(Mark(kind: .deceased, filedOn: CivilDate(day: .max)))) == "date_implausible"
    )
    let line = RosterLine(unit: "鲍沟镇", birth: CivilDate(day: .max - 1))
    #expect(try code(.rosterLine(line)) == "date_implausible")
}

@Test func `of households no more passes than a rule of the scheme needs`() throws {
    let world = try World()
    let line = RosterLine(unit: "鲍沟镇", household: "H1", householdKey: 7, householdTier: "3")
    let passed = try #require(
        try world.outcome(world.bytes(try world.fact(.rosterLine(line)))).fact
    )
    #expect(passed.body == .rosterLine(RosterLine(unit: "鲍沟镇")))
    let decision = HouseholdTier(key: 7, tier: "3", at: CivilTime(second: 0))
    let fact = try world.fact(.householdTier(decision))
    #expect(try world.outcome(world.bytes(fact)).code == "tier_unknown")
}

@Test func `F-037 a transfer names a unit of the pack`() throws {
    let world = try World()
    func outcome(_ unit: String) throws -> (fact: Fact?, code: String?) {
        let transfer = Transfer(unit: unit, at: CivilTime(second: 1_667_470_530))
        return try world.outcome(world.bytes(try world.fact(.transfer(transfer))))
    }
    #expect(try outcome("").code == "unit_unknown")
    #expect(try outcome("无此镇").code == "unit_unknown")
    #expect(try outcome("鲍沟镇").fact?.person != nil)
}

/// Columns: attribute, category that comes out, or the code of the rejection.
@Test(
    arguments: [
        ("", "建档立卡贫困人口", nil), ("脱贫享受政策人口", "povertyExitedEntitled", nil),
        ("脱贫享受政策", "povertyExitedEntitled", nil), ("即时帮扶", "immediateHelp", nil),
        ("脱贫不享受政策", "", "category_unknown"), ("低保", "", "category_not_of_bureau"),
    ] as [(String, String, String?)]
)
func `F-043 the attribute tells which group of an umbrella name is meant`(
    attribute: String,
    category: String,
    code: String?
) throws {
    let world = try World(scheme: "lingcheng-2021")
    let row = ListRow(
        list: "L-1",
        row: 1,
        bureau: "扶贫",
        category: "建档立卡贫困人口",
        unit: "",
        listedOn: CivilDate(day: 18_580),
        attribute: attribute
    )
    let outcome = try world.outcome(world.bytes(try world.fact(.listRow(row))))
    #expect(outcome.code == code)
    guard let fact = outcome.fact else { return }
    guard case .listRow(let passed) = fact.body else {
        Issue.record("no row of a list")
        return
    }
    #expect(passed.category == category)
    #expect(passed.attribute == attribute)
}

@Test func `F-129 a control character in any text is refused, and names nothing downstream`() throws
{
    let world = try World()
    let plain = try world.fact(world.payment())
    for hidden in ["\u{0}", "\u{7}", "\u{1B}", "\u{7F}", "\u{85}"] {
        let inBody = try world.fact(world.payment(channel: "we\(hidden)chat"))
        #expect(try world.outcome(world.bytes(inBody)).code == "control_character")
        for place in [\Fact.scheme, \Fact.source, \Fact.number] {
            var fact = plain
            fact[keyPath: place] += hidden
            let rejected = try world.rejected(world.bytes(fact))
            #expect(rejected.rejection.code == "control_character")
            #expect(rejected.tombstone.scheme == "unknown")
            #expect(rejected.tombstone.source == "payments.received")
            #expect(rejected.tombstone.number == "2/7")
        }
        var sealed = plain
        let identity = OpenIdentity(
            kind: .residentID,
            number: world.number,
            name: Array("某\(hidden)甲".utf8)
        )
        sealed.seal = try world.keys.seal(identity, scheme: world.scheme)
        #expect(try world.outcome(world.bytes(sealed)).code == "control_character")
    }
    #expect(try world.outcome(world.bytes(plain)).code == nil)
    #expect(!Array("鲍沟镇·乙 é".utf8).holdsControlCharacter)
}
