/// A sign-in that has not ended.
public struct Session: Sendable, Hashable {
    /// SHA-256 of the id that the browser holds, hexadecimal: whoever reads the store cannot act.
    public var digest: String
    /// Whose it is.
    public var account: String
    /// When it began: seconds since 1970.
    public var startedAt: Int64
    /// When it was last used: seconds since 1970.
    public var usedAt: Int64

    /// Creates a session.
    public init(digest: String, account: String, startedAt: Int64, usedAt: Int64) {
        self.digest = digest
        self.account = account
        self.startedAt = startedAt
        self.usedAt = usedAt
    }
}
