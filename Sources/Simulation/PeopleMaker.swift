/// Makes everybody of a season.
struct PeopleMaker {
    private(set) var population: Population
    private let script: SchemeScript
    private let habits: Habits
    private let extras: Extras
    private let plan: PrescriptionPlan
    private let seed: UInt64
    /// Share of those who pay, by unit.
    private let paying: [Share]
    private var issuer: NumberIssuer
    private var households: UInt32 = 0

    init(_ population: Population, extras: Extras) {
        self.population = population
        self.extras = extras
        script = population.script
        habits = population.habits
        seed = population.seed
        issuer = NumberIssuer(divisions: population.divisions.count)
        plan = PrescriptionPlan(
            script.prescriptions,
            copies: extras.minimum,
            residents: population.units.targets.reduce(0, +)
        )
        let range = habits.paying
        paying = population.units.names.indices.map { [seed] unit in
            var random = Random(seed: seed, .unit, unit)
            return Share(random.within(range), of: 1000)
        }
    }

    /// Makes the people of the roster, unit by unit.
    mutating func makeRoster(progress: (String, Int, Int) -> Void) throws {
        let total = population.units.targets.reduce(0, +)
        population.people.reserveCapacity(total + total / 500 + 100)
        for (unit, heads) in population.units.targets.enumerated() {
            let end = population.people.count + heads
            while population.people.count < end {
                try makeHousehold(unit: unit, room: end - population.people.count)
            }
            progress("people", end, total)
        }
        population.roster = 0..<population.people.count
    }

    /// Makes the people who are not on the roster.
    mutating func makeOthers() throws {
        for copy in 0..<extras.listOnly { try makeListOnly(placed: copy > 0) }
        for copy in 0..<extras.excludedOnly {
            try makeExcludedOnly(copy % 2 == 0 ? .employee : .elsewhere)
        }
        for _ in 0..<extras.newcomers { try makeNewcomer(placed: true) }
        for _ in 0..<extras.unassigned { try makeNewcomer(placed: false) }
        let first = population.people.count
        // Every other row of a fault is in the name of somebody whom nothing else names.
        for _ in 0..<((extras.faulty + 1) / 2 * Fault.allCases.count) {
            var random = Random(seed: seed, .extra, population.people.count)
            let unit = UInt8(random.below(population.units.names.count))
            try add(draft(unit: unit, &random), &random)
        }
        population.strangers = first..<population.people.count
    }

    private mutating func makeHousehold(unit: Int, room: Int) throws {
        var random = Random(seed: seed, .household, population.people.count)
        let size = min(habits.householdSizes.spin(&random) ?? 1, room)
        households += 1
        var family: FamilyScript?
        for (script, share) in zip(script.families, habits.families)
        where script.size == size && family == nil && random.happens(share) {
            family = script
        }
        let hasElderParents = random.happens(habits.elderParents)
        for place in 0..<size {
            let index = population.people.count
            var random = Random(seed: seed, .person, index)
            if let prescription = plan[index] {
                var draft = Draft(unit: UInt8(unit), prescription)
                draft.household = households
                draft.birth = prescription.born ?? drawBirth(&random)
                draft.isMale = random.happens(habits.male)
                try add(draft, &random)
            } else {
                var draft = self.draft(unit: UInt8(unit), &random)
                draft.household = households
                if let family { draft.join(family, place, hasElderParents, script, &random) }
                drawTies(&draft, &random)
                try add(draft, &random)
            }
        }
    }

    private func draft(unit: UInt8, _ random: inout Random) -> Draft {
        var draft = Draft(unit: unit)
        draft.birth = drawBirth(&random)
        draft.isMale = random.happens(habits.male)
        return draft
    }

    private func drawBirth(_ random: inout Random) -> Day {
        let band = script.bands[habits.ages.spin(&random) ?? 0].born
        return Day(number: random.within(band.lowerBound.number...band.upperBound.number))
    }

