/// A person in the making.
struct Draft {
    var unit: UInt8
    var birth = Day(1980, 1, 1)
    var isMale = true
    var household: UInt32 = 0
    var lists: UInt16 = 0
    var traits: Traits = []
    var added: UInt8 = 0
    var dropped: UInt8 = 0
    var tier: UInt8 = 0
    var residence = Residence.local
    var scope = Scope.eligible
    var role = Role.none
    /// The story, where it is not drawn.
    var story: Int?
    /// The circumstance, where the rest does not tell it.
    var prescribed: Circumstance?

    /// Somebody of whom nothing is known but the unit.
    init(unit: UInt8) { self.unit = unit }

    /// Somebody as prescribed.
    init(unit: UInt8, _ prescription: Prescription, _ script: SchemeScript) {
        self.unit = unit
        for category in prescription.lists { list(in: category) }
        for category in [prescription.added, prescription.listedLate] where category != 0 {
            list(in: category)
        }
        added = UInt8(prescription.added)
        dropped = UInt8(max(prescription.dropped, prescription.listedInVain))
        traits = prescription.traits
        if prescription.listedLate != 0 { traits.insert(.listedLate) }
        if prescription.listedInVain != 0 { traits.insert(.listedInVain) }
        residence = prescription.residence
        scope = prescription.scope
        story = prescription.story
        prescribed = prescription.circumstance
        tier = script.boundTier(lists: lists) ?? UInt8(max(1, script.rules.tiers.count) - 1)
        if let own = prescription.tier { tier = UInt8(own) }
    }

    /// Puts the person on the lists of a category.
    mutating func list(in category: Int) { lists |= 1 << UInt16(category) }

    /// Takes a place in a family that a list names.
    mutating func join(
        _ family: FamilyScript,
        _ place: Int,
        _ hasElderParents: Bool,
        _ script: SchemeScript,
        _ random: inout Random
    ) {
        list(in: family.category)
        switch place {
        case 0, 1:
            role = place == 0 ? .father : .mother
            isMale = place == 0
            birth = script.born(atAges: hasElderParents ? 56...69 : 28...49, &random)
        default:
            role = place < 2 + family.daughters ? .daughter : .son
            isMale = role == .son
            birth = script.born(atAges: hasElderParents ? 23...34 : 1...15, &random)
        }
    }

    /// The category applied.
    func category(_ script: SchemeScript) -> Int {
        script.applied(lists: lists, birth: birth, residence: residence, tier: tier)
    }

    /// On what it depends what becomes of the person's payments.
    ///
    /// The order is that of the statuses to which the circumstances lead.
    ///
    /// - Parameter dueFen: What the category applied makes the person owe.
    func circumstance(_ script: SchemeScript, owing dueFen: Int) -> Circumstance {
        if let prescribed { return prescribed }
        if scope != .eligible { return .excluded }
        if lacksRegistration(script, dueFen) { return .unregistered }
        if let guarded = script.rules.guardedFrom, traits.contains(.registered),
            !traits.contains(.guarded), birth >= guarded
        {
            return .guardianless
        }
        if traits.contains(.deviating) { return .deviating }
        if traits.contains(.notReported) { return .notReported }
        if traits.contains(.refuses), dueFen > 0 { return .refusing }
        if script.isNewborn(birth, residence) { return dueFen == 0 ? .full : .newborn }
        if traits.contains(.listedLate) { return .listedLate }
        let owing = script.circumstance(owing: dueFen)
        return owing == .full && added != 0 ? .added : owing
    }

    private func lacksRegistration(_ script: SchemeScript, _ dueFen: Int) -> Bool {
        script.rules.registersFirst && traits.contains(.unregistered) && dueFen > 0
    }

    /// The person, once the number is issued and the story chosen.
    func person(_ number: NumberCode, category: Int, story: Int) -> Person {
        Person(
            number: number,
            household: household,
            lists: lists,
            traits: traits,
            added: added,
            dropped: dropped,
            category: UInt8(category),
            tier: tier,
            story: UInt8(story),
            unit: unit,
            residence: residence,
            scope: scope,
            role: role
        )
    }
}
