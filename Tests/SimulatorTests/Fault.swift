/// What can go wrong, and is made to.
enum Fault: String, CaseIterable, Sendable {
    /// The process ends here: memory is lost, nothing is said to anybody.
    case crash
    /// The process stands still until it has been declared dead, and then goes on.
    case zombie
    /// The process stands still, not long enough to be missed.
    case stall
    /// Declared dead at once, though it goes on.
    case eviction
    /// The group shares its partitions anew.
    case rebalance
    /// A call fails before it has done anything.
    case unavailable
    /// A call does what it should and its answer is lost.
    case answerLost
    /// A call does a part of what it should and fails.
    case partial
    /// The broker is away for a while.
    case brokerAway
    /// The database is away for a while.
    case databaseAway
    /// The process is asked to stop, leaves in order, and comes again.
    case restart
    /// One more process of the stage comes, or one of several goes for good.
    case scaling
    /// Records of an inner topic are written once more.
    case redelivery
    /// A snapshot is torn, or one of its bits is another.
    case damage
    /// The newest snapshots are gone.
    case stale
    /// A snapshot stands where another should.
    case misplaced
}

/// Where a process stands when something goes wrong: every call into log or database.
enum Place: String, CaseIterable, Sendable {
    case join, poll, committed, seek, read
    case commit, produced, offsets, done
    case open, apply, applied, outbox, mark, marked, seal, sealed
    case save, load
    case wait
}

/// What was done to the world, by kind and place.
struct FaultTally: Sendable {
    private(set) var counts: [Fault: [Place: Int]] = [:]

    mutating func count(_ fault: Fault, at place: Place) {
        counts[fault, default: [:]][place, default: 0] += 1
    }

    mutating func add(_ other: FaultTally) {
        for (fault, places) in other.counts {
            for (place, count) in places { counts[fault, default: [:]][place, default: 0] += count }
        }
    }

    func total(_ fault: Fault) -> Int { (counts[fault] ?? [:]).values.reduce(0, +) }

    /// A line for each kind.
    var table: String {
        Fault.allCases.map { fault in
            let places = Place.allCases.compactMap { place in
                (counts[fault]?[place]).map { "\(place.rawValue) \($0)" }
            }
            return "\(fault.rawValue): \(total(fault))  (\(places.joined(separator: ", ")))"
        }.joined(separator: "\n")
    }
}

/// How a seed shakes its world: how often, with what, and how often at most.
///
/// Each seed has only some kinds of fault, so that one does not hide the other (swarm testing).
struct FaultPlan {
    var kinds: Set<Fault> = []
    var perMille = 0
    /// Faults still to come; finite, so that every world comes to rest.
    var budget = 0

    init() {}

    init(_ dice: Dice, delivery: Delivery) {
        perMille = dice.pick([0, 10, 25, 50, 100, 200])
        budget = perMille == 0 ? 0 : dice.number(1...40)
        for fault in Fault.allCases where dice.chance(550) { kinds.insert(fault) }
        if delivery == .exactlyOnce { kinds.subtract([.redelivery, .partial]) }
    }
}

/// What a commit promises.
enum Delivery: String, CaseIterable, Sendable {
    /// Outputs and positions in one transaction, fenced.
    case exactlyOnce
    /// Outputs first, positions after them: what happens in between happens again.
    case effectivelyOnce
}
