/// A person in the making.
struct Draft {
    var unit: UInt8
    var birth = Day(1980, 1, 1)
    var isMale = true
    var household: UInt32 = 0
    var lists: UInt16 = 0
    var added: UInt8 = 0
    var dropped: UInt8 = 0
    var isListedLate = false
    var residence = Residence.local
    var scope = Scope.eligible
    var role = Role.none
    /// The story, where it is not drawn.
    var story: Int?

    /// Somebody of whom nothing is known but the unit.
    init(unit: UInt8) { self.unit = unit }

    /// Somebody as prescribed.
    init(unit: UInt8, _ prescription: Prescription) {
        self.unit = unit
        for category in prescription.lists { lists |= 1 << UInt16(category) }
        for category in [prescription.added, prescription.listedLate] where category != 0 {
            lists |= 1 << UInt16(category)
        }
        added = UInt8(prescription.added)
        dropped = UInt8(prescription.dropped)
        isListedLate = prescription.listedLate != 0
        residence = prescription.residence
        scope = prescription.scope
        story = prescription.story
    }

    /// Takes a place in a family that a list names.
    mutating func join(
        _ family: FamilyScript,
        _ place: Int,
        _ hasElderParents: Bool,
        _ script: SchemeScript,
        _ random: inout Random
    ) {
        lists |= 1 << UInt16(family.category)
        switch place {
        case 0, 1:
            role = place == 0 ? .father : .mother
            isMale = place == 0
            birth = script.born(atAges: hasElderParents ? 56...69 : 28...49, &random)
        default:
            role = .daughter
            isMale = false
            birth = script.born(atAges: hasElderParents ? 23...34 : 1...15, &random)
        }
    }

    /// On what it depends what the person owes.
    func circumstance(_ script: SchemeScript) -> Circumstance {
        if scope != .eligible { return .excluded }
        if isListedLate { return .listedLate }
        let due = script.circumstance(of: script.applied(lists: lists, birth: birth))
        return due == .full && added != 0 ? .added : due
    }

    /// The person, once the number is issued and the story chosen.
    func person(_ number: NumberCode, story: Int, _ script: SchemeScript) -> Person {
        Person(
            number: number,
            household: household,
            lists: lists,
            added: added,
            dropped: dropped,
            category: UInt8(script.applied(lists: lists, birth: birth)),
            story: UInt8(story),
            unit: unit,
            residence: residence,
            scope: scope,
            role: role
        )
    }
}

/// Which places of the roster go to prescribed people: evenly spread, `copies` of each.
struct PrescriptionPlan {
    private let prescriptions: [Prescription]
    private let stride: Int
    private let places: Int

    init(_ prescriptions: [Prescription], copies: Int, residents: Int) {
        self.prescriptions = prescriptions
        places = prescriptions.count * copies
        stride = max(1, residents / max(1, places))
    }

    /// The prescription for place `index` of the roster, if there is one.
    subscript(index: Int) -> Prescription? {
        let (place, rest) = index.quotientAndRemainder(dividingBy: stride)
        guard rest == stride / 2, place < places else { return nil }
        return prescriptions[place % prescriptions.count]
    }
}
