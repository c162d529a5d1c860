import Crypto
import Events

/// What the journals of dossiers add up to: every item as it stands in the end.
struct DossierReplay {
    /// A journal, shortened to what the chain of all journals needs.
    struct Line {
        var partition: Int32
        var sequence: Int64
        var digest: [UInt8]
        /// ``JournalForm/leaf``, what a seal is made of.
        var leaf: [UInt8]
    }

    /// Journals in order of (partition, sequence).
    private(set) var lines: [Line] = []
    /// Items by scheme and name.
    private(set) var items: [String: [DossierKey: DossierItem]] = [:]
    private(set) var unbalanced: [String] = []
    private(set) var withoutClause: [String] = []
    private(set) var broken: [String] = []
    private var revisions: [String: [DossierSubject: UInt64]] = [:]

    /// Takes the next journal.
    mutating func read(_ row: DossierJournalRow) {
        let name = "journal \(row.partition)/\(row.sequence)"
        if !Posting.isBalanced(row.entries) { unbalanced.append(name) }
        let known = revisions[row.scheme]?[row.subject] ?? 0
        if row.revision != known + 1 { broken.append("\(name): revision") }
        revisions[row.scheme, default: [:]][row.subject] = row.revision
        addLine(row)
        guard let change = try? DossierChange(wire: row.change), change.subject == row.subject
        else { return broken.append("\(name): unreadable") }
        var entries: [Entry] = []
        Posting.difference(of: change, into: &entries)
        if Set(entries) != Set(row.entries) { broken.append("\(name): entries") }
        for item in change.items { take(item, of: change.subject, in: row.scheme, name) }
    }

    private mutating func take(
        _ item: DossierItemChange,
        of subject: DossierSubject,
        in scheme: String,
        _ name: String
    ) {
        let key = DossierKey(subject: subject, item: item.key)
        if items[scheme]?[key] != item.previous { broken.append("\(name): item before") }
        items[scheme, default: [:]][key] = item.current
        if let current = item.current, !current.moves.isEmpty, current.rules.isEmpty {
            withoutClause.append(name)
        }
    }

    private mutating func addLine(_ row: DossierJournalRow) {
        let form = JournalForm(row, in: ByteBuffer())
        var digest = SHA256()
        form.add(to: &digest)
        lines.append(
            Line(
                partition: row.partition,
                sequence: row.sequence,
                digest: Array(digest.finalize()),
                leaf: form.leaf
            )
        )
    }

    /// The balances that the final items stand for, by scheme.
    func positions() -> [String: [Entry]] {
        items.mapValues { items in
            var entries: [Entry] = []
            for item in items.values { Posting.position(of: item, into: &entries) }
            return entries
        }
    }

    /// Whether stored items are the final ones.
    func agrees(
        with stored: [(subject: DossierSubject, item: DossierItem)],
        in scheme: String
    ) -> Bool {
        let final = items[scheme] ?? [:]
        return stored.count == final.count
            && stored.allSatisfy {
                final[DossierKey(subject: $0.subject, item: $0.item.key)] == $0.item
            }
    }

    /// SHA-256 over the final items, whatever the order in which they came.
    func outcome() -> [UInt8] {
        var digest = SHA256()
        for (scheme, items) in items.sorted(by: { $0.key < $1.key }) {
            let sorted = items.sorted {
                ($0.key.subject, $0.key.item) < ($1.key.subject, $1.key.item)
            }
            for (key, item) in sorted {
                let buffer = ByteBuffer()
                item.write(to: buffer)
                digest.update(data: Array("\(scheme)|\(key.subject)|".utf8))
                digest.update(bufferPointer: buffer.bytes)
            }
        }
        return Array(digest.finalize())
    }
}
