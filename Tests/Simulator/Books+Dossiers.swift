import Events
import Ledger

extension Books {
    func dossierJournals(_ body: (DossierJournalRow) throws -> Void) throws {
        let sorted = dossierRows.sorted {
            ($0.partition, $0.sequence) < ($1.partition, $1.sequence)
        }
        for row in sorted {
            try row.change.withUnsafeBytes { change in
                try body(
                    DossierJournalRow(
                        partition: row.partition,
                        sequence: row.sequence,
                        scheme: row.scheme,
                        subject: row.subject,
                        revision: row.revision,
                        cause: row.cause,
                        change: change,
                        entries: row.entries
                    )
                )
            }
        }
    }

    func dossierItems(scheme: String) throws -> [(subject: DossierSubject, item: DossierItem)] {
        inScheme(dossierItems, scheme)
            .sorted { ($0.key.subject, $0.key.item) < ($1.key.subject, $1.key.item) }
            .map { ($0.key.subject, $0.value) }
    }
}
