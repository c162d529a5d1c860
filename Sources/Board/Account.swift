/// Somebody who may sign in to the board.
public struct Account: Sendable, Hashable {
    /// Name: 2 to 32 small letters, digits, `-`, `_`; no person's name.
    public var name: String
    /// What it acts as.
    public var role: Role
    /// The scheme that it sees.
    public var scheme: String
    /// The office of the pack for which it acts; empty where the role has none.
    public var office: String
    /// The unit, or `town/village`, whose people it sees; empty = all.
    public var unit: String
    /// The password's hash with its parameters, as ``PasswordHash`` writes it.
    public var password: String
    /// Whether the password must be changed before anything else.
    public var mustChangePassword = false
    /// Whether nobody can sign in with it.
    public var isDisabled = false
    /// Failed sign-ins since the last good one.
    public var failures = 0
    /// Until when no sign-in is tried: seconds since 1970; 0 = now.
    public var lockedUntil: Int64 = 0
    /// When it was made: seconds since 1970.
    public var createdAt: Int64

    /// Creates an account.
    public init(
        name: String,
        role: Role,
        scheme: String,
        office: String = "",
        unit: String = "",
        password: String,
        createdAt: Int64
    ) {
        self.name = name
        self.role = role
        self.scheme = scheme
        self.office = office
        self.unit = unit
        self.password = password
        self.createdAt = createdAt
    }

    /// Who acts when it has signed in.
    public var principal: Principal {
        Principal(account: name, role: role, scheme: scheme, office: office, unit: unit)
    }

    /// Whether a name can be an account's.
    public static func isName(_ text: String) -> Bool {
        (2...32).contains(text.utf8.count)
            && text.utf8.allSatisfy {
                ($0 >= 0x61 && $0 <= 0x7A) || ($0 >= 0x30 && $0 <= 0x39) || $0 == 0x2D
                    || $0 == 0x5F
            }
    }
}
