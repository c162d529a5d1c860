/// Tries names and passwords.
struct SignIn: Sendable {
    /// What became of a sign-in.
    enum Outcome: Sendable, Equatable {
        /// It is right: the id of a new session.
        case admitted(id: String, Principal)
        /// Name or password is not right: which of them is not told.
        case refused
        /// Too many have failed: seconds to wait.
        case locked(seconds: Int64)
    }

    let gate: Gatekeeper
    let limits: SignInLimits
    let work: PasswordWork
    let cost: PasswordCost
    let metrics: BoardMetrics

    /// Tries a name and a password.
    ///
    /// A try is counted before the password is checked, so that many at once are not cheaper.
    func attempt(_ name: String, _ password: String, address: String) async throws -> Outcome {
        if let seconds = limits.take(address, now: gate.clock.now) {
            metrics.countSignInFailure()
            return .locked(seconds: seconds)
        }
        let outcome = try await work.run { try decide(name, password) }
        switch outcome {
        case .admitted: break
        case .refused, .locked: metrics.countSignInFailure()
        }
        return outcome
    }

    private func decide(_ name: String, _ password: String) throws -> Outcome {
        let now = gate.clock.now
        guard let account = try gate.store.account(name), !account.isDisabled else {
            if let seconds = limits.failStranger(name, now: now) {
                return .locked(seconds: seconds)
            }
            // As long as the check of a password takes.
            _ = try PasswordHash(of: password, cost: cost)
            try record(.signInRefused, account: "", scheme: "", now)
            return .refused
        }
        if account.lockedUntil > now { return .locked(seconds: account.lockedUntil - now) }
        try gate.store.update(name) {
            $0.failures += 1
            $0.lockedUntil = SignInLimits.lock(failures: $0.failures, now: now)
        }
        guard let hash = PasswordHash(account.password), try hash.matches(password) else {
            try record(.signInRefused, account: name, scheme: account.scheme, now)
            return .refused
        }
        try gate.store.update(name) {
            $0.failures = 0
            $0.lockedUntil = 0
        }
        try gate.store.removeSessions(
            startedBefore: now - gate.limits.absoluteSeconds,
            usedBefore: now - gate.limits.idleSeconds
        )
        try record(.signedIn, account: name, scheme: account.scheme, now)
        return .admitted(id: try gate.begin(name), account.principal)
    }

    private func record(
        _ action: AuditEntry.Action,
        account: String,
        scheme: String,
        _ now: Int64
    ) throws {
        try gate.store.append([
            AuditEntry(
                at: now,
                account: account,
                scheme: scheme,
                action: action,
                page: "signin"
            )
        ])
    }
}