    /// Draws residence, scope and lists.
    private func drawTies(_ draft: inout Draft, _ random: inout Random) {
        let age = draft.birth.fullYears(on: script.ageDay)
        if draft.role == .none, let index = habits.residences.spin(&random),
            script.residences[index].ages.contains(age)
        {
            draft.residence = script.residences[index].residence
        }
        if let raw = habits.scopes.spin(&random), let scope = Scope(rawValue: UInt8(raw)) {
            draft.scope = scope
            if scope == .withoutBasis {
                draft.residence = .outside
                draft.lists = 0
                draft.role = .none
            }
        }
        guard draft.residence == .local else { return }
        drawLists(&draft, age, &random)
    }

    private func drawLists(_ draft: inout Draft, _ age: Int, _ random: inout Random) {
        for entry in habits.listed where random.happens(entry.share) && entry.ages.contains(age) {
            draft.lists |= 1 << UInt16(entry.category)
        }
        guard draft.lists != 0 else { return }
        if random.happens(habits.overlap) {
            let entry = habits.listed[random.below(habits.listed.count)]
            if entry.ages.contains(age) { draft.lists |= 1 << UInt16(entry.category) }
        }
        for list in script.lists where list.members == .second {
            let bit = UInt16(1) << UInt16(list.category)
            guard draft.lists & bit != 0, draft.added == 0, draft.dropped == 0 else { continue }
            if random.happens(habits.added) {
                draft.added = UInt8(list.category)
            } else if random.happens(habits.dropped) {
                draft.dropped = UInt8(list.category)
                draft.lists &= ~bit
            }
        }
    }

    /// A person whom a list names and the roster does not.
    private mutating func makeListOnly(placed: Bool) throws {
        var random = Random(seed: seed, .extra, population.people.count)
        let unit = UInt8(random.below(population.units.names.count))
        var draft = draft(unit: placed ? unit : Person.noUnit, &random)
        let entries = habits.listed.filter { $0.ages.contains(40) }
        draft.birth = script.born(atAges: 40...59, &random)
        draft.lists = 1 << UInt16(entries[random.below(entries.count)].category)
        draft.story = script.story(.full, "nothing")
        try add(draft, &random)
    }

    /// A person whom the exclusion list names and the roster does not.
    private mutating func makeExcludedOnly(_ scope: Scope) throws {
        var random = Random(seed: seed, .extra, population.people.count)
        var draft = draft(unit: UInt8(random.below(population.units.names.count)), &random)
        draft.scope = scope
        draft.story = script.story(.excluded, "nothing")
        try add(draft, &random)
    }

    /// A person who pays without being on the roster.
    private mutating func makeNewcomer(placed: Bool) throws {
        var random = Random(seed: seed, .extra, population.people.count)
        let unit = UInt8(random.below(population.units.names.count))
        var draft = draft(unit: placed ? unit : Person.noUnit, &random)
        var circumstance = draft.circumstance(script)
        while circumstance == .full {
            draft.birth = drawBirth(&random)
            circumstance = draft.circumstance(script)
        }
        let isLate = random.happens(habits.newcomersLate)
        draft.story = script.story(circumstance, isLate ? "paysLate" : "pays")
        try add(draft, &random)
    }

    private mutating func add(_ draft: Draft, _ random: inout Random) throws {
        let circumstance = draft.circumstance(script)
        let story: Int
        if let prescribed = draft.story {
            story = prescribed
            precondition(script.stories[story].circumstance == circumstance)
        } else {
            let (payer, idle) = habits.usual[circumstance.rawValue]
            let unit = Int(draft.unit)
            story =
                habits.stories[circumstance.rawValue].spin(&random)
                ?? (random.happens(paying[unit]) ? payer : idle)
        }
        let range = script.divisions.range(of: draft.residence)
        let number = try issuer.issue(
            division: random.within(range),
            birth: draft.birth,
            male: draft.isMale
        )
        population.people.append(draft.person(number, story: story, script))
    }
}
