import Events
import Foundation
import Testing
import Wire

/// One fact of every kind, every field set.
private let facts: [Fact] = {
    let seal = SealedIdentity(dataKey: 7, box: Array(repeating: 0xAB, count: 60))
    let day = CivilDate(day: 19_282)
    let line = RosterLine(
        unit: "鲍沟镇/示例村",
        household: "H-1",
        residence: [.localHukou, .collegeStudent],
        birth: CivilDate(day: -4_000),
        tier: "3",
        hasGuardian: true,
        filedOn: day,
        householdKey: 0xFEDC_BA98_7654_3210,
        householdTier: "tier3"
    )
    let bodies: [Fact.Body] = [
        .payment(
            Payment(
                amount: Money(yuan: 350),
                unit: "鲍沟镇",
                channel: "wechat",
                paidAt: CivilTime(second: 1_667_470_530),
                tier: "4",
                reverses: "TX-0"
            )
        ),
        .listRow(
            ListRow(
                list: "L-1",
                row: 3,
                bureau: "civilAffairs",
                category: "orphan",
                unit: "滨湖镇",
                listedOn: day,
                attribute: "甲",
                approvedOn: day
            )
        ),
        .rosterLine(line), .registration(line),
        .exclusion(Exclusion(kind: .insuredElsewhere)),
        .mark(Mark(kind: .deceased, filedOn: day)),
        .target(Target(unit: "鲍沟镇", heads: 73_131, amount: Money(yuan: 1), effectiveFrom: day)),
        .listSealed(
            ListSealed(
                list: "L-1",
                bureau: "civilAffairs",
                snapshot: day,
                supersedes: "L-0",
                rows: 12,
                checksum: .max
            )
        ),
        .listAudited(ListAudited(list: "L-1", office: "medicalInsurance")),
        .dayClosed(DayClosed(date: day)),
        .policyActivated(PolicyActivated(hash: Array(repeating: 9, count: 32))),
        .officeRecord(
            OfficeRecord(
                type: "DepositRecorded",
                unit: "鲍沟镇",
                at: CivilTime(second: -5),
                by: "a/b",
                json: "{}"
            )
        ),
        .householdTier(
            HouseholdTier(key: .max, tier: "tier4", at: CivilTime(second: 1_667_470_530))
        ),
        .transfer(Transfer(unit: "鲍沟镇/示例村", at: CivilTime(second: -7))),
        .rejected(Tombstone(code: "unit_unknown", list: "L-1", row: 4)),
    ]
    return bodies.map { body in
        var fact = Fact(
            scheme: "tengzhou-2023",
            source: "tax-bureau",
            number: "TX-1",
            seal: seal,
            body: body
        )
        fact.person = PersonAttributes(
            birth: day,
            sex: .female,
            kind: .permit,
            hasForbiddenPrefix: true
        )
        fact.origin = Origin(topic: .subsidyListsReceived, offset: 42)
        return fact
    }
}()

private func bytes(_ fact: Fact) -> [UInt8] {
    let buffer = ByteBuffer()
    fact.write(to: buffer)
    return buffer.array
}

@Test(arguments: facts.indices)
func `a fact reads back as it was written`(index: Int) throws {
    let wire = bytes(facts[index])
    let back = try wire.withUnsafeBytes { bytes throws(WireProblem) in try Fact(wire: bytes) }
    #expect(back.body == facts[index].body)
    #expect(back.person == facts[index].person)
    #expect(back.origin == facts[index].origin)
    #expect(back.seal == facts[index].seal)
    #expect(bytes(back) == wire)
}

@Test(arguments: facts.indices)
func `our writer and the generated code of facts.proto agree on every byte`(index: Int) throws {
    let wire = bytes(facts[index])
    let generated = try Zhengjiao_V1_Fact(serializedBytes: wire)
    #expect(generated.unknownFields.data.isEmpty)
    #expect([UInt8](try generated.serializedData()) == wire)
    #expect(!(try generated.jsonString()).contains("\"version\":0"))
}

