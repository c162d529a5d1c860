import Events

/// Counts the rejections of a batch by their codes; they are rare, so each is read again for it.
struct RefusalCount {
    /// Codes of bytes that are no fact; every other one is a matter of rules.
    private static let poisonCodes: Set<String> = ["undecodable", "unknown_version"]

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
