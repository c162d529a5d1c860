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
///
/// Of the ledger (`Docs/ledger.md` says what may be lost where): `apply` before the database
/// commits, `applied` after it and before the outbox goes to the log, `produced` to `done` while it
/// does, `mark` and `marked` around its removal, `open` and `outbox` while a partition is taken
/// over, `seal` and `sealed` around a seal.
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
    /// Those of them that met a ledger worker.
    private(set) var ofLedger: [Fault: [Place: Int]] = [:]
    /// Batches that the database refused because another had opened the partition.
    var fenced = 0

    mutating func count(_ fault: Fault, at place: Place, of process: String?) {
        counts[fault, default: [:]][place, default: 0] += 1
        guard let process, process.hasPrefix(StageKind.ledger.rawValue) else { return }
        ofLedger[fault, default: [:]][place, default: 0] += 1
    }

    mutating func add(_ other: FaultTally) {
        func sum(_ own: inout [Fault: [Place: Int]], _ others: [Fault: [Place: Int]]) {
            for (fault, places) in others {
                for (place, count) in places {
                    own[fault, default: [:]][place, default: 0] += count
                }
            }
        }
        sum(&counts, other.counts)
        sum(&ofLedger, other.ofLedger)
        fenced += other.fenced
    }

    func total(_ fault: Fault) -> Int { (counts[fault] ?? [:]).values.reduce(0, +) }

    /// Faults of a ledger worker and places that they never met together, of those that matter.
    var missedByLedger: [String] {
        let posting: [Place] = [
            .open, .outbox, .apply, .applied, .commit, .produced, .done, .mark, .marked,
        ]
        let missed = [Fault.crash, .zombie, .rebalance].flatMap { fault in
            posting.filter { ofLedger[fault]?[$0] == nil }.map {
                "\(fault.rawValue) at \($0.rawValue)"
            }
        }
        // A seal comes seldom: a crash on either side of it is enough.
        let crashes = ofLedger[.crash] ?? [:]
        let isSealMet = crashes[.seal] != nil || crashes[.sealed] != nil
        return missed + (isSealMet ? [] : ["crash around a seal"])
    }

    /// A line for each kind.
    var table: String { FaultTally.table(counts) }

    /// The same of the ledger's workers.
    var ledgerTable: String { FaultTally.table(ofLedger) }

    private static func table(_ counts: [Fault: [Place: Int]]) -> String {
        Fault.allCases.filter { counts[$0] != nil }.map { fault in
            let total = (counts[fault] ?? [:]).values.reduce(0, +)
            let places = Place.allCases.compactMap { place in
                (counts[fault]?[place]).map { "\(place.rawValue) \($0)" }
            }
            return "\(fault.rawValue): \(total)  (\(places.joined(separator: ", ")))"
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
