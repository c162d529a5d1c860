import Events

/// One line of the audit: who saw or did what, when.
///
/// It holds no name and no number of a person.
public struct AuditEntry: Sendable, Hashable {
    /// What was done.
    public enum Action: String, Sendable, CaseIterable {
        /// A page about one person was shown, masked.
        case personSeen
        /// A name and number were shown in clear.
        case namesOpened
        /// Somebody signed in.
        case signedIn
        /// A sign-in was refused.
        case signInRefused
        /// An account was made, disabled, enabled, or its password or role set.
        case accountChanged
        /// A file was handed in.
        case fileUploaded
    }

    /// Its number, ascending; 0 before it is kept.
    public var number: Int64
    /// When: seconds since 1970.
    public var at: Int64
    /// Who.
    public var account: String
    /// The scheme.
    public var scheme: String
    /// What was done.
    public var action: Action
    /// The page, or what was done in one word: never what somebody typed.
    public var page: String
    /// The person; nil where it is about none.
    public var person: PersonKey?

    /// Creates a line.
    public init(
        number: Int64 = 0,
        at: Int64,
        account: String,
        scheme: String,
        action: Action,
        page: String,
        person: PersonKey? = nil
    ) {
        self.number = number
        self.at = at
        self.account = account
        self.scheme = scheme
        self.action = action
        self.page = page
        self.person = person
    }
}
