/// Who has signed in, and for whom.
public struct Principal: Sendable, Hashable {
    /// The account's name; letters, digits, `-`, `_`: no person's name.
    public var account: String
    /// What it acts as.
    public var role: Role
    /// The scheme that it sees.
    public var scheme: String
    /// The office of the pack for which it acts (a bureau's id); empty where the role has none.
    public var office: String
    /// The unit, or `town/village`, whose people it sees; empty = all.
    public var unit: String

    /// Creates a principal.
    public init(account: String, role: Role, scheme: String, office: String = "", unit: String = "")
    {
        self.account = account
        self.role = role
        self.scheme = scheme
        self.office = office
        self.unit = unit
    }

    /// Whether it may do something at all.
    public func may(_ permission: Permission) -> Bool { role.permissions.contains(permission) }

    /// Whether the people of a unit, or of `town/village`, are its own.
    ///
    /// A role that is bound to a unit and names none sees nobody.
    public func covers(_ other: String) -> Bool {
        if unit.isEmpty { return !role.isBoundToUnit }
        return other == unit || other.hasPrefix(unit + "/")
    }
}
