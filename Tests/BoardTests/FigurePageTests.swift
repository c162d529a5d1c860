import Events
import Foundation
import Hummingbird
import HummingbirdTesting
import Ledger
import Testing

@testable import Board

/// The pages of figures, against the ledger that they are folded from.
struct FigurePageTests {
    private static func row(_ unit: String, _ rank: UInt32, _ counted: Int64) -> RankingRow {
        RankingRow(
            rank: rank,
            unit: unit,
            target: 1_000,
            enrolled: counted,
            paid: Money(yuan: counted * 280),
            counted: counted
        )
    }

    @Test func `F-124 the home page shows the ledger's balances and who is not paid`() async throws
    {
        let world = try FigureWorld()
        let balances = try world.test.sources.ledger.read {
            try $0.balances(scheme: FigureWorld.scheme)
        }
        let received = balances.reduce(into: Money.zero) {
            if $1.key.kind == .receipts { $0 += $1.value }
        }
        #expect(received == Money(yuan: 560))
        try await world.test.run { client in
            let leader = try world.test.browser(client, as: .leader, scheme: FigureWorld.scheme)
            let page = try await leader.get(FigureWorld.base)
            #expect(page.status == .ok)
            #expect(page.text.contains("已收保费"))
            #expect(page.text.contains("560.00"))
            #expect(page.text.contains("账本位置"))
            #expect(page.text.contains("0:5"))
            #expect(page.text.contains("figure/money"))
            for person in world.people { #expect(!page.text.contains(person.name)) }
        }
    }

    @Test func `F-099 F-110 a ranking shows rate and gap, and a unit's name is shown, not run`()
        async throws
    {
        let world = try FigureWorld()
        try world.publish([
            FigurePageTests.row("<b>x</b>", 1, 989), FigurePageTests.row("陵西", 2, 500),
        ])
        try world.figures.refresh()
        try await world.test.run { client in
            let leader = try world.test.browser(client, as: .leader, scheme: FigureWorld.scheme)
            let page = try await leader.get("\(FigureWorld.base)/ranking").text
            #expect(page.contains("98.90%"))
            #expect(page.contains(">500<"))
            #expect(page.contains("&lt;b&gt;x&lt;/b&gt;"))
            #expect(!page.contains("<b>x</b>"))
            #expect(page.contains("<caption>"))
            #expect(page.contains("scope=\"row\""))
        }
    }

    @Test func `F-105 F-132 a town sees its own unpaid people, masked, and no others`() async throws
    {
        let world = try FigureWorld()
        try await world.test.run { client in
            let town = try world.test.browser(
                client,
                as: .town,
                scheme: FigureWorld.scheme,
                unit: "陵北"
            )
            let page = try await town.get("\(FigureWorld.base)/unpaid")
            #expect(page.status == .ok)
            #expect(page.text.contains("名单（共 2 人）"))
            #expect(page.text.contains("李**"))
            #expect(page.text.contains("&lt;b&gt;x&lt;/b&gt;"))
            #expect(!page.text.contains("陵西"))
            for person in world.people {
                #expect(!page.text.contains(person.name))
                #expect(!page.text.contains(person.number))
            }
            let other = PercentEncoding.text("陵西")
            let foreign = try await town.get("\(FigureWorld.base)/unpaid?unit=\(other)")
            #expect(foreign.status == .forbidden)
            let own = world.key(world.people[1])
            let theirs = world.key(world.people[3])
            #expect(try await town.get("\(FigureWorld.base)/person/\(own)").status == .ok)
            #expect(try await town.get("\(FigureWorld.base)/person/\(theirs)").status == .notFound)
        }
    }

    @Test func `F-105 F-132 names in clear are audited, person by person, before they are shown`()
        async throws
    {
        let world = try FigureWorld()
        try await world.test.run { client in
            let town = try world.test.browser(
                client,
                as: .town,
                scheme: FigureWorld.scheme,
                unit: "陵北"
            )
            let page = try await town.post("\(FigureWorld.base)/unpaid")
            #expect(page.status == .ok)
            #expect(page.text.contains("李小红"))
            #expect(page.text.contains(world.people[1].number))
            #expect(!page.text.contains("孙悟空"))
            let audited = try world.test.accounts.audit(scheme: nil, before: nil, limit: 100)
                .filter { $0.action == .namesOpened }.compactMap(\.person)
            #expect(Set(audited) == Set([1, 2].map { world.key(world.people[$0]) }))
        }
    }

    @Test func `F-104 a bureau sees the missing of the groups that it supplies, a leader the sums`()
        async throws
    {
        let world = try FigureWorld()
        try await world.test.run { client in
            let leader = try world.test.browser(client, as: .leader, scheme: FigureWorld.scheme)
            let sums = try await leader.get("\(FigureWorld.base)/groups")
            #expect(sums.text.contains("重度残疾人"))
            #expect(sums.text.contains("✗ 未达标"))
            let path = "\(FigureWorld.base)/missing?group=severeDisability"
            #expect(try await leader.get(path).status == .forbidden)
            let office = try world.test.browser(
                client,
                as: .medicalInsurance,
                scheme: FigureWorld.scheme
            )
            let list = try await office.get(path)
            #expect(list.text.contains("名单（共 1 人）"))
            #expect(list.text.contains("赵**"))
            let bureau = try world.test.browser(
                client,
                as: .bureau,
                scheme: FigureWorld.scheme,
                office: "nobody"
            )
            #expect(try await bureau.get(path).status == .notFound)
        }
    }

    @Test
    func `F-014 an enquiry goes by the form's body, tells clause and postings, and is audited`()
        async throws
    {
        let world = try FigureWorld()
        try await world.test.run { client in
            let office = try world.test.browser(
                client,
                as: .medicalInsurance,
                scheme: FigureWorld.scheme
            )
            let asked = world.people[0]
            let page = try await office.post(
                "\(FigureWorld.base)/enquiry",
                [("kind", IdentityKind.residentID.name), ("number", asked.number)]
            )
            #expect(page.status == .ok)
            #expect(page.text.contains("已参保"))
            #expect(page.text.contains("280.00"))
            #expect(page.text.contains("借"))
            #expect(!page.text.contains(asked.number))
            let seen = try world.test.accounts.audit(scheme: nil, before: nil, limit: 9)
                .first { $0.action == .personSeen }
            #expect(seen?.person == world.key(asked))
            let last = asked.number.hasSuffix("0") ? "1" : "0"
            let mistyped = asked.number.dropLast() + last
            let wrong = try await office.post(
                "\(FigureWorld.base)/enquiry",
                [("kind", IdentityKind.residentID.name), ("number", String(mistyped))]
            )
            #expect(wrong.status == .badRequest)
            #expect(!wrong.text.contains(mistyped))
        }
    }

    @Test func `F-123 F-135 F-136 F-137 pages from the pack stand with their clauses`() async throws
    {
        let world = try FigureWorld()
        try await world.test.run { client in
            let leader = try world.test.browser(client, as: .leader, scheme: FigureWorld.scheme)
            let calendar = try await leader.get("\(FigureWorld.base)/calendar")
            #expect(calendar.text.contains("2020-11-27"))
            #expect(calendar.text.contains("上报镇医保缴费人员"))
            let publicity = try await leader.get("\(FigureWorld.base)/publicity")
            #expect(publicity.text.contains("280"))
            let contacts = try await leader.get("\(FigureWorld.base)/contacts")
            #expect(contacts.text.contains("陵北"))
            let teams = try await leader.get("\(FigureWorld.base)/teams")
            #expect(teams.text.contains("没有印出组建工作队的职责"))
            let figure = try await leader.get("\(FigureWorld.base)/figure/unpaid")
            #expect(figure.text.contains("zhengjiao report unpaid-gap --scheme lingcheng-2021"))
            #expect(figure.text.contains("0:5"))
        }
    }

    @Test func `F-130 the decision queue holds the ledger's suspense and says what it waits for`()
        async throws
    {
        let world = try FigureWorld()
        try await world.test.run { client in
            let office = try world.test.browser(
                client,
                as: .medicalInsurance,
                scheme: FigureWorld.scheme
            )
            let page = try await office.get("\(FigureWorld.base)/decisions")
            #expect(page.text.contains("缴费早于首日"))
            #expect(page.text.contains("280.00"))
            #expect(page.text.contains("裁定是否计入"))
        }
    }

    @Test func `F-129 an office sees what it has to repair, the medical insurance office all`()
        async throws
    {
        let world = try FigureWorld()
        let batch = RecordBatch()
        for (office, code) in [("tax-bureau", "channel_unknown"), ("civilAffairs", "row_short")] {
            let rejection = Rejection(
                scheme: FigureWorld.scheme,
                source: office,
                number: "N-1",
                code: code,
                stage: .validate,
                office: "source",
                message: "370881************"
            )
            batch.append(topic: .rejections, key: rejection.key) { rejection.write(to: $0) }
        }
        try world.test.sources.log.append(batch)
        try world.figures.refresh()
        try await world.test.run { client in
            let path = "\(FigureWorld.base)/rejections"
            let tax = try world.test.browser(client, as: .tax, scheme: FigureWorld.scheme)
            let own = try await tax.get(path).text
            #expect(own.contains("channel_unknown"))
            #expect(!own.contains("row_short"))
            let foreign = "\(path)?office=civilAffairs&code=row_short"
            #expect(try await tax.get(foreign).status == .notFound)
            let office = try world.test.browser(
                client,
                as: .medicalInsurance,
                scheme: FigureWorld.scheme
            )
            #expect(try await office.get(path).text.contains("row_short"))
            #expect(try await office.get(foreign).text.contains("370881************"))
            let leader = try world.test.browser(client, as: .leader, scheme: FigureWorld.scheme)
            #expect(try await leader.get(path).status == .forbidden)
        }
    }
}
