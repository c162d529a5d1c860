/// One invented person, as made; 20 bytes.
struct Person {
    /// ``unit`` of a person whom no file places in a unit.
    static let noUnit = UInt8.max

    /// The identity number, packed.
    var number: NumberCode
    /// Household on the roster; 0 for people who are not on it.
    var household: UInt32 = 0
    /// Categories whose lists in force name the person, a bit each.
    var lists: UInt16 = 0
    /// The category that only the second version of its list gives; 0 when none.
    var added: UInt8 = 0
    /// The category that only the first version of its list gave; 0 when none.
    var dropped: UInt8 = 0
    /// The category applied.
    var category: UInt8 = 0
    /// Index of the story.
    var story: UInt8 = 0
    /// Index of the unit that counts the person, or ``noUnit``.
    var unit: UInt8
    /// Where the person is registered.
    var residence = Residence.local
    /// Why the person is outside the scope, if so.
    var scope = Scope.eligible
    /// Place in a family on a family-planning list.
    var role = Role.none
}

/// Where a person is registered, and on what ground one from outside may enrol.
enum Residence: UInt8, CaseIterable, Sendable {
    case local, prefecture, permit, accompanyingChild, childOfHolder, college, vocational, outside

    /// The roster's column 户籍.
    var hukou: [UInt8] {
        switch self {
        case .local: Array("本地".utf8)
        case .prefecture: Array("枣庄其他区".utf8)
        case .permit, .accompanyingChild, .childOfHolder, .college, .vocational, .outside:
            Array("外地".utf8)
        }
    }

    /// The roster's column 备注.
    var remark: [UInt8] {
        switch self {
        case .local, .prefecture, .outside: []
        case .permit: Array("居住证".utf8)
        case .accompanyingChild: Array("随迁子女".utf8)
        case .childOfHolder: Array("居住证;随迁子女".utf8)
        case .college: Array("高校在读".utf8)
        case .vocational: Array("中职在读".utf8)
        }
    }

    /// The name in the file of rates.
    var name: String { "\(self)" }
}

/// Whether a person is within the scope of the scheme.
enum Scope: UInt8, CaseIterable, Sendable {
    case eligible, employee, elsewhere, withdrawn, deceased, withoutBasis

    /// What the exclusion list or the list of removals says.
    var mark: [UInt8] {
        switch self {
        case .eligible, .withoutBasis: []
        case .employee: Array("职工医保".utf8)
        case .elsewhere: Array("外地居民医保".utf8)
        case .withdrawn: Array("删除".utf8)
        case .deceased: Array("死亡".utf8)
        }
    }

    /// The name in the file of rates.
    var name: String { "\(self)" }
}

/// A person's place in a family on a family-planning list.
enum Role: UInt8, Sendable {
    case none, father, mother, daughter

    /// The list's column 属性.
    var attribute: [UInt8] {
        switch self {
        case .none: []
        case .father: Array("父亲".utf8)
        case .mother: Array("母亲".utf8)
        case .daughter: Array("孩子".utf8)
        }
    }
}
