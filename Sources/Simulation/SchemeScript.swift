/// What a scheme's season is made of: everything that differs from one notice to another.
///
/// The rest of the module knows no scheme. A new scheme is a script and a file of rates.
struct SchemeScript: Sendable {
    /// The scheme's id.
    let id: String
    /// The personal premium (个人缴费标准) in fen; of several tiers the dearest.
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
    /// The circumstance of those who owe a sum, in fen, and of whom nothing else is known.
    let owing: [Int: Circumstance]
    /// Lists of families, by size of household.
    var families: [FamilyScript] = []
    /// The lists, in the order of the index.
    let lists: [ListScript]
    /// Rows of lists that are turned away.
    var strayRows: [StrayRow] = []
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
    /// People who come in another way than by the roster.
    var groups: [GroupScript] = []
    /// What offices put on record.
    let offices: OfficeScript
    /// What else the scheme has.
    let rules: SchemeRules

    /// The first of ``preference`` that lists, birth day, residence and tier give.
    func applied(
        lists: UInt16,
        birth: Day,
        residence: Residence = .local,
        tier: UInt8 = 0
    ) -> Int {
        let isRelieved = rules.relieved?.contains(residence) ?? true
        let lists = isRelieved ? lists : 0
        let isNewborn = isNewborn(birth, residence)
        for index in preference {
            if let own = categories[index].tier, own != tier { continue }
            if categories[index].born != nil && !isRelieved { continue }
            let isListed = lists >> UInt16(index) & 1 == 1
            if categories[index].holds(
                isListed: isListed,
                birth,
                residence,
                isNewborn: isNewborn
            ) {
                return index
            }
        }
        return 0
    }

    /// Whether the rule for newborns holds.
    func isNewborn(_ birth: Day, _ residence: Residence) -> Bool {
        residence == .local && rules.newborns?.contains(birth) ?? false
    }

    /// The circumstance of somebody who owes `fen` and of whom nothing else is known.
    func circumstance(owing fen: Int) -> Circumstance {
        guard let circumstance = owing[fen] else {
            preconditionFailure("the script of \(id) has no circumstance for \(fen) fen")
        }
        return circumstance
    }

    /// The tier to which the lists that name somebody are bound; nil when to none.
    func boundTier(lists: UInt16) -> UInt8? {
        guard lists != 0, rules.tiers.count > 1 else { return nil }
        let bound = preference.first {
            lists >> UInt16($0) & 1 == 1 && categories[$0].tier != nil
        }
        return bound.flatMap { categories[$0].tier }.map { UInt8($0) }
    }

    /// A birth day of somebody of the given ages at the end of the year of ``ageDay``.
    func born(atAges ages: ClosedRange<Int>, _ random: inout Random) -> Day {
        Day(
            ageDay.parts.year - random.within(ages),
            1 + random.below(12),
            1 + random.below(28)
        )
    }

    /// The story called `id` of a circumstance; nil when there is none.
    func find(_ circumstance: Circumstance, _ id: String) -> Int? {
        stories.firstIndex { $0.circumstance == circumstance && $0.id == id }
    }

    /// The story called `id` of a circumstance.
    func story(_ circumstance: Circumstance, _ id: String) -> Int {
        guard let index = find(circumstance, id) else {
            preconditionFailure("the script of \(self.id) has no such story")
        }
        return index
    }
}

/// The division codes with which identity numbers begin.
struct Divisions: Sendable {
    let home: [String]
    var prefecture: [String] = []
    let outside: [String]

    /// All of them, as bytes.
    var bytes: [[UInt8]] { (home + prefecture + outside).map { Array($0.utf8) } }

    /// The indexes of those for a residence.
    func range(of residence: Residence) -> ClosedRange<Int> {
        switch residence.origin {
        case .home: 0...(home.count - 1)
        case .prefecture: home.count...(home.count + prefecture.count - 1)
        case .outside:
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
    /// Whether the school collects.
    var isSchool = false
    /// The last day on which it is used; nil = all year.
    var lastDay: Day?
}
