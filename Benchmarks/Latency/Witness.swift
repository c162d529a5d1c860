import Events
import Foundation
import Kafka
import Stage
import Synchronization

/// Reads `rankings.published` as a subscriber does, and notes when it saw how many persons counted.
final class Witness: @unchecked Sendable {
    /// What stood in a ranking, by partition, and when it was seen.
    struct Sample {
        let seen: Int64
        let counts: [Int64]
    }

    private struct State {
        var samples: [Sample] = []
        var next: Int64 = 0
        var isStopping = false
        var problem: (any Error)?
    }

    private let log: KafkaEventLog
    private let payers: Payers
    private let partitions: Int
    private let consumer: any LogConsumer
    private let state = Mutex(State())
    private let ended = DispatchSemaphore(value: 0)

    /// Creates a witness that stands still.
    ///
    /// - Parameter log: Its own: who else writes would make it wait.
    init(log: KafkaEventLog, _ payers: Payers) throws {
        self.log = log
        self.payers = payers
        partitions = try log.partitionCount(of: .paymentsReceived)
        // Nobody has read in this group: it begins at the first ranking.
        let group = "latency-\(ProcessInfo.processInfo.processIdentifier)-\(Clock.now)"
        consumer = try log.consumer(group: group, topics: [.rankingsPublished])
    }

    /// Begins to read, on a thread of its own.
    func start() {
        let thread = Thread { [self] in
            do { try follow() } catch { state.withLock { $0.problem = error } }
            ended.signal()
        }
        thread.name = "witness"
        thread.start()
    }

    /// What was seen so far.
    var samples: [Sample] { state.withLock { $0.samples } }

    /// What stood in the last ranking.
    var counts: [Int64] {
        state.withLock { $0.samples.last?.counts } ?? Array(repeating: 0, count: partitions)
    }

    /// Waits until all that was published by now is read.
    func catchUp() throws {
        let end = try log.endOffset(topic: .rankingsPublished, partition: 0)
        let deadline = Clock.now + 30_000_000_000
        while state.withLock({ $0.next }) < end {
            if Clock.now > deadline {
                throw Failure(description: "rankings.published is not read to its end")
            }
            usleep(20_000)
        }
    }

    /// Waits until rankings count so many persons, or the time is over.
    func wait(for wanted: [Int64], seconds: Int64) {
        let deadline = Clock.now + seconds * 1_000_000_000
        while Clock.now < deadline, state.withLock({ $0.problem == nil }),
            !zip(counts, wanted).allSatisfy({ $0 >= $1 })
        {
            usleep(20_000)
        }
    }

    /// Ends the thread; throws what ended it before.
    func stop() throws {
        state.withLock { $0.isStopping = true }
        ended.wait()
        try consumer.close()
        try log.close()
        if let problem = state.withLock({ $0.problem }) { throw problem }
    }

    private func follow() throws {
        let batch = RecordBatch(capacity: 1 << 20)
        while !state.withLock({ $0.isStopping }) {
            let outcome = try consumer.poll(maxRecords: 1_000, timeoutMs: 100, into: batch)
            if outcome != .records { continue }
            let now = Clock.now
            for place in batch.places {
                let ranking = try RankingPublished(wire: batch.value(of: place))
                guard ranking.scheme == payers.scheme, ranking.period == "current" else { continue }
                let sample = Sample(seen: now, counts: payers.counts(of: ranking))
                state.withLock { $0.samples.append(sample) }
            }
            // Never committed: nobody reads on after it.
            if let last = batch.places.last { state.withLock { $0.next = last.offset + 1 } }
        }
    }
}
