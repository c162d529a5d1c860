import Explanation
import Policy
import Testing

@Suite struct PackDifferenceTests {
    private func difference(_ old: String, _ new: String) throws -> PackDifference {
        let scheme = "tengzhou-2023"
        return PackDifference(
            from: RuleBook(try Fixture.pack(scheme)),
            to: RuleBook(try Fixture.pack(scheme, old, new)),
            names: (scheme, "new")
        )
    }

    @Test func `F-125 a changed share is told with both values, both clauses and who is concerned`()
        throws
    {
        let found = try difference(
            "{ person: 1/2, city: 1/2 }, clause: 二（三）2",
            "{ person: 2/5, city: 3/5 }, clause: 二（三）2改"
        ).differences
        #expect(found.map(\.id) == ["category.elderly60to69"])
        let first = try #require(found.first)
        #expect(first.change == .changed)
        #expect(
            first.parts == [
                RuleDifference.Part(name: "缴费", old: "个人175元，市财政175元", new: "个人140元，市财政210元")
            ]
        )
        #expect(first.old?.clause == "二（三）2" && first.new?.clause == "二（三）2改")
        #expect(first.consequence.contains("此类的人"))
    }

    @Test func `F-125 a moved last day concerns the days between`() throws {
        let difference = try difference("closes: { date: 2022-12-31", "closes: { date: 2022-12-20")
        #expect(difference.differences.map(\.id) == ["window.closes"])
        #expect(
            difference.differences.first?.consequence
                == "在2022-12-21至2022-12-31之间缴费或列入名单的人：是否按时重新核定"
        )
        #expect(difference.text.contains("日期：2022-12-31 → 2022-12-20"))
    }

    @Test func `F-125 rules that only one pack has are added or removed`() throws {
        let rule = "listsBy: { date: 2022-12-31, clause: 二（四）, quote: 集中缴费期 }\nscope:\n"
        let added = try difference("scope:\n", rule)
        #expect(added.differences.map(\.id) == ["listsBy"])
        #expect(added.differences.map(\.change) == [.added])
        let removed = try difference(
            "fiscalSubsidy: { yuan: 610, clause: 二（一）, "
                + "quote: 2022年财政补助标准为每人每年610元, reading: A-TZ-14 }\n",
            ""
        )
        #expect(removed.differences.map(\.change) == [.removed])
        #expect(removed.differences.map(\.id) == ["fiscalSubsidy"])
    }

    @Test func `F-125 another wording is a source, not a change`() throws {
        let difference = try difference("quote: 征缴任务：见附件1", "quote: 征缴任务")
        #expect(difference.differences.contains { $0.id == "ranking" && $0.change == .source })
        #expect(!difference.differences.contains { $0.change != .source })
    }

    @Test func `F-048 the order of the groups is a rule of its own`() throws {
        let names = RuleBook(try Fixture.pack("tengzhou-2023")).entry("categories.order")
        #expect(names?.facets.first?.value.hasPrefix("普通居民、特困人员、低保对象") == true)
    }

    @Test func `a comment changes no rule, the same pack nothing`() throws {
        let commented = try difference("place: 滕州市", "# note\nplace: 滕州市")
        #expect(commented.differences.isEmpty)
        #expect(commented.text.contains("规则相同"))
        let same = try difference("place: 滕州市", "place: 滕州市")
        #expect(same.text.contains("两个政策包相同"))
    }

    @Test func `two schemes are compared rule by rule`() throws {
        let difference = PackDifference(
            from: RuleBook(try Fixture.pack("tengzhou-2023")),
            to: RuleBook(try Fixture.pack("yanjiang-2021")),
            names: ("tengzhou-2023", "yanjiang-2021")
        )
        let changes = Dictionary(grouping: difference.differences, by: \.change)
        #expect(changes[.added]?.contains { $0.id == "newborn" } == true)
        #expect(changes[.removed]?.contains { $0.id == "category.severeDisability" } == true)
        #expect(changes[.changed]?.contains { $0.id == "window.late" } == true)
    }
}
