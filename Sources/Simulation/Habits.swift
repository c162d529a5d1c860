/// The rates of a season, made ready for drawing.
struct Habits {
    let ages: Wheel
    let male: Share
    let residences: Wheel
    let scopes: Wheel
    let householdSizes: Wheel
    /// Share of the households of a family's size that its list names.
    let families: [Share]
    /// Share of those families whose parents are about 60 and older.
    let elderParents: Share
    /// Share of the people of a category's ages that its list names.
    let listed: [(category: Int, ages: ClosedRange<Int>, share: Share)]
    /// Share of listed people who stand on one list more.
    let overlap: Share
    let added: Share
    let dropped: Share
    /// Share of people of its ages whom a list names too late.
    let inVain: Share
    /// Share of people who could be approved and are not.
    let unapproved: Share
    let refusing: Share
    let tiers: TierHabits
    /// What becomes of payments, by circumstance.
    let choices: [Circumstance: Choice]
    /// Parts per thousand who pay in the unit where fewest and most do.
    let paying: ClosedRange<Int>
    let channels: Wheel
    let emptyUnit: Share
    let redelivered: Share
    /// Share of those who pay while villages collect from most people.
    let concentrated: Share
    let firstWeeks: Share
    let lastWeeks: Share
    let newcomersLate: Share

    /// Reads the rates that `script` needs.
    ///
    /// - Throws: ``SimulationError/missingRate(_:)``, ``SimulationError/ratesDoNotAddUp(_:)``.
    init(_ rates: Rates, script: SchemeScript) throws {
        func wheel(_ name: String, _ keys: [(Int, String)], complete: Bool) throws -> Wheel {
            let parts = try keys.map { (outcome: $0.0, rate: try rates("\(name).\($0.1)")) }
            return try Wheel(name, parts, complete: complete)
        }
        func share(_ name: String, where isNeeded: Bool) throws -> Share {
            isNeeded ? try rates(name).share : Share(0, of: 1)
        }
        let bands = script.bands.enumerated().map { ($0.offset, $0.element.name) }
        ages = try wheel("age", bands, complete: true)
        male = try rates("sex.male").share
        residences = try wheel(
            "residence",
            script.residences.enumerated().map { ($0.offset, $0.element.residence.name) },
            complete: false
        )
        scopes = try wheel(
            "scope",
            script.rules.scopes.map { (Int($0.rawValue), $0.name) },
            complete: false
        )
        householdSizes = try wheel("household", (1...6).map { ($0, "\($0)") }, complete: true)
        families = try script.families.map {
            try rates("list.\(script.categories[$0.category].id)").share
        }
        elderParents = try share("family.elderParents", where: !script.families.isEmpty)
        listed = try script.categories.enumerated().compactMap { index, category in
            guard let ages = category.ages else { return nil }
            return (index, ages, try rates("list.\(category.id)").share)
        }
        overlap = try rates("list.overlap").share
        added = try rates("list.added").share
        dropped = try rates("list.dropped").share
        inVain = try share("list.inVain", where: script.lists.contains { $0.members == .inVain })
        unapproved = try share("list.unapproved", where: script.rules.approval != nil)
        refusing = try share("refusing", where: script.rules.takesRefusals)
        tiers = try TierHabits(rates, script)
        choices = try Choice.all(rates, script)
        let lowest = try rates("paying.lowest").value
        paying = lowest...max(lowest, try rates("paying.highest").value)
        let channelKeys = script.channels.enumerated().map { ($0.offset, $0.element.id) }
        channels = try wheel("channel", channelKeys, complete: true)
        emptyUnit = try rates("payment.emptyUnit").share
        redelivered = try rates("payment.redelivered").share
        concentrated = try share(
            "window.concentrated",
            where: script.timetable.concentrated != nil
        )
        firstWeeks = try rates("window.firstWeeks").share
        lastWeeks = try rates("window.lastWeeks").share
        newcomersLate = try rates("newcomers.late").share
    }
}

/// How households choose between two tiers.
struct TierHabits {
    /// Share of households in the first tier.
    let first: Share
    /// Share of people bound to a tier who take that of the household all the same.
    let unbound: Share
    /// Share of households of four and more in the first tier with one who takes the other.
    let deviating: Share

    init(_ rates: Rates, _ script: SchemeScript) throws {
        let hasTiers = script.rules.tiers.count > 1
        func share(_ name: String) throws -> Share {
            hasTiers ? try rates(name).share : Share(0, of: 1)
        }
        first = try share("tier.first")
        unbound = try share("tier.unbound")
        deviating = try share("tier.deviating")
    }
}

/// The stories of one circumstance.
///
/// What the wheel leaves over pays or not as the unit does.
struct Choice {
    let special: Wheel
    /// The story of those who pay as usual, and of those who do not.
    let paying: Int
    let idle: Int

    /// The choices of a scheme; a circumstance has a story `nothing`, or `pays` and perhaps
    /// `neverPays`.
    static func all(_ rates: Rates, _ script: SchemeScript) throws -> [Circumstance: Choice] {
        var choices: [Circumstance: Choice] = [:]
        for circumstance in Set(script.stories.map(\.circumstance)) {
            let nothing = script.find(circumstance, "nothing")
            let paying = nothing ?? script.story(circumstance, "pays")
            let idle = nothing ?? script.find(circumstance, "neverPays") ?? paying
            let special = script.stories.indices.filter {
                script.stories[$0].circumstance == circumstance && $0 != paying && $0 != idle
            }
            let wheel = try Wheel(
                circumstance.name,
                special.map { ($0, try rates("\(circumstance.name).\(script.stories[$0].id)")) }
            )
            choices[circumstance] = Choice(special: wheel, paying: paying, idle: idle)
        }
        return choices
    }
}

/// How many of the kinds of people and rows that stand outside the roster.
struct Extras {
    /// On a list and not on the roster.
    let listOnly: Int
    /// On the exclusion list and not on the roster.
    let excludedOnly: Int
    /// Pay in a named unit without being on the roster.
    let newcomers: Int
    /// Pay without a unit and without being on the roster.
    let unassigned: Int
    /// Rows to be rejected, for each fault and each stray row.
    let faulty: Int
    /// People of each group of the script.
    let groups: [Int]
    /// Copies of each prescription, and the least number of each of the above.
    let minimum: Int

    /// Reads the numbers for `residents`.
    init(_ rates: Rates, residents: Int, script: SchemeScript) throws {
        let minimum = try rates("minimum").value
        func count(_ name: String, atLeast least: Int = 1) throws -> Int {
            max(minimum * least, try rates("extra.\(name)").count(of: residents))
        }
        self.minimum = minimum
        listOnly = try count("listOnly")
        excludedOnly = try count("excludedOnly")
        newcomers = try count("newcomers")
        unassigned = try count("unassigned")
        faulty = try count("faulty")
        groups = try script.groups.map { try count($0.id, atLeast: max(1, $0.prescribed.count)) }
    }
}
