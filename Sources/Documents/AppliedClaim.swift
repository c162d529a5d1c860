import Events
import Ledger
import Policy

/// An application that stands in the books: what it claims, and where it stands.
public struct AppliedClaim: Sendable {
    /// Funder id.
    public var funder: String
    /// Id of its purpose.
    public var purpose: String
    /// Ids of the categories that it is for; empty = all.
    public var categories: Set<String>
    /// Its number.
    public var number: String
    /// What it asks for.
    public var amount: Money
    /// Journals after which it begins to claim.
    public var from: [JournalPosition]
    /// Journals through which it claims.
    public var through: [JournalPosition]
    /// Where it stands.
    public var item: DossierItem

    /// Whether it counts: what overlaps, leaves a gap or stands twice claims nothing.
    public var counts: Bool {
        switch item.status {
        case .waiting, .short, .matched, .over: true
        default: false
        }
    }

    /// Whether it claims a journal.
    func claims(_ place: JournalPosition) -> Bool {
        AppliedClaim.sequence(of: place.partition, in: from) < place.sequence
            && place.sequence <= AppliedClaim.sequence(of: place.partition, in: through)
    }

    static func sequence(of partition: Int32, in positions: [JournalPosition]) -> Int64 {
        positions.first { $0.partition == partition }?.sequence ?? 0
    }

    /// Every application of a scheme, in order of recording.
    ///
    /// - Throws: What the reader throws.
    public static func all(
        _ reader: any LedgerReader,
        policy: CompiledPolicy
    ) throws -> [AppliedClaim] {
        var items: [String: (funder: String, item: DossierItem)] = [:]
        for (subject, item) in try reader.dossierItems(scheme: policy.scheme)
        where item.kind == .application { items[item.key] = (subject.id, item) }
        return try reader.officeRecords(scheme: policy.scheme).compactMap { pair in
            guard pair.record.type == OfficeEvent.Kind.fundingApplied.type,
                let known = items["application/\(pair.id)"]
            else { return nil }
            let note = OfficeNote(pair)
            let rule = policy.offices.funding(note.text("purpose"), funder: known.funder)
            return AppliedClaim(
                funder: known.funder,
                purpose: rule?.id ?? known.item.party,
                categories: Set(rule?.categories ?? []),
                number: known.item.reference,
                amount: known.item.amount,
                from: note.positions("claims_from"),
                through: note.positions("claims_through"),
                item: known.item
            )
        }
    }

    /// The sums of offices that differ from what the journals say, as sentences.
    ///
    /// Every application that counts is computed anew from the journals that it claims (F-061).
    ///
    /// - Throws: What the reader throws.
    public static func differences(
        _ reader: any LedgerReader,
        policy: CompiledPolicy
    ) throws -> [String] {
        let claims = try all(reader, policy: policy).filter(\.counts)
        if claims.isEmpty { return [] }
        var sums = Array(repeating: Money.zero, count: claims.count)
        try reader.journals { row in
            guard row.scheme == policy.scheme else { return }
            let place = JournalPosition(partition: row.partition, sequence: row.sequence)
            for entry in row.entries where entry.account.kind == .fundingReceivable {
                for (index, claim) in claims.enumerated() where claim.takes(entry, at: place) {
                    sums[index] += entry.amount
                }
            }
        }
        return zip(claims, sums).compactMap { claim, sum in
            claim.amount == sum
                ? nil
                : "\(policy.scheme) \(claim.funder) application \(claim.number): asks for "
                    + "\(claim.amount) yuan, the journals that it claims say \(sum)"
        }
    }

    /// Whether a line of a journal is part of what it claims.
    func takes(_ entry: Entry, at place: JournalPosition) -> Bool {
        entry.account.party == funder
            && (categories.isEmpty || categories.contains(entry.account.category))
            && claims(place)
    }
}
