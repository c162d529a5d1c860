import Events
import Ledger
import Stage

/// Compares the numbers that the ledger gave to its messages with those that reached their readers.
struct PostedAudit {
    /// What was found.
    let finding: BookAudit.Finding

    /// Reads `ledger.posted` as its readers do: with a mark for each partition of the ledger, and
    /// dropping what is not above it.
    ///
    /// What the ledger posted after `reader`'s moment is left out.
    init(_ reader: any LedgerReader, log: any EventLog) throws {
        var marks: [Int32: Int64] = [:]
        var missing: [Int32: [ClosedRange<Int64>]] = [:]
        try LogCensus.scan(.ledgerPosted, log) { bytes, _ in
            let message = try LedgerPosted(wire: bytes)
            let mark = marks[message.partition] ?? 0
            if message.sequence <= mark { return }
            if message.sequence > mark + 1 {
                missing[message.partition, default: []].append((mark + 1)...(message.sequence - 1))
            }
            marks[message.partition] = message.sequence
        }
        let waiting = try reader.outboxNumbers()
        var violations: [String] = []
        for state in try reader.positions() {
            let partition = state.partition
            var lost = missing[partition] ?? []
            var mark = marks[partition] ?? 0
            for sequence in waiting[partition] ?? [] where sequence > mark {
                if sequence > mark + 1 { lost.append((mark + 1)...(sequence - 1)) }
                mark = sequence
            }
            if mark < state.outboxSequence { lost.append((mark + 1)...state.outboxSequence) }
            for range in lost where range.lowerBound <= state.outboxSequence {
                violations.append(
                    range.count == 1
                        ? "message \(partition)/\(range.lowerBound)"
                        : "messages \(partition)/\(range.lowerBound)…"
                            + "\(partition)/\(range.upperBound)"
                )
            }
        }
        finding = BookAudit.Finding(
            statement: "Every message of the ledger is published or waits to be",
            violations: violations
        )
    }
}
