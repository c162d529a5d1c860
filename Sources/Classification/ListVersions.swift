import Events

/// The lists of one scheme as the log of record tells them: which count, what the others wait for,
/// and how two versions differ (F-041, F-042).
public struct ListVersions {
    /// Where a list stands.
    public struct Standing: Hashable, Sendable {
        /// The list's id.
        public var list: String
        /// Bureau that supplies it; empty before its seal.
        public var bureau: String
        /// Snapshot date; nil before its seal.
        public var snapshot: CivilDate?
        /// Rows here, rejected ones too.
        public var rows: Int64
        /// Rows that the seals say; nil before a seal.
        public var sealed: Int64?
        /// Whether it counts in every partition.
        public var isActive: Bool
        /// What it waits for; empty when it counts.
        public var waitsFor: [String]
    }

    /// A row of a list as a difference shows it.
    public struct Row: Hashable, Sendable {
        /// The row as it was taken.
        public var row: ListRow
        /// The sealed person.
        public var seal: SealedIdentity?
    }

    private struct RowKey: Hashable {
        var number: Int64
        var person: PersonKey
    }

    private let scheme: String
    private let compared: Set<String>
    private var books: [Int32: ListBook] = [:]
    private var seen: [String: Set<RowKey>] = [:]
    private var rows: [String: [PersonKey: [Row]]] = [:]

    /// Creates an empty picture.
    ///
    /// - Parameter compared: Ids of the lists whose rows are kept for a difference.
    public init(scheme: String, comparing compared: Set<String> = []) {
        self.scheme = scheme
        self.compared = compared
    }

    /// Takes a fact of `facts.validated`; those of other schemes and other kinds are passed over.
    public mutating func take(_ fact: Fact, key: UnsafeRawBufferPointer, partition: Int32) {
        guard fact.scheme == scheme else { return }
        switch fact.body {
        case .listRow(let row): take(row, fact.seal, key: key, partition: partition)
        case .listSealed(let seal): _ = books[partition, default: ListBook()].seal(seal)
        case .listAudited(let audit): _ = books[partition, default: ListBook()].audit(audit)
        case .rejected(let tombstone) where !tombstone.list.isEmpty:
            if let person = PersonKey(key),
                seen[tombstone.list]?.contains(RowKey(number: tombstone.row, person: person))
                    == true
            {
                return
            }
            _ = books[partition, default: ListBook()]
                .addRejected(tombstone.row, key: key, to: tombstone.list)
        default: break
        }
    }

    private mutating func take(
        _ row: ListRow,
        _ seal: SealedIdentity?,
        key: UnsafeRawBufferPointer,
        partition: Int32
    ) {
        guard let person = PersonKey(key),
            seen[row.list, default: []].insert(RowKey(number: row.row, person: person)).inserted
        else { return }
        let number = books[partition, default: ListBook()].number(of: row.list)
        _ = books[partition]?.addRow(row.row, key: key, member: 0, to: number)
        guard compared.contains(row.list) else { return }
        rows[row.list, default: [:]][person, default: []].append(Row(row: row, seal: seal))
    }

    /// Every list, in order of snapshot and id.
    ///
    /// - Parameter partitions: Partitions of the log: a list must be sealed and audited in each.
    public func standings(partitions: Int32) -> [Standing] {
        var settled = books
        for partition in 0..<partitions { _ = settled[partition, default: ListBook()].settle() }
        let ids = Set(settled.values.flatMap { $0.lists.map(\.id) })
        return ids.map { standing(of: $0, in: settled) }.sorted {
            ($0.snapshot?.day ?? .max, $0.list) < ($1.snapshot?.day ?? .max, $1.list)
        }
    }

    private func standing(of id: String, in books: [Int32: ListBook]) -> Standing {
        let parts = books.values.map { book in book.lists.first { $0.id == id } }
        let known = parts.compactMap(\.self)
        let seals = known.compactMap(\.seal)
        let isSealed = seals.count == books.count
        let isComplete = known.allSatisfy { $0.seal == nil || $0.isComplete }
        var result = Standing(
            list: id,
            bureau: seals.first?.bureau ?? "",
            snapshot: seals.first?.snapshot,
            rows: known.reduce(0) { $0 + $1.rows },
            sealed: isSealed ? seals.reduce(0) { $0 + $1.rows } : nil,
            isActive: known.count == books.count && known.allSatisfy(\.isActive),
            waitsFor: []
        )
        if !isSealed { result.waitsFor.append("seal") }
        if !isComplete { result.waitsFor.append("rows") }
        if known.filter(\.isAudited).count < books.count { result.waitsFor.append("audit") }
        if result.waitsFor.isEmpty, !result.isActive {
            let heirs = Set(books.values.compactMap { $0.heir(of: id) })
            result.waitsFor = heirs.sorted().map { "superseded by \($0)" }
        }
        return result
    }
}

extension ListVersions {
    /// How a person's rows differ from one version of a list to another.
    public struct Difference: Hashable, Sendable {
        /// What happened.
        ///
        /// Raw values stand in files.
        public enum Kind: String, Sendable {
            case added, removed, changed
        }
        /// What happened.
        public var kind: Kind
        /// The person.
        public var person: PersonKey
        /// The row of the first version; nil for an added one.
        public var before: Row?
        /// The row of the second version; nil for a removed one.
        public var after: Row?
        /// Columns that changed, by their keys in a table.
        public var columns: [String]
    }

    /// The differences between two lists that are compared, in order of the persons.
    public func differences(from first: String, to second: String) -> [Difference] {
        let (before, after) = (rows[first] ?? [:], rows[second] ?? [:])
        return Set(before.keys).union(after.keys).sorted().flatMap { person in
            differences(of: person, before[person] ?? [], after[person] ?? [])
        }
    }

    /// Pairs rows of the same category first: somebody may be on a list for two of them.
    private func differences(
        of person: PersonKey,
        _ before: [Row],
        _ after: [Row]
    ) -> [Difference] {
        var old = before.sorted { $0.row.row < $1.row.row }
        var new = after.sorted { $0.row.row < $1.row.row }
        var pairs: [(Row, Row)] = []
        for row in old {
            guard let match = new.firstIndex(where: { $0.row.category == row.row.category })
            else { continue }
            pairs.append((row, new.remove(at: match)))
        }
        old.removeAll { row in pairs.contains { $0.0 == row } }
        while let row = old.first, !new.isEmpty {
            pairs.append((row, new.removeFirst()))
            old.removeFirst()
        }
        var found = pairs.compactMap { before, after -> Difference? in
            let columns = ListVersions.columns(before.row, after.row)
            if columns.isEmpty { return nil }
            return Difference(
                kind: .changed,
                person: person,
                before: before,
                after: after,
                columns: columns
            )
        }
        found += old.map { Difference(kind: .removed, person: person, before: $0, columns: []) }
        found += new.map { Difference(kind: .added, person: person, after: $0, columns: []) }
        return found
    }

    private static func columns(_ before: ListRow, _ after: ListRow) -> [String] {
        var columns: [String] = []
        if before.category != after.category { columns.append("category") }
        if before.unit != after.unit { columns.append("unit") }
        if before.attribute != after.attribute { columns.append("attribute") }
        if before.approvedOn != after.approvedOn { columns.append("approved_on") }
        return columns
    }
}
