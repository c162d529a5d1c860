/// Where accounts, sessions and the audit are kept.
///
/// Promises of every adapter:
/// - Each call is one transaction, durable when it returns.
/// - Lines of the audit are never changed or removed.
/// - ``update(_:_:)`` is atomic: what `change` reads is what it replaces.
///
/// Calls block; the board makes them beside its event loops.
public protocol AccountStore: AnyObject, Sendable {
    /// An account by its name; nil when there is none.
    func account(_ name: String) throws -> Account?

    /// All accounts in order of names.
    func accounts() throws -> [Account]

    /// Adds an account.
    ///
    /// - Throws: ``AccountProblem/exists`` when the name is taken.
    func add(_ account: Account) throws

    /// Changes an account and returns it as it then stands.
    ///
    /// - Throws: ``AccountProblem/unknown`` when there is none of that name.
    @discardableResult
    func update(_ name: String, _ change: (inout Account) throws -> Void) throws -> Account

    /// Keeps a session.
    func begin(_ session: Session) throws

    /// A session by its digest; nil when there is none.
    func session(_ digest: String) throws -> Session?

    /// Notes that a session was used.
    func touch(_ digest: String, at seconds: Int64) throws

    /// Ends one session.
    func end(_ digest: String) throws

    /// Ends the sessions of an account but one.
    func endSessions(of account: String, but digest: String?) throws

    /// Removes sessions that began before a moment or were last used before another.
    func removeSessions(startedBefore start: Int64, usedBefore use: Int64) throws

    /// The number of sessions that began at a moment or later and were used at another or later.
    func countSessions(startedSince start: Int64, usedSince use: Int64) throws -> Int64

    /// Appends lines to the audit, all of them or none; their numbers are given here.
    func append(_ entries: [AuditEntry]) throws

    /// Lines of the audit, the latest first.
    ///
    /// - Parameters:
    ///   - scheme: Of this scheme; nil takes all.
    ///   - number: Only lines before this number; nil begins with the latest.
    ///   - limit: So many at most.
    func audit(scheme: String?, before number: Int64?, limit: Int) throws -> [AuditEntry]

    /// Releases the store.
    func close() throws
}

/// Why the store of accounts refuses.
public enum AccountProblem: Error, Sendable, Equatable, CustomStringConvertible {
    /// The name is taken.
    case exists
    /// There is no account of that name.
    case unknown
    /// The file is busy or full: the same call may succeed later.
    case unavailable(String)
    /// The file cannot be used: a person must act.
    case unusable(String)

    /// The problem in one sentence.
    public var description: String {
        switch self {
        case .exists: "An account of that name exists. Choose another, or list the accounts."
        case .unknown: "There is no account of that name. List the accounts."
        case .unavailable(let text), .unusable(let text): text
        }
    }
}
