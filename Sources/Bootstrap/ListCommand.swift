import Classification
import Events
import Foundation
import Intake
import Stage

/// `zhengjiao lists`: what the log of record says of the bureaus' lists.
public struct ListCommand {
    private let log: LogArguments
    private let scheme: String

    /// Creates the command.
    public init(log: LogArguments, scheme: String) {
        self.log = log
        self.scheme = scheme
    }

    /// The table of all lists: which count, and what the others wait for.
    public func status() throws -> String {
        let log = try Adapters.log(try log.url())
        let versions = try read(log, comparing: [])
        let partitions = Int32(try log.partitionCount(of: .factsValidated))
        var lines = ["list,bureau,snapshot,rows,sealed,counts,waits_for"]
        for it in versions.standings(partitions: partitions) {
            lines.append(
                ListCommand.line([
                    it.list, it.bureau, it.snapshot?.description ?? "", "\(it.rows)",
                    it.sealed.map { "\($0)" } ?? "", it.isActive ? "yes" : "no",
                    it.waitsFor.joined(separator: "; "),
                ])
            )
        }
        try log.close()
        return lines.joined(separator: "\n") + "\n"
    }

    /// The table of differences between two lists.
    ///
    /// - Parameter keys: Open the seals, so that persons are named, masked; nil leaves that out.
    /// - Throws: ``ConfigurationProblem`` when the log knows no row and no seal of a list.
    public func difference(
        from first: String,
        to second: String,
        keys: SeasonKeys?
    ) throws -> String {
        let log = try Adapters.log(try log.url())
        let versions = try read(log, comparing: [first, second])
        let partitions = Int32(try log.partitionCount(of: .factsValidated))
        let known = Set(versions.standings(partitions: partitions).map(\.list))
        for list in [first, second] where !known.contains(list) {
            throw ConfigurationProblem(
                "list \(list): \(scheme) has no such list in this log. "
                    + "zhengjiao lists status shows those that it has."
            )
        }
        let named = keys == nil ? "" : ",name,identity_number"
        var lines = ["kind,person,unit,row_before,row_after,columns\(named)"]
        for it in versions.differences(from: first, to: second) {
            lines.append(ListCommand.line(try cells(it, keys: keys)))
        }
        try log.close()
        return lines.joined(separator: "\n") + "\n"
    }

    private func cells(_ it: ListVersions.Difference, keys: SeasonKeys?) throws -> [String] {
        let shown = it.after ?? it.before
        var cells = [
            it.kind.rawValue, "\(it.person)", shown?.row.unit ?? "",
            it.before.map { "\($0.row.row)" } ?? "", it.after.map { "\($0.row.row)" } ?? "",
            it.columns.joined(separator: ";"),
        ]
        guard let keys, let seal = shown?.seal else { return cells }
        let person = try keys.open(seal, scheme: scheme)
        cells += [person.maskedName, person.maskedNumber]
        return cells
    }

    private func read(_ log: any EventLog, comparing lists: Set<String>) throws -> ListVersions {
        var versions = ListVersions(scheme: scheme, comparing: lists)
        var ends: [Int32: Int64] = [:]
        try versions.read(log, from: &ends)
        return versions
    }

    private static func line(_ cells: [String]) -> String {
        cells.map { cell in
            cell.contains { ",\"\n".contains($0) }
                ? "\"\(cell.replacing("\"", with: "\"\""))\"" : cell
        }
        .joined(separator: ",")
    }
}

extension ListVersions {
    /// Takes what the log of record has gained.
    ///
    /// - Parameter positions: How far it was read, per partition; moved on.
    mutating func read(_ log: any EventLog, from positions: inout [Int32: Int64]) throws {
        let batch = RecordBatch(capacity: 1 << 20)
        for partition in 0..<Int32(try log.partitionCount(of: .factsValidated)) {
            let end = try log.endOffset(topic: .factsValidated, partition: partition)
            var offset = positions[partition] ?? 0
            while offset < end {
                try log.read(
                    topic: .factsValidated,
                    partition: partition,
                    from: offset,
                    maxRecords: 20_000,
                    into: batch
                )
                guard let last = batch.places.last else { break }
                for place in batch.places {
                    let fact = try Fact(wire: batch.value(of: place))
                    take(fact, key: batch.key(of: place), partition: partition)
                }
                offset = last.offset + 1
                positions[partition] = offset
            }
        }
    }
}

/// Where a table goes.
public enum TableOutput {
    /// Writes a table to a file, or prints it without one.
    public static func write(_ table: String, to path: String?) throws {
        guard let path else { return print(table, terminator: "") }
        do {
            try table.write(toFile: path, atomically: true, encoding: .utf8)
        } catch {
            throw ConfigurationProblem("--out \(path): cannot be written. Choose another path.")
        }
    }
}
