import Events
import Ranking
import Testing

private let season = RankingSeason(
    scheme: "s",
    towns: ["甲镇", "乙镇", "丙镇"],
    weeks: date("2022-10-17")...date("2022-10-30"),
    sources: ["tax-bureau", "operations"]
)

private func delta(_ unit: String, _ day: String, _ heads: Int64) -> (ProgressKey, Progress) {
    (
        ProgressKey(unit: unit, day: date(day), category: "ordinary"),
        Progress(heads: heads, paid: Money(yuan: 350 * heads))
    )
}

private func message(_ partition: Int32, _ sequence: Int64) -> LedgerPosted {
    LedgerPosted(scheme: "s", partition: partition, sequence: sequence)
}

/// Runs the ranker over messages, each its own batch, and returns what it publishes.
private func publish(_ messages: [LedgerPosted], partitions: Int = 1) -> [RankingPublished] {
    let ranker = Ranker(seasons: [season], partitionCount: partitions)
    ranker.assign(partition: 0)
    let output = RecordBatch()
    for message in messages {
        let input = RecordBatch()
        input.append(topic: .ledgerPosted, partition: 0, key: "s") { message.write(to: $0) }
        ranker.process(input, into: output)
    }
    return output.places.compactMap { try? RankingPublished(wire: output.value(of: $0)) }
}

@Test func `F-099 units stand in order of the exact rate, those with nothing too`() {
    let rows = Standing.rows(
        towns: season.towns,
        targets: ["甲镇": 10_000, "乙镇": 100, "丙镇": 3],
        progress: Dictionary(uniqueKeysWithValues: [
            delta("甲镇", "2022-10-18", 9_899), delta("乙镇/某村", "2022-10-18", 99),
        ])
    )
    #expect(rows.map(\.unit) == ["乙镇", "甲镇", "丙镇"])
    #expect(rows.map(\.rank) == [1, 2, 3])
    #expect(rows.map(\.enrolled) == [99, 9_899, 0])
}

@Test func `F-111 equal rates stand in printed order`() {
    let rows = Standing.rows(
        towns: season.towns,
        targets: ["甲镇": 4, "乙镇": 2, "丙镇": 2],
        progress: Dictionary(uniqueKeysWithValues: [
            delta("丙镇", "2022-10-18", 1), delta("乙镇", "2022-10-18", 1),
            delta("甲镇", "2022-10-18", 2),
        ])
    )
    #expect(rows.map(\.unit) == ["甲镇", "乙镇", "丙镇"])
}

@Test func `a unit without a target and the unassigned are shown and not ranked`() {
    let rows = Standing.rows(
        towns: season.towns,
        targets: ["甲镇": 4],
        progress: Dictionary(uniqueKeysWithValues: [
            delta("乙镇", "2022-10-18", 1), delta("", "2022-10-18", 2),
        ])
    )
    #expect(rows.map(\.rank) == [1, 0, 0, 0])
    #expect(
        rows.last == RankingRow(rank: 0, unit: "", target: 0, enrolled: 2, paid: Money(yuan: 700))
    )
}

@Test func `F-100 a week is decided only when every source has closed it, and restated after`() {
    var first = message(0, 1)
    first.progress = [delta("甲镇", "2022-10-18", 2)].map { (key: $0.0, delta: $0.1) }
    first.targets = [
        (Target(unit: "甲镇", heads: 4, effectiveFrom: date("2022-10-01")), "a")
    ]
    var tax = message(0, 2)
    tax.closures = [("tax-bureau", date("2022-10-23"))]
    var offices = message(0, 3)
    offices.closures = [("operations", date("2022-10-25"))]
    var late = message(0, 4)
    late.progress = [
        delta("甲镇", "2022-10-20", 1), delta("甲镇", "2022-10-24", 1),
    ].map { (key: $0.0, delta: $0.1) }

    #expect(publish([first, tax]).map(\.period) == ["current"])
    let all = publish([first, tax, offices, late])
    let weeks = all.filter { $0.period == "week-2022-10-23" }
    #expect(weeks.map(\.edition) == [3, 4])
    #expect(weeks.map { $0.rows[0].enrolled } == [2, 3])
    #expect(weeks.map(\.isDecided) == [true, true])
    #expect(all.filter { $0.period == "week-2022-10-30" }.isEmpty)
    #expect(all.last { $0.period == "current" }?.rows[0].enrolled == 4)
}

@Test func `a message that was taken already changes nothing`() {
    var first = message(0, 1)
    first.progress = [delta("甲镇", "2022-10-18", 2)].map { (key: $0.0, delta: $0.1) }
    let published = publish([first, first, first])
    #expect(published.count == 1)
    #expect(published[0].rows.first { $0.unit == "甲镇" }?.enrolled == 2)
}

@Test func `F-097 the target that takes effect last counts, whatever order it comes in`() {
    func set(_ heads: Int64, _ from: String, _ sequence: Int64) -> LedgerPosted {
        var it = message(0, sequence)
        it.targets = [(Target(unit: "甲镇", heads: heads, effectiveFrom: date(from)), "id-\(from)")]
        return it
    }
    let forward = publish([set(10, "2022-10-01", 1), set(20, "2022-11-01", 2)])
    let backward = publish([set(20, "2022-11-01", 1), set(10, "2022-10-01", 2)])
    #expect(forward.last?.rows[0].target == 20)
    #expect(backward.last?.rows[0].target == 20)
}

@Test func `F-102 where payers count, funded people are shown and not counted`() {
    let funded = ProgressKey(unit: "甲镇", day: date("2022-10-18"), category: "orphan")
    let rows = Standing.rows(
        towns: season.towns,
        targets: ["甲镇": 10, "乙镇": 10],
        progress: Dictionary(uniqueKeysWithValues: [
            delta("甲镇", "2022-10-18", 3), delta("乙镇", "2022-10-18", 4),
            (funded, Progress(heads: 5)),
        ]),
        counting: .payers
    )
    #expect(rows.prefix(2).map(\.unit) == ["乙镇", "甲镇"])
    #expect(rows.prefix(2).map(\.counted) == [4, 3])
    #expect(rows.prefix(2).map(\.enrolled) == [4, 8])
}

@Test
func `F-125 a scheme that is put in force while the worker runs is ranked from its first message`()
{
    var asked = 0
    let ranker = Ranker(seasons: [], partitionCount: 1) { scheme in
        asked += 1
        return scheme == "s" ? season : nil
    }
    ranker.assign(partition: 0)
    let (input, output) = (RecordBatch(), RecordBatch())
    var first = message(0, 1)
    first.progress = [delta("甲镇", "2022-10-18", 7)]
    var other = message(0, 2)
    other.scheme = "nobody's"
    for message in [first, other, other] {
        input.append(topic: .ledgerPosted, partition: 0, key: "s") { message.write(to: $0) }
    }
    ranker.process(input, into: output)
    let rankings = output.places.compactMap { try? RankingPublished(wire: output.value(of: $0)) }
    #expect(rankings.contains { $0.rows.contains { $0.unit == "甲镇" && $0.enrolled == 7 } })
    #expect(asked == 2)
}
