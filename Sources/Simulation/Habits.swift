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
    /// What becomes of payments, by circumstance; what is left over pays or not as the unit does.
    let stories: [Wheel]
    /// The story of those who pay as usual, and of those who do not, by circumstance.
    let usual: [(paying: Int, idle: Int)]
    /// Parts per thousand who pay in the unit where fewest and most do.
    let paying: ClosedRange<Int>
    let channels: Wheel
    let emptyUnit: Share
    let redelivered: Share
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
            Scope.allCases.dropFirst().map { (Int($0.rawValue), $0.name) },
            complete: false
        )
        householdSizes = try wheel("household", (1...6).map { ($0, "\($0)") }, complete: true)
        families = try script.families.map {
            try rates("list.\(script.categories[$0.category].id)").share
        }
        elderParents = try rates("family.elderParents").share
        listed = try Habits.listed(rates, script)
        overlap = try rates("list.overlap").share
        added = try rates("list.added").share
        dropped = try rates("list.dropped").share
        usual = Circumstance.allCases.map { Habits.usual($0, script) }
        stories = try Habits.stories(rates, script, usual)
        let lowest = try rates("paying.lowest").value
        paying = lowest...max(lowest, try rates("paying.highest").value)
        let channelKeys = script.channels.enumerated().map { ($0.offset, $0.element.id) }
        channels = try wheel("channel", channelKeys, complete: true)
        emptyUnit = try rates("payment.emptyUnit").share
        redelivered = try rates("payment.redelivered").share
        firstWeeks = try rates("window.firstWeeks").share
        lastWeeks = try rates("window.lastWeeks").share
        newcomersLate = try rates("newcomers.late").share
    }

    private static func listed(
        _ rates: Rates,
        _ script: SchemeScript
    ) throws -> [(category: Int, ages: ClosedRange<Int>, share: Share)] {
        try script.categories.enumerated().compactMap { index, category in
            guard let ages = category.ages else { return nil }
            return (index, ages, try rates("list.\(category.id)").share)
        }
    }

    private static func usual(
        _ circumstance: Circumstance,
        _ script: SchemeScript
    ) -> (paying: Int, idle: Int) {
        switch circumstance {
        case .ordinary, .half:
            (script.story(circumstance, "pays"), script.story(circumstance, "neverPays"))
        case .full, .added, .listedLate, .excluded:
            (script.story(circumstance, "nothing"), script.story(circumstance, "nothing"))
        }
    }

    private static func stories(
        _ rates: Rates,
        _ script: SchemeScript,
        _ usual: [(paying: Int, idle: Int)]
    ) throws -> [Wheel] {
        try Circumstance.allCases.map { circumstance in
            let (paying, idle) = usual[circumstance.rawValue]
            let special = script.stories.indices.filter {
                script.stories[$0].circumstance == circumstance && $0 != paying && $0 != idle
            }
            return try Wheel(
                circumstance.name,
                special.map { ($0, try rates("\(circumstance.name).\(script.stories[$0].id)")) }
            )
        }
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
    /// Rows to be rejected, for each fault.
    let faulty: Int
    /// Copies of each prescription, and the least number of each of the above.
    let minimum: Int

    /// Reads the numbers for `residents`.
    init(_ rates: Rates, residents: Int) throws {
        let minimum = try rates("minimum").value
        func count(_ name: String) throws -> Int {
            max(minimum, try rates(name).count(of: residents))
        }
        self.minimum = minimum
        listOnly = try count("extra.listOnly")
        excludedOnly = try count("extra.excludedOnly")
        newcomers = try count("extra.newcomers")
        unassigned = try count("extra.unassigned")
        faulty = try count("extra.faulty")
    }
}
