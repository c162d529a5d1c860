import Events
import Ledger

// What stands in the log.
extension Judge {
    /// sent = accepted + rejected + repeated, code by code, as counted from what was received.
    func checkTallies() throws {
        var wanted: [String: [TallyKey: Int64]] = [:]
        var taken: Set<String> = []
        var refused: Set<Rejection.Place> = []
        let fates = Dictionary(
            season.streams.joined().map { ($0.bytes + $0.key, $0) },
            uniquingKeysWith: { one, _ in one }
        )
        for topic in Topic.received {
            for partition in 0..<Int32(season.partitions) {
                for (place, batch) in visible(topic, partition) {
                    let bytes = Array(batch.value(of: place)) + Array(batch.key(of: place))
                    guard let message = fates[bytes] else {
                        throw Violation(
                            "nobody sent \(topic.rawValue)/\(partition) \(place.offset)"
                        )
                    }
                    var fate = message.fate
                    // Of a broadcast that counts, the part of partition 0 does.
                    if partition != 0, message.partition != nil { fate = .control }
                    guard let key = key(fate, &taken) else { continue }
                    if key.tally == .rejected {
                        refused.insert(
                            .init(topic: topic, partition: partition, offset: place.offset)
                        )
                    }
                    wanted[message.scheme, default: [:]][key, default: 0] += 1
                }
            }
        }
        for scheme in Set(wanted.keys).union(try books.schemes()) where !scheme.isEmpty {
            let found = try books.tallies(scheme: scheme).filter { $0.key.tally != .control }
            try require(found, wanted[scheme] ?? [:], "tallies of \(scheme)")
        }
        try checkRejections(refused)
    }

    /// Each refused message stands among the rejections, by the place where it was read.
    private func checkRejections(_ refused: Set<Rejection.Place>) throws {
        var found: Set<Rejection.Place> = []
        for partition in 0..<Int32(season.partitions) {
            for (place, batch) in visible(.rejections, partition) {
                let rejection = try Rejection(wire: batch.value(of: place))
                guard let source = rejection.place else {
                    throw Violation("no place: \(rejection)")
                }
                let isNew = found.insert(source).inserted
                if !isNew, simulation.delivery == .exactlyOnce {
                    throw Violation("\(source) is rejected twice")
                }
            }
        }
        try require(found, refused, "places of rejections")
    }

    private func key(_ fate: Message.Fate, _ taken: inout Set<String>) -> TallyKey? {
        switch fate {
        case .fact(let id):
            let isNew = taken.insert(id).inserted
            return TallyKey(tally: isNew ? .accepted : .repeated, code: "")
        case .conflict: return TallyKey(tally: .conflicting, code: "conflict")
        case .rejected(let code): return TallyKey(tally: .rejected, code: code)
        case .control: return nil
        }
    }

    /// Every received record went through validate, in order; exactly once where that is promised.
    func checkFacts() throws {
        for partition in 0..<Int32(season.partitions) {
            var seen: [Topic: [Int64]] = [:]
            for (place, batch) in visible(.factsValidated, partition) {
                guard let origin = try Fact(wire: batch.value(of: place)).origin else {
                    throw Violation("a fact without origin")
                }
                let last = seen[origin.topic]?.last ?? -1
                if origin.offset > last {
                    seen[origin.topic, default: []].append(origin.offset)
                } else if simulation.delivery == .exactlyOnce {
                    throw Violation("\(origin) after \(last), in partition \(partition)")
                }
            }
            for topic in Topic.received {
                let wanted = visible(topic, partition).map(\.0.offset)
                try require(seen[topic] ?? [], wanted, "facts from \(topic.rawValue)/\(partition)")
            }
        }
    }

    /// The outputs of classify are numbered upwards; exactly once where that is promised, but for
    /// the record in work when its worker died: its slices may stand twice, byte for byte.
    func checkClassified() throws {
        for partition in 0..<Int32(season.partitions) {
            var water = HighWater.start
            var known: [HighWater: [UInt8]] = [:]
            for (place, batch) in visible(.assessmentsClassified, partition) {
                let bytes = Array(batch.value(of: place))
                let message = try Classified(wire: batch.value(of: place))
                let next = HighWater(offset: message.offset, index: message.index)
                if next > water {
                    water = next
                } else if simulation.delivery == .exactlyOnce, next.offset != water.offset {
                    throw Violation("\(next) after \(water), in partition \(partition)")
                }
                if known.updateValue(bytes, forKey: next) ?? bytes != bytes {
                    throw Violation("\(next) is told in two ways, in partition \(partition)")
                }
            }
            let state = books.states[partition]
            try require(state?.highWater ?? .start, water, "high water of partition \(partition)")
        }
    }

    /// Every message of the outbox came to `ledger.posted`, in order, and what a reader adds up is
    /// the ledger's progress.
    func checkPosted() throws {
        var marks: [Int32: Int64] = [:]
        var sums: [String: [ProgressKey: Progress]] = [:]
        for (place, batch) in visible(.ledgerPosted, 0) {
            let message = try LedgerPosted(wire: batch.value(of: place))
            let mark = marks[message.partition] ?? 0
            if message.sequence <= mark { continue }
            try require(message.sequence, mark + 1, "posted of partition \(message.partition)")
            marks[message.partition] = message.sequence
            for (key, delta) in message.progress {
                sums[message.scheme, default: [:]][key, default: Progress()] += delta
            }
        }
        for state in try books.positions() {
            let mark = marks[state.partition] ?? 0
            try require(mark, state.outboxSequence, "last posted of partition \(state.partition)")
            let left = books.outbox[state.partition] ?? []
            try require(left.isEmpty, "outbox \(state.partition) still has \(left.count)")
        }
        for scheme in try books.schemes() {
            try require(
                (sums[scheme] ?? [:]).filter { !$0.value.isZero },
                try books.progress(scheme: scheme),
                "progress of \(scheme) as readers add it up"
            )
        }
    }

    /// The records of a partition that a reader sees.
    func visible(_ topic: Topic, _ partition: Int32) -> [(RecordPlace, RecordBatch)] {
        let batch = RecordBatch()
        _ = log.deliver(topic, partition, from: 0, maxRecords: Int.max, into: batch)
        return batch.places.map { ($0, batch) }
    }
}
