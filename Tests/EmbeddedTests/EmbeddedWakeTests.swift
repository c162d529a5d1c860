import Embedded
import Events
import Foundation
import Glibc
import Stage
import Synchronization
import Testing

/// Waiting costs nothing, waking is quick, the journal stays small.
@Suite(.serialized)
struct EmbeddedWakeTests {
    @Test func `a waiting member wakes a few milliseconds after a commit`() throws {
        let fresh = try FreshLog()
        let log = try fresh.open(partitions: 4)
        let other = try fresh.open()
        let member = try TestConsumer(log, group: "g")
        #expect(try member.poll { $0.owned.count == 4 })
        let committed = Mutex<[Date]>([])
        let writer = Thread {
            for round in 0..<21 {
                Thread.sleep(forTimeInterval: 0.02)
                try? other.append(.paymentsReceived, Int32(round % 4), ["r"])
                committed.withLock { $0.append(Date()) }
            }
        }
        writer.start()
        var seen: [Date] = []
        while seen.count < 21 {
            guard try member.poll(timeoutMs: 5_000) == .records else { break }
            seen.append(contentsOf: Array(repeating: Date(), count: member.batch.count))
        }
        while !writer.isFinished { Thread.sleep(forTimeInterval: 0.001) }
        let delays = zip(seen, committed.withLock { $0 }).map { $0.timeIntervalSince($1) }.sorted()
        #expect(delays.count == 21)
        #expect(delays[10] < 0.010)
        try other.close()
        try log.close()
    }

    @Test func `an idle member uses no processor time worth naming`() throws {
        let fresh = try FreshLog()
        let log = try fresh.open(partitions: 4)
        let member = try TestConsumer(log, group: "g", topics: Topic.received)
        #expect(try member.poll { $0.owned.count == 4 })
        let before = threadMicroseconds()
        #expect(try member.poll(timeoutMs: 2_500) == .idle)
        let usedMs = Double(threadMicroseconds() - before) / 1_000
        #expect(usedMs < 12.5, "half a percent of one core")
        try log.close()
    }

    @Test func `a bell that never rang costs a second at most`() throws {
        let fresh = try FreshLog()
        let log = try fresh.open(partitions: 1)
        let member = try TestConsumer(log, group: "g")
        #expect(try member.poll { $0.owned == [0] })
        try log.append(.operationsReceived, 0, ["a"])
        let span = "(SELECT firstStream FROM topic WHERE name = 'payments.received') << 40"
        let thread = Thread {
            Thread.sleep(forTimeInterval: 0.1)
            try? fresh.execute(
                """
                INSERT INTO recordBatch
                SELECT \(span), recordCount, records, writtenMs, headers FROM recordBatch
                """
            )
        }
        thread.start()
        let start = Date()
        #expect(try member.poll(timeoutMs: 5_000) == .records)
        #expect(Date().timeIntervalSince(start) < 2)
        try log.close()
    }

    @Test func `the journal stays small although readers come and go without a pause`() throws {
        let fresh = try FreshLog()
        let log = try fresh.open(partitions: 1)
        let isOver = Mutex(false)
        let readers = (0..<3).map { _ in
            Thread {
                guard let own = try? fresh.open() else { return }
                let batch = RecordBatch()
                while !isOver.withLock({ $0 }) {
                    let end = (try? own.endOffset(topic: .factsValidated, partition: 0)) ?? 0
                    try? own.read(
                        topic: .factsValidated,
                        partition: 0,
                        from: max(0, end - 2_000),
                        maxRecords: 2_000,
                        into: batch
                    )
                }
                try? own.close()
            }
        }
        readers.forEach { $0.start() }
        let rows = Array(repeating: String(repeating: "x", count: 1_000), count: 1_000)
        var largest = 0
        for _ in 0..<160 {
            try log.append(.factsValidated, 0, rows)
            let size = try FileManager.default.attributesOfItem(atPath: fresh.path + "-wal")[.size]
            largest = max(largest, size as? Int ?? 0)
        }
        isOver.withLock { $0 = true }
        while readers.contains(where: { !$0.isFinished }) { Thread.sleep(forTimeInterval: 0.001) }
        #expect(largest < 64 << 20, "160 MB were written")
        try log.close()
    }

    private func threadMicroseconds() -> Int {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return time.tv_sec * 1_000_000 + time.tv_nsec / 1_000
    }
}
