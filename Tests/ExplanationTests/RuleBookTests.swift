import Events
import Explanation
import Foundation
import Policy
import Testing

@Suite struct RuleBookTests {
    @Test(arguments: Fixture.schemes)
    func `F-125 every rule that decides stands in the book with clause and the notice's words`(
        scheme: String
    ) throws {
        let pack = try Fixture.pack(scheme)
        let book = RuleBook(pack)
        let notice = try Fixture.text("notices/\(scheme).txt")
        for rule in pack.compiled.rules {
            let entry = try #require(book.entry(rule.id), "\(rule.id)")
            #expect(entry.clause == rule.citation.clause)
            #expect(!entry.facets.isEmpty, "\(rule.id)")
        }
        for entry in book.entries {
            #expect(!entry.clause.isEmpty, "\(entry.id)")
            #expect(!entry.quotes.isEmpty || !entry.readings.isEmpty, "\(entry.id)")
            #expect(entry.quotes.allSatisfy { notice.contains($0) }, "\(entry.id)")
        }
        #expect(Set(book.entries.map(\.id)).count == book.entries.count)
        let told = Set(book.entries.flatMap(\.readings).map(\.id))
        #expect(told == Set(pack.terms.readings.map(\.id)))
    }

    @Test func `F-047 a category is explained with everybody's share, its clause and its reading`()
        throws
    {
        let book = RuleBook(try Fixture.pack("tengzhou-2023"))
        let text = try #require(book.document("双女户", on: nil)?.text)
        #expect(text.contains("缴费：个人0元，市财政175元，镇街财政175元"))
        #expect(text.contains("出处：二（三）3"))
        #expect(text.contains("「农村一女、双女、独生子女伤亡病残家庭孩子及其父母"))
        #expect(text.contains("取法 A-TZ-1"))
        #expect(book.document("没有这一类", on: nil) == nil)
    }

    @Test func `F-126 what is not set is told as not set`() throws {
        let book = RuleBook(try Fixture.pack("fangcheng-2021"))
        let facets = try #require(book.entry("category.subsistenceAllowance")).facets
        #expect(facets.contains(Facet("缴费", "个人320元，返还标准未定，不计算")))
        #expect(book.entry("fiscalSubsidy") == nil)
        #expect(book.entry("window.benefitFrom") == nil)
    }

    @Test(
        arguments: [
            ("tengzhou-2023", "2022-10-16", "早于首日2022-10-17"),
            ("tengzhou-2023", "2022-12-31", "有效"),
            ("tengzhou-2023", "2023-08-31", "自2023-12-01起"),
            ("tengzhou-2023", "2023-09-01", "本年度内没有待遇"),
            ("yanjiang-2021", "2021-01-01", "不再办理，退回"),
            ("lingcheng-2021", "2020-12-06", "有效"),
            ("lingcheng-2021", "2020-12-03", "征缴扫尾（村（社区）代收"),
        ]
    )
    func `F-025 a day is explained by what holds on it`(
        scheme: String,
        day: String,
        words: String
    ) throws {
        let book = RuleBook(try Fixture.pack(scheme))
        let date = try #require(CivilDate(day))
        #expect(book.facets(on: date).contains { $0.value.contains(words) })
    }

    @Test func `the JSON of rules reads back as the same rules`() throws {
        let book = RuleBook(try Fixture.pack("yanjiang-2021"))
        let document = try #require(book.document("window", on: nil))
        let json = try ExplanationJSON.text(document)
        let read = try JSONDecoder().decode(RuleBook.Document.self, from: Data(json.utf8))
        #expect(read.rules == document.rules)
        #expect(read.rules.map(\.id) == ["window.opens", "window.closes", "window.late"])
    }
}
