import Events
import Foundation
import Ledger
import Policy

/// A record of an office with the fields that items do not carry.
struct OfficeNote {
    let record: OfficeRecord
    /// Source and number of the fact.
    let id: String
    private let fields: [String: Any]

    init(_ pair: (record: OfficeRecord, id: String)) {
        record = pair.record
        id = pair.id
        let object = try? JSONSerialization.jsonObject(with: Data(record.json.utf8))
        fields = object as? [String: Any] ?? [:]
    }

    /// A field as text; empty when it is not there.
    func text(_ key: String) -> String {
        switch fields[key] {
        case let text as String: text
        case let number as NSNumber: number.stringValue
        default: ""
        }
    }

    /// A whole number; zero when it is not there.
    func number(_ key: String) -> Int64 { Int64(text(key)) ?? 0 }

    /// The record's sum; nil when it is none.
    var amount: Money? {
        for (key, isYuan) in [("amount_yuan", true), ("金额", true), ("amount_fen", false)] {
            let text = text(key)
            if text.isEmpty { continue }
            let bytes = Array(text.utf8)
            let outcome = isYuan ? Money.parse(yuan: bytes) : Money.parse(fen: bytes)
            if case .success(let amount) = outcome { return amount }
        }
        return nil
    }

    /// `{"0": 1200}` in order of partition.
    func positions(_ key: String) -> [JournalPosition] {
        guard let table = fields[key] as? [String: Any] else { return [] }
        return table.compactMap { name, value -> JournalPosition? in
            guard let partition = Int32(name), let number = value as? NSNumber else { return nil }
            return JournalPosition(partition: partition, sequence: number.int64Value)
        }
        .filter { $0.sequence > 0 }.sorted()
    }

    /// The day that it is about.
    var day: CivilDate { CivilDate(text("on")) ?? record.at.date }
}

extension ReportBooks {
    /// Records of types, sorted by time and id.
    func records(_ types: Set<String>) throws -> [OfficeNote] {
        try reader.officeRecords(scheme: scheme).filter { types.contains($0.record.type) }
            .map(OfficeNote.init)
    }
}
