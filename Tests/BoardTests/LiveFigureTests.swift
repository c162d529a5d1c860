import Events
import Foundation
import Ledger
import NIOCore
import Stage
import Synchronization
import Testing

@testable import Board

private func made(
    _ counted: Int64,
    offset: Int64 = 0,
    period: String = "current"
) -> RankingEdition {
    let ranking = RankingPublished(
        scheme: "s",
        period: period,
        asOf: CivilDate(day: 19_300),
        edition: UInt64(counted),
        isDecided: false,
        rows: [
            RankingRow(
                rank: 1,
                unit: "a\"\n<b>",
                target: 1_000,
                enrolled: counted,
                paid: .zero,
                counted: counted
            )
        ],
        positions: [(0, counted)]
    )
    return RankingEdition(ranking: ranking, offset: offset, seenMs: 0)
}

private let interest = EventHub.Interest(scheme: "s", period: "current")

struct LiveFigureTests {
    @Test func `F-124 an event is one line of JSON under the offset, whatever a unit is called`()
        throws
    {
        let text = String(buffer: RankingEvent.bytes(made(989, offset: 42)))
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.count == 5)
        #expect(lines[0] == "id: 42")
        #expect(lines[1] == "event: ranking")
        let data = Data(lines[2].dropFirst("data: ".count).utf8)
        let object = try JSONSerialization.jsonObject(with: data) as? [String: Any]
        let rows = try #require(object?["rows"] as? [[String: String]])
        #expect(rows[0]["unit"] == "a\"\n<b>")
        #expect(rows[0]["rate"] == "98.90%")
        #expect(rows[0]["gap"] == "11")
    }

    @Test func `F-124 a browser gets the newest figures, and of a backlog the last`() async throws {
        let hub = EventHub()
        let watch = try #require(hub.watch(interest, account: "a", first: made(1, offset: 1)))
        for number in 2...9 { hub.push(made(Int64(number), offset: Int64(number))) }
        hub.push(made(99, offset: 99, period: "current/鲍沟镇"))
        hub.leave(watch.number)
        var got: [String] = []
        for await event in watch.events { got.append(String(buffer: event)) }
        #expect(got.count == 1)
        #expect(got.first?.hasPrefix("id: 9\n") == true)
    }

    @Test func `a browser that takes nothing for long is let go, and places are limited`() throws {
        let hub = EventHub(limits: EventHub.Limits(all: 3, perAccount: 2, missedMax: 5))
        let first = try #require(hub.watch(interest, account: "a", first: nil))
        let second = try #require(hub.watch(interest, account: "a", first: nil))
        #expect(hub.watch(interest, account: "a", first: nil) == nil)
        let third = try #require(hub.watch(interest, account: "b", first: nil))
        #expect(hub.watch(interest, account: "c", first: nil) == nil)
        hub.leave(second.number)
        for number in 1...7 { hub.push(made(Int64(number), offset: Int64(number))) }
        #expect(hub.counts.watching == 0)
        #expect(hub.counts.dropped == 2)
        hub.leave(first.number)
        hub.leave(third.number)
        #expect(hub.watch(interest, account: "c", first: nil) != nil)
    }

    @Test func `F-113 the age of a figure runs from the acceptance of what it counts`() {
        let ages = AgeMeter()
        ages.noteEnd(partition: 0, 10, atMs: 0)
        ages.noteEnd(partition: 0, 12, atMs: 1_000)
        ages.noteEnd(partition: 0, 13, atMs: 1_100)
        #expect(ages.reading(atMs: 1_300).waitingMs == 300)
        func posted(_ outbox: Int64, _ fact: Int64) -> PartitionState {
            PartitionState(
                partition: 0,
                nextOffset: 0,
                epoch: 1,
                journalSequence: 0,
                outboxSequence: outbox,
                highWater: HighWater(offset: fact, index: 0)
            )
        }
        ages.notePosted(posted(5, 11))
        ages.noteRanking([(0, 4)], atMs: 1_350)
        #expect(ages.reading(atMs: 1_350).count == 0)
        ages.noteRanking([(0, 5)], atMs: 1_400)
        let reading = ages.reading(atMs: 1_400)
        #expect(reading.count == 1)
        #expect(reading.medianMs == 400)
        #expect(reading.waitingMs == 300)
        ages.notePosted(posted(6, 12))
        ages.noteRanking([(0, 6)], atMs: 1_900)
        #expect(ages.reading(atMs: 2_000).waitingMs == 0)
        #expect(ages.reading(atMs: 2_000).p99Ms == 800)
        // A payment that came again changes no ranking.
        ages.noteEnd(partition: 0, 14, atMs: 2_100)
        ages.notePosted(posted(6, 12))
        #expect(ages.reading(atMs: 2_200).waitingMs == 100)
        ages.notePosted(posted(6, 13))
        #expect(ages.reading(atMs: 9_000).waitingMs == 0)
        #expect(ages.reading(atMs: 9_000).count == 2)
    }

    @Test
    func `F-108 F-124 the newest edition of a period stands, and a restated one keeps its first`() {
        let rankings = LiveRankings()
        func batch(_ editions: [(UInt64, Bool, Int64)]) -> RecordBatch {
            let batch = RecordBatch()
            for (number, isDecided, offset) in editions {
                let period = isDecided ? "week-2022-10-23" : "current"
                let ranking = RankingPublished(
                    scheme: "s",
                    period: period,
                    asOf: CivilDate(day: 19_300),
                    edition: number,
                    isDecided: isDecided,
                    rows: [],
                    positions: []
                )
                let value = ByteBufferOf(ranking).bytes
                Array("s/\(period)".utf8).withUnsafeBytes { key in
                    value.withUnsafeBytes {
                        batch.append(
                            topic: .rankingsPublished,
                            partition: 0,
                            offset: offset,
                            key: key,
                            value: $0
                        )
                    }
                }
            }
            return batch
        }
        rankings.take(batch([(7, false, 70), (8, true, 71)]), seenMs: 0)
        rankings.take(
            batch([(3, true, 30), (4, false, 40), (7, false, 70), (8, true, 71)]),
            seenMs: 1
        )
        #expect(rankings.newest("s")?.ranking.edition == 7)
        #expect(rankings.editions("s", "week-2022-10-23").map(\.ranking.edition) == [3, 8])
        let changed = rankings.take(batch([(9, false, 80), (10, false, 81)]), seenMs: 2)
        #expect(changed.map(\.ranking.edition) == [10])
        #expect(rankings.editions("s", "current").map(\.ranking.edition) == [10])
    }

    @Test func `F-124 what is published is pushed to a browser within a tenth of a second`()
        async throws
    {
        let world = try FigureWorld()
        let hub = EventHub()
        let rankings = LiveRankings()
        let clock = ContinuousClock()
        let follower = RankingFollower(
            world.test.sources.log,
            into: rankings,
            hub: hub,
            nowMs: Figures.nowMs,
            told: { Issue.record("\($0)") }
        )
        let here = EventHub.Interest(scheme: FigureWorld.scheme, period: "current")
        let watch = try #require(hub.watch(here, account: "a", first: nil))
        follower.start()
        var iterator = watch.events.makeAsyncIterator()
        _ = await iterator.next()
        var waits: [Duration] = []
        for number in 1...20 {
            let start = clock.now
            try world.publish(
                made(Int64(number)).ranking.rows,
                edition: UInt64(number)
            )
            var text = ""
            // A heartbeat may come between, on a machine that has other things to do.
            repeat {
                text = String(buffer: try #require(await iterator.next()))
            } while text.hasPrefix(":")
            waits.append(clock.now - start)
            #expect(text.contains("\"edition\":\(number),"))
        }
        follower.stop()
        // Others wait for the cores, which all tests share: no polling by the second would be so
        // quick even once.
        #expect(try #require(waits.min()) < .milliseconds(100), "\(waits)")
    }
}

/// The wire form of a ranking.
private struct ByteBufferOf {
    let bytes: [UInt8]

    init(_ ranking: RankingPublished) {
        let buffer = Events.ByteBuffer()
        ranking.write(to: buffer)
        bytes = Array(buffer.bytes)
    }
}
