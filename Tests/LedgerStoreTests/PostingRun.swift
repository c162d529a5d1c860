import Events
import Foundation
import Ledger
import Testing

/// The same messages of `classify` for every store, posted by owners that are disturbed.
///
/// Each person is held first, then insured, then refunded a part: three journals that follow one
/// another.
struct PostingRun: Sendable {
    var partitions: Int32 = 2
    /// Messages per partition.
    var count: Int64 = 900
    /// Largest batch.
    var batchMax: UInt64 = 40

    /// Posts a partition from wherever the store stands to its end, whatever happens meanwhile.
    ///
    /// - Returns: How often the store was away or the partition lost.
    @discardableResult
    func post(_ partition: Int32, to store: any LedgerStore, seed: UInt64) throws -> Int {
        var random = Lehmer(state: seed)
        var disturbances = 0
        let start = Date()
        while true {
            do {
                let poster = Poster()
                let state = try store.open(partition: partition)
                poster.assign(state)
                var offset = state.nextOffset
                while offset < count {
                    let size = min(Int64(1 + random.next() % batchMax), count - offset)
                    let batch = batch(poster, partition, offset..<(offset + size))
                    // As the handler does: the same batch again while the database is away.
                    while true {
                        do {
                            try store.apply(batch)
                            break
                        } catch let problem as LedgerProblem where problem.passes {
                            disturbances += 1
                            try #require(Date().timeIntervalSince(start) < 60, "\(problem)")
                            usleep(10_000)
                        }
                    }
                    offset += size
                }
                return disturbances
            } catch LedgerProblem.fenced {
                disturbances += 1
            } catch let problem as LedgerProblem where problem.passes {
                disturbances += 1
                usleep(10_000)
            }
            try #require(Date().timeIntervalSince(start) < 60, "the run came to no end")
        }
    }

    /// The digests of what a store holds, after an audit that found nothing.
    func digests(of store: any LedgerStore) throws -> [String] {
        try store.read { reader throws in
            let audit = try BookAudit(reader)
            #expect(try audit.findings(reader).flatMap(\.violations).isEmpty)
            #expect(Int64(audit.journalCount) == count * Int64(partitions))
            let tallies = try reader.tallies(scheme: "s").values.reduce(0, +)
            #expect(tallies == count * Int64(partitions))
            return [audit.journalDigest, try audit.outcomeDigest(reader, rankings: [])]
        }
    }

    /// The digests of an undisturbed run on the embedded store.
    func calm() throws -> [String] {
        let world = try LedgerWorld(.sqlite)
        defer { world.remove() }
        let store = try world.store()
        for partition in 0..<partitions { try post(partition, to: store, seed: 1) }
        return try digests(of: store)
    }

    private func batch(_ poster: Poster, _ partition: Int32, _ offsets: Range<Int64>) -> LedgerBatch
    {
        let input = RecordBatch()
        for offset in offsets {
            let value = ByteBuffer()
            Classified.writeHead(
                to: value,
                scheme: "s",
                offset: offset,
                index: 0,
                tally: .accepted
            )
            let (step, person) = (offset % 3, offset / 3)
            let before = ByteBuffer()
            if step > 0 { assessment(person, step - 1).write(to: before) }
            let now = ByteBuffer()
            assessment(person, step).write(to: now)
            Classified.writeChange(
                to: value,
                revision: UInt64(step + 1),
                cause: "t/\(offset)",
                previous: before.bytes,
                current: now.bytes,
                seal: nil
            )
            PersonKey(high: UInt64(partition), low: UInt64(person)).withBytes {
                input.append(
                    topic: .assessmentsClassified,
                    partition: partition,
                    offset: offset,
                    key: $0,
                    value: value.bytes
                )
            }
        }
        return poster.post(input) { _, problem in Issue.record("\(problem)") }
    }

    private func assessment(_ person: Int64, _ step: Int64) -> Assessment {
        var it = Assessment()
        it.unit = "unit \(person % 11)"
        it.category = "ordinary"
        it.premium = Money(yuan: 960)
        it.rules = ["TZ-01"]
        it.receipts = [Share(party: "channel \(person % 3)", amount: Money(yuan: 400))]
        it.status = step == 0 ? .early : .insured
        guard step > 0 else { return it }
        it.isCovered = true
        it.due = Money(yuan: 350)
        it.shares = [Share(party: "funder \(person % 5)", amount: Money(yuan: 610))]
        it.enrolledOn = CivilDate(day: 19_300 + Int32(person % 30))
        if step == 2 { it.refund = Money(yuan: 50) }
        return it
    }
}

/// Lehmer's generator: x ← 48271·x mod (2³¹ − 1).
struct Lehmer {
    private var state: UInt64

    init(state: UInt64) { self.state = state % 0x7FFF_FFFE + 1 }

    mutating func next() -> UInt64 {
        state = state * 48_271 % 0x7FFF_FFFF
        return state
    }
}

extension LedgerProblem {
    /// Whether the same call may succeed later: the database is away, busy or full.
    var passes: Bool {
        switch self {
        case .unavailable, .full: true
        case .fenced, .unusable: false
        }
    }
}
