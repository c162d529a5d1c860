/// What a scheme's season is made of: everything that differs from one notice to another.
///
/// The rest of the module knows no scheme. A new scheme is a script and a file of rates.
struct SchemeScript: Sendable {
    /// The scheme's id.
    let id: String
    /// The personal premium (个人缴费标准) in fen.
    let premiumFen: Int
    /// The days of the season.
    let timetable: Timetable
    /// The day on which ages are told.
    let ageDay: Day
    /// Bands from which birth days are drawn.
    let bands: [AgeBand]
    /// Categories in the order of the document; 0 is the ordinary resident.
    let categories: [Category]
    /// The categories, best first: the first that a person has is the one applied.
    let preference: [Int]
    /// Lists of families, by size of household.
    let families: [FamilyScript]
    /// The lists, in the order of the index.
    let lists: [ListScript]
    /// The day of the roster, the exclusions, the removals and the targets.
    let rosterDay: Day
    /// Ages of those who may have a residence other than ``Residence/local``.
    let residences: [(residence: Residence, ages: ClosedRange<Int>)]
    /// Division codes, six digits each.
    let divisions: Divisions
    /// Payment channels.
    let channels: [Channel]
    /// Everything that can become of a person's payments.
    let stories: [Story]
    /// People who are there in every season, whatever the rates.
    let prescriptions: [Prescription]

    /// The first of ``preference`` that `lists` or the birth day gives.
    func applied(lists: UInt16, birth: Day) -> Int {
        var held = lists | 1
        for (index, category) in categories.enumerated() {
            if let born = category.born, born.contains(birth) { held |= 1 << UInt16(index) }
        }
        return preference.first { held >> UInt16($0) & 1 == 1 } ?? 0
    }

    /// The circumstance of somebody with the category `category` and nothing else about them.
    func circumstance(of category: Int) -> Circumstance {
        let due = categories[category].personalFen
        return due == 0 ? .full : due == premiumFen ? .ordinary : .half
    }

    /// A birth day of somebody of the given ages at the end of the year of ``ageDay``.
    func born(atAges ages: ClosedRange<Int>, _ random: inout Random) -> Day {
        Day(
            ageDay.parts.year - random.within(ages),
            1 + random.below(12),
            1 + random.below(28)
        )
    }

    /// The story called `id` of a circumstance.
    func story(_ circumstance: Circumstance, _ id: String) -> Int {
        guard
            let index = stories.firstIndex(where: {
                $0.circumstance == circumstance && $0.id == id
            })
        else { preconditionFailure("the script of \(self.id) has no such story") }
        return index
    }
}

/// A band of birth days with a share of the residents; its rate is `age.<name>`.
struct AgeBand: Sendable {
    let name: String
    let born: ClosedRange<Day>
}

/// A category of the document.
struct Category: Sendable {
    let id: String
    /// As printed.
    let name: String
    /// What the person owes, in fen.
    let personalFen: Int
    /// Who bears the rest: name as printed, and fen.
    let funders: [(name: String, fen: Int)]
    /// Birth days that give the category without any list.
    let born: ClosedRange<Day>?
    /// Ages of those whom a list names one by one; nil where no list does.
    let ages: ClosedRange<Int>?

    /// Creates a category; sums in yuan.
    init(
        _ id: String,
        _ name: String,
        pays: Int,
        _ funders: [(name: String, fen: Int)],
        born: ClosedRange<Day>? = nil,
        ages: ClosedRange<Int>? = nil
    ) {
        self.id = id
        self.name = name
        personalFen = pays * 100
        self.funders = funders.map { ($0.name, $0.fen * 100) }
        self.born = born
        self.ages = ages
    }
}

/// Families that a list names as a whole: two parents and `daughters` children.
struct FamilyScript: Sendable {
    let category: Int
    let daughters: Int
    /// Size of the household.
    var size: Int { daughters + 2 }
}

/// One list of a bureau.
struct ListScript: Sendable {
    /// Whom the list names.
    enum Members: Sendable {
        /// All of the category.
        case all
        /// Those of the first version.
        case first
        /// Those of the second version, which takes the place of the first.
        case second
        /// Those listed after the window.
        case late
    }
    let id: String
    let bureau: String
    let category: Int
    let members: Members
    let snapshot: Day
    let audited: Day
    var supersedes = ""

    /// Whether the list names `person`.
    func names(_ person: Person, late: Bool) -> Bool {
        let listed = person.lists >> UInt16(category) & 1 == 1
        return switch members {
        case .all, .second: listed && !late
        case .first:
            listed && !late && Int(person.added) != category || Int(person.dropped) == category
        case .late: listed && late
        }
    }
}

/// The division codes with which identity numbers begin.
struct Divisions: Sendable {
    let home: [String]
    let prefecture: [String]
    let outside: [String]

    /// All of them, as bytes.
    var bytes: [[UInt8]] { (home + prefecture + outside).map { Array($0.utf8) } }

    /// The indexes of those for a residence.
    func range(of residence: Residence) -> ClosedRange<Int> {
        switch residence {
        case .local: 0...(home.count - 1)
        case .prefecture: home.count...(home.count + prefecture.count - 1)
        case .permit, .accompanyingChild, .childOfHolder, .college, .vocational, .outside:
            (home.count + prefecture.count)...(home.count + prefecture.count + outside.count - 1)
        }
    }
}

/// A payment channel.
struct Channel: Sendable {
    let id: String
    /// Whether the payer uses it alone, so that it may carry no unit.
    let isSelfService: Bool
    /// Whether amounts are written with two places.
    let writesPlaces: Bool
}

/// A person who is there in every season; what is nil is drawn.
struct Prescription: Sendable {
    var born: Day?
    var lists: [Int] = []
    var added = 0
    var dropped = 0
    var listedLate = 0
    var residence = Residence.local
    var scope = Scope.eligible
    /// The story's index.
    var story: Int?
}
