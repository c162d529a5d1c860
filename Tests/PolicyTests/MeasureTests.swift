import Events
import Policy
import Testing

/// The vectors that a pack decides by itself: points, rates, periods, duties.
///
/// Those of `domain/vectors.csv` that an assessment decides are in `VectorTests`.
@Suite struct MeasureTests {
    private static let kinds: Set = [
        "score", "complete", "deposit", "notice", "correction", "weeklyRanking", "bulletin",
    ]

    private func vectors(_ kind: String) throws -> [[String: String]] {
        try Fixture.table("domain/vectors.csv").filter { $0["kind"] == kind }
    }

    private func days(_ text: String) -> [CivilDate] {
        text.split { !($0.isNumber || $0 == "-") }.compactMap { CivilDate(String($0)) }
    }

    @Test func `every vector is decided by a pack or by an assessment`() throws {
        let assessed: Set = [
            "category", "due", "window", "newborn", "benefitStart", "overAge", "household",
            "guardian", "enrol",
        ]
        let kinds = Set(try Fixture.table("domain/vectors.csv").compactMap { $0["kind"] })
        #expect(kinds == MeasureTests.kinds.union(assessed))
    }

    @Test func `F-102 V001–V007 points by the day of completion, none invented between`() throws {
        let ranking = try Fixture.pack("lingcheng-2021").terms.ranking
        let rows = try vectors("score")
        #expect(rows.count == 7)
        for row in rows {
            let words = try #require(row["given"]?.split(separator: " ").last)
            let day = try #require(CivilDate(words.prefix(10)))
            let band = try #require(ranking.band(completedOn: day))
            #expect(band.points.map(String.init) ?? "undetermined" == row["expect"], "\(words)")
        }
        #expect(ranking.band(completedOn: nil)?.points == 0)
        #expect(try Fixture.pack("tengzhou-2023").terms.ranking.band(completedOn: nil) == nil)
    }

    @Test func `F-103 V008–V013 a village is complete at ninety-nine per cent, in integers`() throws
    {
        let pack = try Fixture.pack("lingcheng-2021")
        let rate = try #require(pack.terms.ranking.targetRates.first { $0.of == .units })
        let rows = try vectors("complete")
        #expect(rows.count == 6)
        for row in rows {
            let given = row["given"] ?? ""
            let numbers = given.split { !$0.isNumber }.compactMap { Int64($0) }
            let unit = pack.terms.units.first { given.hasPrefix($0.name) }
            #expect(unit?.targetHeads == numbers[0])
            #expect(rate.isMet(by: numbers[1], of: numbers[0]) == (row["expect"] == "complete"))
        }
    }

    @Test func `F-071 V032 V033 cash is deposited on the day of its collection`() throws {
        let duties = try Fixture.pack("zhangshanzi-2020").terms.duties
        let duty = try #require(duties.first { $0.id == "deposit" })
        for row in try vectors("deposit") {
            let days = days(row["given"] ?? "")
            #expect(duty.isWithin(from: days[0], to: days[1]) == (row["expect"] == "ok"))
        }
    }

    @Test func `F-116 F-118 V076–V078 seven days of notice, corrections by the last of January`()
        throws
    {
        let duties = try Fixture.pack("yanjiang-2021").terms.duties
        let notice = try #require(duties.first { $0.id == "notice" })
        for row in try vectors("notice") {
            let days = days(row["given"] ?? "")
            let isEnough = row["expect"]?.hasPrefix("ok") == true
            #expect(notice.isLongEnough(from: days[0], to: days[1]) == isEnough)
        }
        let correction = try #require(duties.first { $0.id == "correction" })
        for row in try vectors("correction") {
            let day = try #require(days(row["given"] ?? "").first)
            #expect(correction.isLate(on: day) == (row["expect"] == "late"))
            #expect(!correction.isLate(on: day.adding(days: -1)))
        }
    }

    @Test func `F-100 F-101 V081–V100 one ranking a week, one bulletin every half month`() throws {
        let terms = try Fixture.pack("fangcheng-2021").terms
        let season = terms.window.opens.value...terms.window.closes.value
        for (what, kind) in [("ranking", "weeklyRanking"), ("bulletin", "bulletin")] {
            let publication = terms.ranking.publications.first { $0.what == what }
            let periods = try #require(publication).every.periods(in: season)
            let rows = try vectors(kind)
            #expect(periods.count == rows.count)
            for (period, row) in zip(periods, rows) {
                let given = days((row["given"] ?? "").replacing("..", with: " "))
                #expect(given == [period.days.lowerBound, period.days.upperBound])
                #expect(days(row["expect"] ?? "").first == period.publishedOn)
            }
        }
        #expect(RankingSettings.Period.unprinted.periods(in: season).isEmpty)
    }
}
