import Events

extension Visit {
    /// Writes to the audit that a page about a person is shown; the page is shown only after it.
    ///
    /// - Parameters:
    ///   - person: Whose page it is.
    ///   - page: The page's name, a constant.
    public func recordView(of person: PersonKey, page: StaticString) async throws {
        try await record(.personSeen, [person], page: page)
    }

    /// Opens names and numbers to show them in clear, and writes each to the audit first.
    ///
    /// - Parameters:
    ///   - sealed: Seals by person.
    ///   - page: The page's name, a constant.
    /// - Returns: The identities; those whose key was destroyed are left out.
    /// - Throws: ``Refusal`` when the role may not (403), or when the board holds no keys (503).
    public func openNames(
        _ sealed: [PersonKey: SealedIdentity],
        page: StaticString
    ) async throws -> [PersonKey: OpenIdentity] {
        guard principal.may(.openNames) else { throw Refusal.forbidden }
        guard let keys else { throw Refusal.unavailable }
        try await record(.namesOpened, sealed.keys.sorted(), page: page)
        let scheme = scheme
        return try await Offload.run {
            sealed.compactMapValues { try? keys.open($0, scheme: scheme) }
        }
    }

    private func record(
        _ action: AuditEntry.Action,
        _ persons: [PersonKey],
        page: StaticString
    ) async throws {
        let at = hall.sources.clock.now
        let lines = persons.map {
            AuditEntry(
                at: at,
                account: principal.account,
                scheme: scheme,
                action: action,
                page: "\(page)",
                person: $0
            )
        }
        let store = hall.gate.store
        try await Offload.run { try store.append(lines) }
    }
}