@Test(arguments: facts.indices)
func `a fact cut anywhere is refused, never misread`(index: Int) {
    let wire = bytes(facts[index])
    for length in 0..<wire.count - 1 {
        let cut = Array(wire[0..<length])
        let read = cut.withUnsafeBytes { try? Fact(wire: $0) }
        #expect(read.map { bytes($0) != wire } ?? true)
    }
}

@Test func `a later version is refused as such, and its new fields are passed over`() throws {
    let buffer = ByteBuffer()
    facts[0].write(to: buffer)
    buffer.put(99, "new")
    #expect(throws: Never.self) { try Fact(wire: buffer.bytes) }
    let later = ByteBuffer()
    later.put(1, UInt64(2))
    #expect(throws: WireProblem.unknownVersion(2)) {
        _ = try Fact(wire: later.bytes)
    }
}

@Test func `assessments, deltas and rankings agree with the generated code`() throws {
    var assessment = Assessment()
    assessment.status = .late
    assessment.isCovered = true
    assessment.category = "elderly70"
    assessment.unit = "鲍沟镇"
    assessment.premium = Money(yuan: 350)
    assessment.shares = [Share(party: "city", amount: Money(yuan: 175))]
    assessment.receipts = [Share(party: "wechat", amount: Money(yuan: 175))]
    assessment.enrolledOn = CivilDate(day: 19_000)
    assessment.rules = ["TZ-09"]
    assessment.flags = ["noBenefitThisYear"]
    let buffer = ByteBuffer()
    assessment.write(to: buffer)
    let generated = try Zhengjiao_V1_Assessment(serializedBytes: buffer.array)
    #expect([UInt8](try generated.serializedData()) == buffer.array)
    #expect(try Assessment(wire: buffer.bytes) == assessment)

    let ranking = RankingPublished(
        scheme: "s",
        period: "current",
        asOf: CivilDate(day: 19_000),
        edition: 2,
        isDecided: true,
        rows: [RankingRow(rank: 1, unit: "甲镇", target: 9, enrolled: 8, paid: Money(fen: 7))],
        positions: [(1, 5)]
    )
    let other = ByteBuffer()
    ranking.write(to: other)
    let decoded = try Zhengjiao_V1_RankingPublished(serializedBytes: other.array)
    #expect([UInt8](try decoded.serializedData()) == other.array)
    #expect(try RankingPublished(wire: other.bytes).rows == ranking.rows)
}

@Test func `F-113 a ranking with everything beside it agrees with the generated code`() throws {
    var row = RankingRow(rank: 1, unit: "甲镇", target: 9, enrolled: 8, paid: Money(fen: 7))
    row.amountTarget = Money(yuan: 3)
    (row.previousRank, row.countedSince, row.paidSince) = (4, -5, Money(fen: -6))
    (row.mark, row.isBelowLine) = (.missed, true)
    row.score = UnitScore(state: .decided, points: 0, completedOn: CivilDate(day: 18_600))
    var ranking = RankingPublished(
        scheme: "s",
        period: "cutoff-2020-12-05/甲镇",
        asOf: CivilDate(day: 18_601),
        edition: 12,
        isDecided: true,
        rows: [row],
        positions: [(1, 5)]
    )
    (ranking.kind, ranking.town) = (.cutoff, "甲镇")
    (ranking.from, ranking.publishedOn) = (CivilDate(day: 0), CivilDate(day: 1))
    (ranking.isVoluntary, ranking.closedThrough) = (true, CivilDate(day: -1))
    (ranking.restates, ranking.firstEdition) = (9, 8)
    (ranking.lateHeads, ranking.latePaid) = (-1, Money(fen: -2))
    ranking.differences = [RankingDifference(was: nil, now: row, causes: [.payments, .targets])]
    ranking.groups = [GroupStanding(unit: "甲镇", category: "orphan", members: 2, enrolled: 1)]
    ranking.forecasts = [
        UnitForecast(unit: "甲镇", lacking: 3, lastSevenDays: -4, reachedOn: CivilDate(day: 0))
    ]
    ranking.statedTarget = 10
    let buffer = ByteBuffer()
    ranking.write(to: buffer)
    let generated = try Zhengjiao_V1_RankingPublished(serializedBytes: buffer.array)
    #expect(generated.unknownFields.data.isEmpty)
    #expect([UInt8](try generated.serializedData()) == buffer.array)
    let back = try RankingPublished(wire: buffer.bytes)
    let again = ByteBuffer()
    back.write(to: again)
    #expect(again.array == buffer.array)
    #expect(back.rows == [row])
    #expect(back.differences == ranking.differences)
    #expect(back.groups == ranking.groups)
    #expect(back.forecasts == ranking.forecasts)
}

