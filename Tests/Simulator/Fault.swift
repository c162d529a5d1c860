/// What can go wrong, and is made to.
enum Fault: String, CaseIterable, Sendable {
    // Processes.

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
    /// The process is asked to stop, leaves in order, and comes again.
    case restart
    /// One more process of the stage comes, or one of several goes for good.
    case scaling

    // Calls, of whatever service.

    /// A call fails before it has done anything.
    case unavailable
    /// A call does what it should and its answer is lost.
    case answerLost
    /// A call does a part of what it should and fails.
    case partial
    /// A call fails for want of room.
    case full
    /// The disk takes long over a call; the group may meanwhile take the process for dead.
    case slow
    /// The rights are withdrawn for a moment: the process ends with an error and is started anew.
    case refused
    /// The process dies in the midst of writing: a part of what it wrote is there.
    case torn

    // Brokers.

    /// The broker is away for a while.
    case brokerAway
    /// The client repeats a call by itself until it succeeds; others act meanwhile.
    case retriable
    /// The broker wants the transaction aborted; the next one may succeed.
    case abortable
    /// The producer is of no more use: what it left open stays so until somebody ends it.
    case fatal
    /// The broker takes the process for a predecessor of another that never was.
    case fenced
    /// Nobody says whether the transaction was committed: it was, or not, or will be later.
    case unknown
    /// The group's coordinator moves: no position can be read or committed, nobody joins.
    case coordinatorMoved
    /// The coordinator's successor has lost the last positions, and everybody joins anew.
    case positionsLost
    /// The leader of a partition moves: it is neither read nor written, while others are.
    case leaderMoved
    /// Records of one partition of one topic come late, while those of others come.
    case heldBack
    /// Records of an inner topic are written once more.
    case redelivery

    // The database.

    /// The database is away for a while.
    case databaseAway
    /// The session is cut and the database commits nevertheless, later.
    case lateCommit

    // Clocks.

    /// A clock on a wall, the process's or the broker's, is set back.
    case clockBack
    /// A clock on a wall jumps ahead.
    case clockAhead

    // Snapshots.

    /// One bit of a snapshot is another.
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
    /// A producer writes what came from outside.
    case sent
    case join, poll, committed, seek, read
    case commit, produced, offsets, done
    case open, apply, applied, outbox, mark, marked, seal, sealed
    case save, load
    case wait

    /// Whether a disk has to do with it.
    var isOnDisk: Bool {
        switch self {
        case .sent, .join, .poll, .committed, .seek, .save, .wait: false
        case .read, .commit, .produced, .offsets, .done, .open, .apply, .applied, .outbox, .mark,
            .marked, .seal, .sealed, .load:
            true
        }
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
        budget = perMille == 0 ? 0 : dice.number(1...80)
        for fault in Fault.allCases where dice.chance(500) { kinds.insert(fault) }
        switch delivery {
        case .exactlyOnce: kinds.subtract([.redelivery, .partial, .positionsLost])
        case .effectivelyOnce: kinds.subtract([.abortable, .fatal, .unknown])
        }
    }
}

/// What a commit promises.
enum Delivery: String, CaseIterable, Sendable {
    /// Outputs and positions in one transaction, fenced.
    case exactlyOnce
    /// Outputs first, positions after them: what happens in between happens again.
    case effectivelyOnce
}
