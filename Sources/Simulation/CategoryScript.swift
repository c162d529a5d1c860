/// A band of birth days with a share of the residents; its rate is `age.<name>`.
struct AgeBand: Sendable {
    let name: String
    let born: ClosedRange<Day>

    /// The bands of the census, by age at the end of `year`.
    ///
    /// - Parameter last: The last birth day, so that nobody pays before being born.
    static func ofCensus(atEndOf year: Int, bornBy last: Day) -> [AgeBand] {
        let ages = [0...14, 15...17, 18...29, 30...39, 40...49, 50...59, 60...69, 70...79, 80...99]
        return ages.map { ages in
            let youngest = Day(year - ages.lowerBound, 12, 31)
            return AgeBand(
                name: "\(ages.lowerBound)-\(ages.upperBound)",
                born: Day(year - ages.upperBound, 1, 1)...min(youngest, last)
            )
        }
    }
}

/// A category of the document.
struct Category: Sendable {
    let id: String
    /// As printed.
    let name: String
    /// What the person owes, in fen, by tier; one sum where there is one tier or one that counts.
    let dueFen: [Int]
    /// Who bears the rest: name as printed, and fen.
    let funders: [(name: String, fen: Int)]
    /// Birth days that give the category without any list.
    let born: ClosedRange<Day>?
    /// Ages of those whom a list names one by one; nil where no list does.
    let ages: ClosedRange<Int>?
    /// The tier in which the terms hold; nil where they hold in all.
    let tier: Int?
    /// Residences that give the category without any list.
    let residences: Set<Residence>
    /// Whether birth in the season gives it.
    let isForNewborns: Bool
    /// A wider name that some rows of the list have; empty when none.
    let umbrella: String

    /// Creates a category; sums in yuan.
    init(
        _ id: String,
        _ name: String,
        pays: Int...,
        by funders: [(name: String, fen: Int)] = [],
        born: ClosedRange<Day>? = nil,
        ages: ClosedRange<Int>? = nil,
        tier: Int? = nil,
        residences: Set<Residence> = [],
        isForNewborns: Bool = false,
        umbrella: String = ""
    ) {
        self.id = id
        self.name = name
        dueFen = pays.map { $0 * 100 }
        self.funders = funders.map { ($0.name, $0.fen * 100) }
        self.born = born
        self.ages = ages
        self.tier = tier
        self.residences = residences
        self.isForNewborns = isForNewborns
        self.umbrella = umbrella
    }

    /// What the person owes in a tier, in fen.
    func personalFen(inTier tier: UInt8) -> Int {
        dueFen.count == 1 ? dueFen[0] : dueFen[Int(tier)]
    }

    /// Whether the category holds for somebody whom its lists name (`isListed`) or not.
    func holds(isListed: Bool, _ birth: Day, _ residence: Residence, isNewborn: Bool) -> Bool {
        if isForNewborns { return isNewborn }
        if !residences.isEmpty { return residences.contains(residence) }
        return isListed || born?.contains(birth) ?? false
    }
}

/// Families that a list names as a whole: two parents and their children.
struct FamilyScript: Sendable {
    let category: Int
    var daughters = 0
    var sons = 0
    /// Size of the household.
    var size: Int { daughters + sons + 2 }
}

/// A category whose lists give a date of approval, on which it depends whether it holds.
struct ApprovalScript: Sendable {
    let category: Int
    /// First day of approval that counts.
    let from: Day
    /// Last day of approval that the list can know.
    let until: Day
    /// Full years on the day of approval.
    let men: Int
    let women: Int

    /// The first day on which an approval gives the category.
    func earliest(born birth: Day, isMale: Bool) -> Day {
        let (year, month, day) = birth.parts
        return max(from, Day(year + (isMale ? men : women), month, day))
    }

    /// Whether any approval does.
    func canHold(born birth: Day, isMale: Bool) -> Bool {
        earliest(born: birth, isMale: isMale) <= until
    }

    /// The date that the list gives; nil when it gives none.
    func day(of person: Person, _ random: inout Random) -> Day? {
        let first = earliest(born: person.number.birth, isMale: person.number.isMale)
        let kind = random.below(4)
        guard !person.traits.contains(.unapproved) else {
            return kind == 0 ? nil : min(Day(number: first.number - 1), until)
        }
        return kind == 0 ? first : Day(number: random.within(first.number...until.number))
    }
}
