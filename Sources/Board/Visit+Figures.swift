import Events
import Ledger
import Overview
import Policy

extension Visit {
    /// Asks the read model about the scheme.
    ///
    /// - Throws: ``Refusal`` (503) while nothing is known of it.
    func ask<R: Sendable>(
        _ figures: Figures,
        _ body: @escaping @Sendable (SeasonBook) -> R
    ) async throws -> Answer<R> {
        let scheme = scheme
        let answer = try await Offload.run { figures.overview.ask(scheme, body) }
        guard let answer else { throw Refusal.unavailable }
        return answer
    }

    /// The unit asked for, as the pack writes it; empty = all.
    ///
    /// A role bound to a unit gets its own.
    ///
    /// - Throws: ``Refusal`` (404) when there is none such, or it is not the account's.
    func scopedUnit() throws -> String {
        let asked = unit
        if asked.isEmpty {
            if principal.role.isBoundToUnit { throw Refusal.notFound }
            return ""
        }
        guard let known = try pack().compiled.canonicalUnit(asked) else { throw Refusal.notFound }
        if principal.role.isBoundToUnit { try requireCovered(unit: known) }
        return known
    }

    /// A path of the season with a query, every value encoded.
    func path(_ page: String, _ query: [(String, String)] = []) -> String {
        let fields = query.filter { !$0.1.isEmpty }
            .map { "\($0.0)=\(PercentEncoding.text($0.1))" }
        let tail = fields.isEmpty ? "" : "?" + fields.joined(separator: "&")
        return "/season/\(scheme)" + (page.isEmpty ? "" : "/\(page)") + tail
    }

    /// Groups that must be enrolled without exception and that the account may see: a bureau sees
    /// those that it supplies.
    func watchedGroups() throws -> [CompiledCategory] {
        let policy = try pack().compiled
        let all = policy.categories.filter(\.isFullCoverage)
        guard principal.role == .bureau else { return all }
        guard let bureau = policy.bureaus.first(where: { $0.id == principal.office }) else {
            return []
        }
        return all.filter { bureau.supplies.contains($0.id) }
    }

    /// The printed name of a category.
    func category(_ id: String) throws -> String {
        try pack().compiled.categories.first { $0.id == id }?.name ?? id
    }

    /// Sealed identities of persons, from their first journals.
    func seals(_ figures: Figures, of persons: [PersonKey]) async throws
        -> [PersonKey: SealedIdentity]
    {
        let (scheme, ledger) = (scheme, sources.ledger)
        return try await Offload.run {
            let places = figures.overview.ask(scheme) { $0.firstJournals(of: persons) }
            var seals: [PersonKey: SealedIdentity] = [:]
            try ledger.read { reader in
                for (person, place) in places?.value ?? [:] {
                    let number = place.sequence...place.sequence
                    try reader.journals(partition: place.partition, number) { row in
                        guard row.person == person, row.seal.count > 0 else { return }
                        seals[person] = try SealedIdentity(wire: row.seal)
                    }
                }
            }
            return seals
        }
    }

    /// Names and numbers as lists show them: masked, nothing in clear leaves this function.
    ///
    /// - Returns: Empty where the board holds no keys.
    func maskedNames(_ figures: Figures, of persons: [PersonKey]) async throws
        -> [PersonKey: MaskedIdentity]
    {
        guard principal.may(.seePersons) else { throw Refusal.forbidden }
        guard let keys else { return [:] }
        let scheme = scheme
        let seals = try await seals(figures, of: persons)
        return try await Offload.run {
            seals.compactMapValues { seal in
                (try? keys.open(seal, scheme: scheme)).map(MaskedIdentity.init)
            }
        }
    }
}

/// A name and a number of which too little is shown to know whose they are.
struct MaskedIdentity: Sendable {
    /// `张*`.
    let name: String
    /// `370481************`: beside it stand categories that tell ages, so the last four are
    /// masked as well.
    let number: String

    init(_ identity: OpenIdentity) {
        let letters = Array(String(decoding: identity.name, as: UTF8.self))
        name = String(letters.prefix(1)) + String(repeating: "*", count: max(1, letters.count - 1))
        let digits = Array(String(decoding: identity.number, as: UTF8.self))
        let shown = digits.count >= 15 ? 6 : min(1, digits.count)
        number =
            String(digits.prefix(shown)) + String(repeating: "*", count: digits.count - shown)
    }
}
