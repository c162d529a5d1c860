import Events
import Policy

/// A record of an office as a dossier keeps it.
struct OfficeEntry: Hashable {
    /// Source and number: the identity of the fact.
    var id: String
    /// When it was recorded.
    var at: CivilTime
    /// The record in fields.
    var event: OfficeEvent

    /// The order in which records of a subject are read, whatever the order of arrival.
    static func < (lhs: OfficeEntry, rhs: OfficeEntry) -> Bool {
        (lhs.at, lhs.id) < (rhs.at, rhs.id)
    }

    /// The day that it is about: the day given, or that of the record.
    var day: CivilDate { event.day ?? at.date }
}

/// The dossiers of one scheme in one partition.
///
/// What a dossier holds is a function of the SET of its subject's records and of the pack.
struct DossierBook {
    struct Dossier {
        /// Sorted.
        var entries: [OfficeEntry] = []
        var items: [String: DossierItem] = [:]
        var revision: UInt64 = 0
    }

    var dossiers: [DossierSubject: Dossier] = [:]

    /// Subjects known.
    var subjects: [DossierSubject] { dossiers.keys.sorted() }

    /// Enters a record that was not seen before.
    mutating func add(_ entry: OfficeEntry) {
        var dossier = dossiers.removeValue(forKey: entry.event.subject) ?? Dossier()
        let place = dossier.entries.firstIndex { entry < $0 } ?? dossier.entries.count
        dossier.entries.insert(entry, at: place)
        dossiers[entry.event.subject] = dossier
    }

    /// Decides anew where everything of a subject stands.
    ///
    /// - Returns: What changed; nil when nothing did.
    mutating func settle(
        _ subject: DossierSubject,
        under policy: CompiledPolicy,
        cause: String
    ) -> DossierChange? {
        guard var dossier = dossiers[subject] else { return nil }
        let items = DossierBook.items(of: subject, dossier.entries, policy)
        let changes = Set(items.keys).union(dossier.items.keys).sorted().compactMap { key in
            items[key] == dossier.items[key]
                ? nil : DossierItemChange(previous: dossier.items[key], current: items[key])
        }
        if changes.isEmpty { return nil }
        dossier.items = items
        dossier.revision += 1
        dossiers[subject] = dossier
        return DossierChange(
            subject: subject,
            revision: dossier.revision,
            cause: cause,
            items: changes
        )
    }

    /// The items that a subject's records stand for, by key.
    ///
    /// - Parameter entries: Sorted.
    static func items(
        of subject: DossierSubject,
        _ entries: [OfficeEntry],
        _ policy: CompiledPolicy
    ) -> [String: DossierItem] {
        let all: [DossierItem] =
            switch subject.kind {
            case .unit: UnitDossier(subject.id, entries, policy.offices).items
            case .funder: FunderDossier(subject.id, entries, policy.offices).items
            case .serial: SerialDossier(subject.id, entries, policy.offices).items
            }
        return Dictionary(all.map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
    }
}

extension DossierItem {
    /// The item of one record, its own figures filled in.
    init(_ kind: Kind, _ name: String, _ entry: OfficeEntry, _ status: Status) {
        self.init(key: "\(name)/\(entry.id)", kind: kind, status: status)
        day = entry.day
        reference = entry.event.number
        amount = entry.event.amount
        heads = entry.event.heads
    }

}

extension DossierItem.Status {
    /// How a sum compares with its counterpart.
    static func compare(_ sum: Money, with counterpart: Money) -> DossierItem.Status {
        sum == counterpart ? .matched : sum < counterpart ? .short : .over
    }
}
