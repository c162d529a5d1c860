/// A person who is there in every season; what is nil is drawn.
struct Prescription: Sendable {
    var born: Day?
    var isMale: Bool?
    var lists: [Int] = []
    var added = 0
    /// On a list that is not in force.
    var dropped = 0
    var listedLate = 0
    /// On a list that is dated too late to count.
    var listedInVain = 0
    var residence = Residence.local
    var scope = Scope.eligible
    var traits: Traits = []
    /// The tier; nil = the one to which the lists are bound, else the last.
    var tier: Int?
    /// The story's index.
    var story: Int?
    /// The circumstance, where the rest does not tell it.
    var circumstance: Circumstance?
}

/// People who come in another way than by the roster; how many is `extra.<id>`.
struct GroupScript: Sendable {
    let id: String
    /// What they have in common.
    let traits: Traits
    /// Traits of every second of them besides.
    var alternately: Traits = []
    /// Residences with birth days, in turns; nil = drawn from the bands.
    var people: [(residence: Residence, born: ClosedRange<Day>?)] = [(.local, nil)]
    /// Whether a unit counts them.
    var hasUnit = true
    /// The tier; nil = drawn as that of a household.
    var tier: Int?
    /// The circumstance, where the rest does not tell it.
    var circumstance: Circumstance?
    /// Those who are there in every season.
    var prescribed: [Prescription] = []
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
