/// People who are not on the roster.
extension PeopleMaker {
    /// Makes the people who are not on the roster.
    mutating func makeOthers() throws {
        for copy in 0..<extras.listOnly { try makeListOnly(placed: copy > 0) }
        for copy in 0..<extras.excludedOnly {
            try makeExcludedOnly(copy % 2 == 0 ? .employee : .elsewhere)
        }
        for _ in 0..<extras.newcomers { try makeNewcomer(placed: true) }
        for _ in 0..<extras.unassigned { try makeNewcomer(placed: false) }
        for (group, count) in zip(script.groups, extras.groups) {
            for copy in 0..<count { try makeMember(of: group, copy) }
        }
        let first = population.people.count
        // Every other row of a fault is in the name of somebody whom nothing else names.
        for _ in 0..<((extras.faulty + 1) / 2 * script.rules.faults.count) {
            var random = Random(seed: seed, .extra, population.people.count)
            let unit = UInt8(random.below(population.units.names.count))
            try add(draft(unit: unit, &random), &random)
        }
        population.strangers = first..<population.people.count
    }

    /// A person whom a list names and the roster does not.
    private mutating func makeListOnly(placed: Bool) throws {
        var random = Random(seed: seed, .extra, population.people.count)
        let unit = UInt8(random.below(population.units.names.count))
        var draft = draft(unit: placed ? unit : Person.noUnit, &random)
        let entries = habits.listed.filter {
            $0.ages.contains(40) && script.categories[$0.category].dueFen == [0]
        }
        draft.birth = script.born(atAges: 40...59, &random)
        draft.list(in: entries[random.below(entries.count)].category)
        draft.tier = script.boundTier(lists: draft.lists) ?? 0
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
        draft.traits.insert(.unregistered)
        draft.tier = drawTier(&random)
        var circumstance = self.circumstance(of: draft)
        while circumstance == .full {
            draft.birth = drawBirth(&random)
            circumstance = self.circumstance(of: draft)
        }
        let isLate = random.happens(habits.newcomersLate)
        draft.story = script.story(circumstance, isLate ? "paysLate" : "pays")
        try add(draft, &random)
    }

    private mutating func makeMember(of group: GroupScript, _ copy: Int) throws {
        var random = Random(seed: seed, .extra, population.people.count)
        let unit = UInt8(random.below(population.units.names.count))
        let (residence, born) = group.people[copy % group.people.count]
        var draft = draft(unit: group.hasUnit ? unit : Person.noUnit, &random)
        if let born {
            draft.birth = Day(
                number: random.within(born.lowerBound.number...born.upperBound.number)
            )
        }
        draft.tier = drawTier(&random)
        draft.prescribed = group.circumstance
        let isPrescribed = copy < group.prescribed.count * extras.minimum
        if isPrescribed {
            follow(group.prescribed[copy % group.prescribed.count], &draft)
        }
        if draft.residence == .local { draft.residence = residence }
        if let tier = group.tier, draft.lists == 0 { draft.tier = UInt8(tier) }
        draft.traits.formUnion(group.traits)
        // Lists know people by their identity number.
        if copy % 2 == 1, draft.lists == 0 { draft.traits.formUnion(group.alternately) }
        try add(draft, &random)
    }

    private func follow(_ prescription: Prescription, _ draft: inout Draft) {
        var prescribed = Draft(unit: draft.unit, prescription, script)
        prescribed.birth = prescription.born ?? draft.birth
        prescribed.isMale = prescription.isMale ?? draft.isMale
        if prescription.circumstance == nil { prescribed.prescribed = draft.prescribed }
        draft = prescribed
    }

    private func drawTier(_ random: inout Random) -> UInt8 {
        guard script.rules.tiers.count > 1 else { return 0 }
        return random.happens(habits.tiers.first) ? 0 : 1
    }
}