@Test func `what the ledger tells of persons in scope, schools and points agrees as well`() throws {
    var message = LedgerPosted(scheme: "s", partition: 2, sequence: 3)
    let day = CivilDate(day: 18_600)
    message.progress = [
        (ProgressKey(unit: "甲镇", day: day, category: "a"), Progress(heads: -1)),
        (ProgressKey(unit: "甲镇", day: day, category: "b"), Progress(heads: 2, paid: Money(fen: 9))),
    ]
    message.payers = [0, -2]
    var members = Members()
    (members.heads, members.payers) = (-3, 4)
    (members.others, members.othersEnrolled) = (5, -6)
    message.members = [(MemberKey(unit: "甲镇", category: "a"), members)]
    let school = SchoolReturn(unit: "甲镇", school: "一小", day: day, students: 7, paid: 6)
    message.schools = [(school, "x")]
    message.decisions = [(ScoreDecision(unit: "甲镇", points: 5, day: day), "y")]
    message.journalsThrough = 11
    let buffer = ByteBuffer()
    message.write(to: buffer)
    let generated = try Zhengjiao_V1_LedgerPosted(serializedBytes: buffer.array)
    #expect([UInt8](try generated.serializedData()) == buffer.array)
    let back = try LedgerPosted(wire: buffer.bytes)
    #expect(back.payers == [0, -2])
    #expect(back.members.map(\.delta) == [members])
    #expect(back.schools.map(\.school) == [school])
    #expect(back.decisions.map(\.decision.points) == [5])
    #expect(back.journalsThrough == 11)
    // A message from before payers were told.
    message.payers = []
    #expect((0..<2).map(message.payers(of:)) == [0, 2])
}

@Test func `a dossier's change agrees with the generated code`() throws {
    var item = DossierItem(key: "deposit/S-1", kind: .deposit, status: .breach)
    item.day = CivilDate(day: 19_000)
    item.party = "h-1"
    item.reference = "S-1"
    item.amount = Money(yuan: 350)
    item.counterpart = Money(yuan: 700)
    item.heads = 1
    item.counterHeads = 2
    item.notes = ["late"]
    item.rules = ["money.deposit"]
    item.moves = [
        MoneyMove(
            from: MoneyPlace(.cashDeposited, unit: "鲍沟镇/示例村", party: "h-1"),
            to: MoneyPlace(.collectionAccount, unit: "鲍沟镇", party: "township"),
            amount: Money(yuan: 350)
        )
    ]
    let change = DossierChange(
        subject: DossierSubject(kind: .unit, id: "鲍沟镇/示例村"),
        revision: 2,
        cause: "operations/D-1",
        items: [DossierItemChange(previous: nil, current: item)]
    )
    let buffer = ByteBuffer()
    change.write(to: buffer)
    let generated = try Zhengjiao_V1_DossierChanged(serializedBytes: buffer.array)
    #expect(generated.unknownFields.data.isEmpty)
    #expect([UInt8](try generated.serializedData()) == buffer.array)
    #expect(try DossierChange(wire: buffer.bytes) == change)
    let message = ByteBuffer()
    Classified.writeHead(to: message, scheme: "s", offset: 1, index: 0, tally: .continuation)
    Classified.writeDossier(to: message, change: change)
    let whole = try Zhengjiao_V1_Classified(serializedBytes: message.array)
    #expect(whole.dossier == generated)
}
