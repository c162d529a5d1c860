import Policy

/// Why an account is not made as asked.
public enum AccountFault: Error, Sendable, Equatable, CaseIterable {
    /// The name is not 2 to 32 small letters, digits, `-` or `_`.
    case name
    /// The scheme has no pack here.
    case scheme
    /// The office is none of the pack, or the role needs one.
    case office
    /// The role is bound to a unit, and none of the pack is named.
    case unit
    /// An office or a unit is named for a role that has none.
    case surplus

    /// The fault as the board says it.
    public var chinese: String {
        switch self {
        case .name: "账号名须为 2 至 32 个小写字母、数字、“-”或“_”，不得使用居民姓名或证件号码。"
        case .scheme: "没有这个方案。"
        case .office: "业务部门账号须填写方案中的部门代码。"
        case .unit: "乡镇、村账号须填写方案中的单位名称，村写作“镇/村”。"
        case .surplus: "这个角色不能限定部门或单位。"
        }
    }

    /// The fault as the command says it.
    public var english: String {
        switch self {
        case .name: "NAME: 2 to 32 small letters, digits, - or _ expected; no person's name."
        case .scheme: "--scheme: no such pack. See zhengjiao policy check."
        case .office: "--office: the role needs the id of a bureau of the pack."
        case .unit: "--unit: the role needs a unit of the pack; a village is town/village."
        case .surplus: "--office, --unit: the role has none. Leave them out."
        }
    }
}

/// An account that is to be made.
public struct AccountDraft: Sendable {
    /// Its name.
    public var name: String
    /// What it acts as.
    public var role: Role
    /// The scheme that it sees.
    public var scheme: String
    /// The bureau for which it acts, where the role uploads; a bureau's account must have one.
    public var office: String
    /// The unit whose people it sees; empty where the role has none.
    public var unit: String

    /// Creates a draft.
    public init(
        name: String,
        role: Role,
        scheme: String,
        office: String = "",
        unit: String = ""
    ) {
        self.name = name
        self.role = role
        self.scheme = scheme
        self.office = office
        self.unit = unit
    }

    /// The draft with the bureau's id and the unit as the notice prints it.
    ///
    /// - Throws: ``AccountFault``.
    func checked(_ pack: CompiledPolicy?) throws(AccountFault) -> AccountDraft {
        guard Account.isName(name) else { throw .name }
        guard let pack, pack.scheme == scheme else { throw .scheme }
        let mayHaveOffice = role.permissions.contains(.upload)
        guard role.isBoundToUnit || unit.isEmpty, mayHaveOffice || office.isEmpty else {
            throw .surplus
        }
        var draft = self
        if role == .bureau || !office.isEmpty {
            guard let bureau = pack.bureau(office) else { throw .office }
            draft.office = pack.bureaus[bureau].id
        }
        if role.isBoundToUnit {
            guard let path = pack.canonicalUnit(unit),
                role == .village || !path.contains("/"), role == .town || path.contains("/")
            else { throw .unit }
            draft.unit = path
        }
        return draft
    }
}
