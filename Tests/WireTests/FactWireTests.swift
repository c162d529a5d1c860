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
