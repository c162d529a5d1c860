import Policy

/// Makes and changes accounts, each act with its line in the audit.
public struct AccountDesk: Sendable {
    private let store: any AccountStore
    private let packs: [String: PolicyPack]
    private let clock: BoardClock
    private let cost: PasswordCost

    /// Creates a desk.
    public init(
        store: any AccountStore,
        packs: [String: PolicyPack],
        clock: BoardClock = .system,
        cost: PasswordCost = .usual
    ) {
        self.store = store
        self.packs = packs
        self.clock = clock
        self.cost = cost
    }

    /// A password of 80 bits for one sign-in, in groups that can be read out.
    public static func oneTimePassword() -> String {
        let letters = Array("abcdefghjkmnpqrstuvwxyz23456789")
        var generator = SystemRandomNumberGenerator()
        let groups = (0..<4).map { _ in
            String((0..<4).compactMap { _ in letters.randomElement(using: &generator) })
        }
        return groups.joined(separator: "-")
    }

    /// Makes an account.
    ///
    /// - Parameters:
    ///   - draft: What it is to be.
    ///   - password: Its password; nil makes one for one sign-in.
    ///   - actor: Who makes it: an account's name, or `command`.
    /// - Returns: The password for one sign-in; nil where one was given.
    /// - Throws: ``AccountFault``, ``PasswordFault`` or ``AccountProblem``.
    public func add(_ draft: AccountDraft, password: String?, by actor: String) throws -> String? {
        let draft = try draft.checked(packs[draft.scheme]?.compiled)
        let given = try checked(password, account: draft.name)
        let text = given ?? AccountDesk.oneTimePassword()
        var account = Account(
            name: draft.name,
            role: draft.role,
            scheme: draft.scheme,
            office: draft.office,
            unit: draft.unit,
            password: try PasswordHash(of: text, cost: cost).text,
            createdAt: clock.now
        )
        account.mustChangePassword = given == nil
        try store.add(account)
        try record("add \(account.name)", account, actor)
        return given == nil ? text : nil
    }

    /// Disables an account and ends its sessions, or enables it again.
    public func setDisabled(_ name: String, _ isDisabled: Bool, by actor: String) throws {
        let account = try store.update(name) {
            $0.isDisabled = isDisabled
            $0.failures = 0
            $0.lockedUntil = 0
        }
        if isDisabled { try store.endSessions(of: name, but: nil) }
        try record("\(isDisabled ? "disable" : "enable") \(name)", account, actor)
    }

    /// Sets a password, ends all sessions and unlocks.
    ///
    /// - Parameters:
    ///   - name: The account.
    ///   - password: The password; nil makes one for one sign-in.
    ///   - actor: Who sets it: an account's name, or `command`.
    /// - Returns: The password for one sign-in; nil where one was given.
    public func reset(_ name: String, password: String?, by actor: String) throws -> String? {
        let given = try checked(password, account: name)
        let text = given ?? AccountDesk.oneTimePassword()
        let hash = try PasswordHash(of: text, cost: cost).text
        let account = try store.update(name) {
            $0.password = hash
            $0.mustChangePassword = given == nil
            $0.failures = 0
            $0.lockedUntil = 0
        }
        try store.endSessions(of: name, but: nil)
        try record("password \(name)", account, actor)
        return given == nil ? text : nil
    }

    /// Changes the own password and ends all other sessions.
    ///
    /// A wrong old password counts as a failed sign-in does: a browser left open is no oracle.
    ///
    /// - Returns: False where the old one is not right.
    /// - Throws: ``Refusal`` (429) while the account waits.
    func change(
        _ name: String,
        from old: String,
        to new: String,
        keeping digest: String
    ) throws -> Bool {
        let now = clock.now
        guard let account = try store.account(name), let hash = PasswordHash(account.password)
        else { return false }
        guard account.lockedUntil <= now else {
            throw Refusal.tooMany(retryAfter: account.lockedUntil - now)
        }
        try store.update(name) {
            $0.failures += 1
            $0.lockedUntil = SignInLimits.lock(failures: $0.failures, now: now)
        }
        guard try hash.matches(old) else { return false }
        try store.update(name) {
            $0.failures = 0
            $0.lockedUntil = 0
        }
        if old == new { throw PasswordFault(sentence: "新密码不能与原密码相同。") }
        _ = try checked(new, account: name)
        let text = try PasswordHash(of: new, cost: cost).text
        let changed = try store.update(name) {
            $0.password = text
            $0.mustChangePassword = false
        }
        try store.endSessions(of: name, but: digest)
        try record("password \(name)", changed, name)
        return true
    }

    private func checked(_ password: String?, account: String) throws -> String? {
        if let password, let fault = PasswordHash.fault(of: password, account: account) {
            throw PasswordFault(sentence: fault)
        }
        return password
    }

    private func record(_ act: String, _ account: Account, _ actor: String) throws {
        try store.append([
            AuditEntry(
                at: clock.now,
                account: actor,
                scheme: account.scheme,
                action: .accountChanged,
                page: act
            )
        ])
    }
}

/// Why a password is not taken.
public struct PasswordFault: Error, Sendable {
    /// The reason in Chinese.
    public let sentence: String
}
