/// Makes everybody of a season.
struct PeopleMaker {
    var population: Population
    let script: SchemeScript
    let habits: Habits
    let extras: Extras
    let seed: UInt64
    private let plan: PrescriptionPlan
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

    /// Makes the people of the roster, unit by unit, until those who count fill the targets.
    mutating func makeRoster(progress: (String, Int, Int) -> Void) throws {
        let total = population.units.targets.reduce(0, +)
        population.people.reserveCapacity(total + total / 500 + 100)
        var done = 0
        for (unit, heads) in population.units.targets.enumerated() {
            var room = heads
            while room > 0 { room -= try makeHousehold(unit: unit, room: room) }
            done += heads
            progress("people", done, total)
        }
        population.roster = 0..<population.people.count
    }

    /// Makes a household and returns how many of it count.
    private mutating func makeHousehold(unit: Int, room: Int) throws -> Int {
        let first = population.people.count
        var random = Random(seed: seed, .household, first)
        let size = min(habits.householdSizes.spin(&random) ?? 1, room)
        households += 1
        var household = Household(number: households, size: size)
        for (family, share) in zip(script.families, habits.families)
        where family.size == size && household.family == nil && random.happens(share) {
            household.family = family
        }
        household.hasElderParents = random.happens(habits.elderParents)
        if script.rules.tiers.count > 1 {
            household.tier = random.happens(habits.tiers.first) ? 0 : 1
            let isMixed = random.happens(habits.tiers.deviating) && household.tier == 0
            let isDrawn = (first..<first + size).allSatisfy { plan[$0] == nil }
            household.deviates = isMixed && isDrawn && size >= 4
        }
        var counted = 0
        for place in 0..<size { counted += try makeMember(place, of: household, unit: unit) }
        return counted
    }

    private mutating func makeMember(
        _ place: Int,
        of household: Household,
        unit: Int
    ) throws -> Int {
        let index = population.people.count
        var random = Random(seed: seed, .person, index)
        if let prescription = plan[index] {
            var draft = Draft(unit: UInt8(unit), prescription, script)
            draft.household = household.number
            if script.rules.tiers.count > 1 {
                // The tier is prescribed, so that there is nobody with whom to share one.
                households += 1
                draft.household = households
            }
            draft.birth = prescription.born ?? drawBirth(&random)
            let isMale = random.happens(habits.male)
            draft.isMale = prescription.isMale ?? isMale
            return try add(draft, &random)
        }
        var draft = self.draft(unit: UInt8(unit), &random)
        draft.household = household.number
        draft.tier = household.tier
        if let family = household.family {
            draft.join(family, place, household.hasElderParents, script, &random)
        }
        if household.isPlain(place) {
            household.settle(&draft, place)
        } else {
            drawTies(&draft, &random)
        }
        return try add(draft, &random)
    }

    /// Somebody of whom age and sex are drawn.
    func draft(unit: UInt8, _ random: inout Random) -> Draft {
        var draft = Draft(unit: unit)
        draft.birth = drawBirth(&random)
        draft.isMale = random.happens(habits.male)
        return draft
    }

    /// On what it depends what becomes of the payments of somebody.
    func circumstance(of draft: Draft) -> Circumstance {
        let category = script.categories[draft.category(script)]
        return draft.circumstance(script, owing: category.personalFen(inTier: draft.tier))
    }

    /// A birth day, by age as in the census.
    func drawBirth(_ random: inout Random) -> Day {
        let band = script.bands[habits.ages.spin(&random) ?? 0].born
        return Day(number: random.within(band.lowerBound.number...band.upperBound.number))
    }

    /// Gives the person a story and a number; returns 1 where the person fills a target, else 0.
    @discardableResult
    mutating func add(_ draft: Draft, _ random: inout Random) throws -> Int {
        let category = draft.category(script)
        let dueFen = script.categories[category].personalFen(inTier: draft.tier)
        let circumstance = draft.circumstance(script, owing: dueFen)
        let story: Int
        if let prescribed = draft.story {
            story = prescribed
            precondition(script.stories[story].circumstance == circumstance)
        } else {
            guard let choice = habits.choices[circumstance] else {
                preconditionFailure("no story is written for \(circumstance.name)")
            }
            // People of no unit pay as those of the first.
            let unit = draft.unit == Person.noUnit ? 0 : Int(draft.unit)
            story =
                choice.special.spin(&random)
                ?? (random.happens(paying[unit]) ? choice.paying : choice.idle)
        }
        let range = script.divisions.range(of: draft.residence)
        let number = try issuer.issue(
            division: random.within(range),
            birth: draft.birth,
            male: draft.isMale
        )
        population.people.append(draft.person(number, category: category, story: story))
        return script.rules.counting == .everybody || dueFen > 0 ? 1 : 0
    }
}

/// A household in the making.
private struct Household {
    let number: UInt32
    let size: Int
    var family: FamilyScript?
    var hasElderParents = false
    var tier: UInt8 = 0
    /// Whether its last member takes another tier than the others, without a ground.
    var deviates = false

    /// Whether nothing but age and sex is drawn for a member, so that the tier has no ground.
    func isPlain(_ place: Int) -> Bool { deviates && (place < 3 || place == size - 1) }

    func settle(_ draft: inout Draft, _ place: Int) {
        guard place == size - 1 else { return }
        draft.traits.insert(.deviating)
        draft.tier = 1
    }
}
