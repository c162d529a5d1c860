import Events
import Ledger

extension Books {
    func journals(
        partition: Int32,
        _ numbers: ClosedRange<Int64>,
        _ body: (JournalRow) throws -> Void
    ) throws {
        try journals {
            if $0.partition == partition, numbers.contains($0.sequence) { try body($0) }
        }
    }

    func dossierJournals(
        partition: Int32,
        _ numbers: ClosedRange<Int64>,
        _ body: (DossierJournalRow) throws -> Void
    ) throws {
        try dossierJournals {
            if $0.partition == partition, numbers.contains($0.sequence) { try body($0) }
        }
    }

    func chainSeals() throws -> [ChainSeal] {
        sealed.sorted { ($0.partition, $0.number) < ($1.partition, $1.number) }
    }

    func chainSeal(partition: Int32, number: Int64) throws -> ChainSeal? {
        sealed.first { $0.partition == partition && $0.number == number }
    }

    func sealEnds() throws -> [SealEnd] {
        Dictionary(grouping: try chainSeals(), by: \.partition).values.compactMap(\.last).map {
            SealEnd(partition: $0.partition, number: $0.number, through: $0.through)
        }.sorted { $0.partition < $1.partition }
    }

    func outboxNumbers() throws -> [Int32: [Int64]] { outbox.mapValues { $0.map(\.sequence) } }
}
