import Events

/// Counts the rejections of a batch by their codes; they are rare, so each is read again for it.
struct RefusalCount {
    /// Codes of bytes that are no fact; every other one is a matter of rules.
    fileprivate static let poisonCodes: Set<String> = ["undecodable", "unknown_version"]

    private var counts: [String: Int64] = [:]

    mutating func count(_ output: RecordBatch) {
        for place in output.places where place.topic == .rejections {
            guard let rejection = try? Rejection(wire: output.value(of: place)) else { continue }
            counts[rejection.code, default: 0] += 1
        }
    }

    func add(to snapshot: inout WorkerStatus.Snapshot) {
        for (code, times) in counts {
            if Self.poisonCodes.contains(code) {
                snapshot.poison[code, default: 0] += times
            } else {
                snapshot.rejected[code, default: 0] += times
            }
        }
    }
}

extension WorkerStatus.Snapshot {
    /// Begins to count refusals at nothing: who watches a counter that is first seen with its first
    /// refusal sees no growth.
    ///
    /// - Parameter codes: All that the worker knows.
    public mutating func begin(refusals codes: some Sequence<String>) {
        for code in codes {
            if RefusalCount.poisonCodes.contains(code) {
                poison[code, default: 0] += 0
            } else {
                rejected[code, default: 0] += 0
            }
        }
    }
}
