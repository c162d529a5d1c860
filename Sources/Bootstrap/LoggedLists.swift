import Classification
import Events
import Stage
import Synchronization
import Uploads

/// The lists of a scheme as the log of record tells them, read on from where it was read before.
///
/// It may be asked from any thread; whoever asks reads what is new and waits for it.
final class LoggedLists: ListHistory {
    private struct Reading {
        var versions: ListVersions
        var positions: [Int32: Int64] = [:]
    }

    private let log: any EventLog
    private let scheme: String
    private let reading: Mutex<Reading>

    init(log: any EventLog, scheme: String) {
        (self.log, self.scheme) = (log, scheme)
        reading = Mutex(Reading(versions: ListVersions(scheme: scheme)))
    }

    func lists() throws -> [ListStanding] {
        let log = log
        let partitions = Int32(try log.partitionCount(of: .factsValidated))
        return try reading.withLock { reading in
            try reading.versions.read(log, from: &reading.positions)
            return reading.versions.standings(partitions: partitions).map { it in
                ListStanding(
                    list: it.list,
                    bureau: it.bureau,
                    snapshot: it.snapshot,
                    rows: it.rows,
                    sealed: it.sealed,
                    isActive: it.isActive,
                    waitsFor: it.waitsFor
                )
            }
        }
    }

    func differences(from first: String, to second: String) throws -> [ListDifference]? {
        let known = Set(try lists().map(\.list))
        guard known.contains(first), known.contains(second) else { return nil }
        var versions = ListVersions(scheme: scheme, comparing: [first, second])
        var positions: [Int32: Int64] = [:]
        try versions.read(log, from: &positions)
        return versions.differences(from: first, to: second).map { it in
            ListDifference(
                kind: it.kind.rawValue,
                unit: (it.after ?? it.before)?.row.unit ?? "",
                before: it.before?.row.row,
                after: it.after?.row.row,
                columns: it.columns
            )
        }
    }
}
