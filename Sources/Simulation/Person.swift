/// One invented person, as made; 24 bytes.
struct Person {
    /// ``unit`` of a person whom no file places in a unit.
    static let noUnit = UInt8.max

    /// The identity number, packed; birth day and sex are told by it whatever number is shown.
    var number: NumberCode
    /// Household on the roster; 0 for people who are not on it.
    var household: UInt32 = 0
    /// Categories whose lists in force name the person, a bit each.
    var lists: UInt16 = 0
    /// What else is known of the person.
    var traits: Traits = []
    /// The category that only the second version of its list gives; 0 when none.
    var added: UInt8 = 0
    /// The category that only a list not in force names; 0 when none.
    var dropped: UInt8 = 0
    /// The category applied.
    var category: UInt8 = 0
    /// The tier, as an index of the scheme's; 0 where there is one.
    var tier: UInt8 = 0
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

    /// What kind of number the files show.
    var identity: Identity {
        if scope == .unnumbered || traits.contains(.certificate) { return .certificate }
        return residence == .numbered ? .system : .resident
    }
}

/// Kinds of numbers.
enum Identity: String, Sendable {
    case resident = "resident-id"
    case system = "system-number"
    case certificate = "newborn"
}

/// Things that are known of some people.
struct Traits: OptionSet, Hashable, Sendable {
    let rawValue: UInt16

    /// Registered for a first enrolment.
    static let registered = Traits(rawValue: 1 << 0)
    /// Neither on the roster nor registered.
    static let unregistered = Traits(rawValue: 1 << 1)
    /// The registration names the guardian.
    static let guarded = Traits(rawValue: 1 << 2)
    /// Registered by the school, which collects as well.
    static let pupil = Traits(rawValue: 1 << 3)
    /// Known by the number of a birth certificate.
    static let certificate = Traits(rawValue: 1 << 4)
    /// Has refused in writing.
    static let refuses = Traits(rawValue: 1 << 5)
    /// Neither on the form nor reported.
    static let notReported = Traits(rawValue: 1 << 6)
    /// The lists that name the person are dated after the window.
    static let listedLate = Traits(rawValue: 1 << 7)
    /// The list of the category ``Person/dropped`` is dated too late to count.
    static let listedInVain = Traits(rawValue: 1 << 8)
    /// On the list of those who need a date of approval, without one that counts.
    static let unapproved = Traits(rawValue: 1 << 9)
    /// In another tier than the household, without a ground.
    static let deviating = Traits(rawValue: 1 << 10)
}

/// Whether a person is within the scope of the scheme.
enum Scope: UInt8, CaseIterable, Sendable {
    case eligible, employee, elsewhere, withdrawn, deceased, withoutBasis
    /// Without hukou: a number that the notice shuts out, or none.
    case forbiddenNumber, unnumbered

    /// What the exclusion list or the list of removals says.
    var mark: [UInt8] {
        switch self {
        case .eligible, .withoutBasis, .forbiddenNumber, .unnumbered: []
        case .employee: Array("职工医保".utf8)
        case .elsewhere: Array("外地居民医保".utf8)
        case .withdrawn: Array("删除".utf8)
        case .deceased: Array("死亡".utf8)
        }
    }

    /// The residence that goes with it; nil where any does.
    var residence: Residence? {
        switch self {
        case .eligible, .employee, .elsewhere, .withdrawn, .deceased: nil
        case .withoutBasis: .outside
        case .forbiddenNumber, .unnumbered: .numbered
        }
    }

    /// The name in the file of rates.
    var name: String { "\(self)" }
}

/// A person's place in a family on a family-planning list.
enum Role: UInt8, Sendable {
    case none, father, mother, daughter, son

    /// The list's column 属性.
    var attribute: [UInt8] {
        switch self {
        case .none: []
        case .father: Array("父亲".utf8)
        case .mother: Array("母亲".utf8)
        case .daughter, .son: Array("孩子".utf8)
        }
    }
}
