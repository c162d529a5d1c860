import Events
import Foundation
import Ledger
import Repair
import Stage

/// Erases the identities of a season by destroying its data keys, and certifies it.
///
/// Sums, journals, audit and rankings rest on person keys and stay as they are.
public struct Erasure {
    private let keys: KeyArguments
    private let ledger: LedgerArguments
    private let log: LogArguments
    private let act: ActArguments

    /// Creates the command.
    public init(
        keys: KeyArguments,
        ledger: LedgerArguments,
        log: LogArguments,
        act: ActArguments
    ) {
        (self.keys, self.ledger, self.log, self.act) = (keys, ledger, log, act)
    }

    /// The type of the record that stands in the log afterwards.
    public static let recordType = "IdentitiesErased"

    /// Erases, once.
    ///
    /// - Throws: ``ConfigurationProblem`` before anything is destroyed, when the confirmation is
    ///   another scheme, the keys are not this season's, or serve another season as well.
    public func run(confirmation: String, certificate: String, keepsPersonKey: Bool) throws {
        let order = try act.order()
        guard confirmation == order.scheme else {
            throw ConfigurationProblem(
                "--yes \(confirmation): is not --scheme \(order.scheme). Nothing was destroyed."
            )
        }
        let files = FileManager.default
        guard !files.fileExists(atPath: certificate) else {
            throw ConfigurationProblem("--certificate \(certificate): exists; name a new file.")
        }
        var file = try keys.file(of: order.scheme)
        let season = try keys.load(of: order.scheme)
        let store = try ledger.open()
        let (dataKeys, ringKeys) = (file.dataKeys, file.ringKeys)
        let persons = try check(order.scheme, season, store)
        try store.close()
        let events = try Setting.value("log", log.log).map { try Adapters.log($0) }
        var fields: [String: Any] = [
            "scheme": order.scheme, "at": order.at.description, "by": order.by,
            "note": order.note, "dataKeys": dataKeys, "ringKeys": ringKeys,
            "personKey": keepsPersonKey ? "kept" : "destroyed", "persons": persons,
            "remains":
                "journals, balances, rankings and audit by person key; seals that nothing opens",
            "notReached": "copies of the key file elsewhere: backups, other machines",
            "state": "begun",
        ]
        // Written before, so that an erasure that was broken off is known.
        try Erasure.write(fields, to: certificate)
        try file.erase(keepsPersonKey: keepsPersonKey)
        fields["state"] = "done"
        let text = try Erasure.write(fields, to: certificate)
        if let events { try Erasure.record(text, fields: order, in: events) }
        print("erased: data keys \(dataKeys.map { "\($0)" }.joined(separator: ", "))")
        print("persons whose names no longer open: \(persons)")
        print("certificate: \(certificate)")
    }

    /// Persons of the season whose seals open with the keys.
    private func check(
        _ scheme: String,
        _ keys: SeasonKeys,
        _ store: any LedgerStore
    ) throws -> Int {
        try store.read { reader in
            guard try reader.schemes().contains(scheme) else {
                throw ConfigurationProblem("--scheme \(scheme): the ledger has no such season.")
            }
            for other in try reader.schemes() where other != scheme {
                if try Erasure.opened(other, keys, reader) > 0 {
                    throw ConfigurationProblem(
                        "--keys: they open seals of \(other) as well. Nothing was destroyed."
                    )
                }
            }
            let persons = try Erasure.opened(scheme, keys, reader)
            guard persons > 0 else {
                throw ConfigurationProblem(
                    "--keys: open no seal of \(scheme): they are another season's. Nothing was "
                        + "destroyed."
                )
            }
            return persons
        }
    }

    private static func opened(
        _ scheme: String,
        _ keys: SeasonKeys,
        _ reader: any LedgerReader
    ) throws -> Int {
        var count = 0
        try reader.identities(scheme: scheme) { _, seal in
            if (try? keys.open(seal, scheme: scheme)) != nil { count += 1 }
        }
        return count
    }

    @discardableResult
    private static func write(_ fields: [String: Any], to path: String) throws -> String {
        let data = try JSONSerialization.data(
            withJSONObject: fields,
            options: [.sortedKeys, .withoutEscapingSlashes]
        )
        do {
            try data.write(to: URL(fileURLWithPath: path), options: .atomic)
        } catch {
            throw ConfigurationProblem("--certificate \(path): cannot be written.")
        }
        return String(decoding: data, as: UTF8.self)
    }

    private static func record(
        _ text: String,
        fields order: RejectionDesk.Order,
        in log: any EventLog
    ) throws {
        let fact = Fact(
            scheme: order.scheme,
            source: "keys",
            number: "erased-\(order.at)",
            body: .officeRecord(
                OfficeRecord(
                    type: recordType,
                    unit: order.scheme,
                    at: order.at,
                    by: order.by,
                    json: text
                )
            )
        )
        let batch = RecordBatch()
        batch.append(topic: .operationsReceived, key: order.scheme) { fact.write(to: $0) }
        try log.append(batch)
        try log.close()
    }
}
