/// Knows who is signed in.
final class Gatekeeper: Sendable {
    let store: any AccountStore
    let clock: BoardClock
    let limits: SessionLimits

    init(store: any AccountStore, clock: BoardClock, limits: SessionLimits) {
        self.store = store
        self.clock = clock
        self.limits = limits
    }

    /// The session of an id; nil where it has ended, or its account is gone or disabled.
    func admit(_ id: String) async throws -> OpenSession? {
        guard id.utf8.count == 64 else { return nil }
        let now = clock.now
        return try await Offload.run { [self] in
            let digest = RandomToken.digest(id)
            guard let session = try store.session(digest) else { return nil }
            guard let account = try store.account(session.account), !account.isDisabled,
                now - session.startedAt < limits.absoluteSeconds,
                now - session.usedAt < limits.idleSeconds
            else {
                try store.end(digest)
                return nil
            }
            // A write for each request would be one for each picture of a page.
            if now - session.usedAt >= 60 { try store.touch(digest, at: now) }
            return OpenSession(
                digest: digest,
                csrf: OpenSession.csrf(of: id),
                principal: account.principal,
                mustChangePassword: account.mustChangePassword
            )
        }
    }

    /// Begins a session of a new id and returns the id.
    func begin(_ account: String) throws -> String {
        let id = RandomToken.make()
        let now = clock.now
        try store.begin(
            Session(
                digest: RandomToken.digest(id),
                account: account,
                startedAt: now,
                usedAt: now
            )
        )
        return id
    }
}
