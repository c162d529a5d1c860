import Events
import Stage

/// Who of a group owns what, and how far each partition is done.
///
/// A partition goes from one living member to another only when the first has been told (its next
/// poll); from a dead one at once.
class Group {
    let name: String
    let world: World
    let partitions: Int
    var members: [SimulatedConsumer] = []
    var owners: [SimulatedConsumer?]
    var targets: [SimulatedConsumer?]
    var epochs: [Int]
    private var positions: [LogPosition] = []
    private var unsettled: [Transaction] = []
    /// Whether everybody must give everything back before anybody gets anything (eager protocol).
    private var isGathering = false
    private var awayUntilMs: Int64 = 0

    init(name: String, partitions: Int, world: World) {
        self.name = name
        self.partitions = partitions
        self.world = world
        owners = Array(repeating: nil, count: partitions)
        targets = Array(repeating: nil, count: partitions)
        epochs = Array(repeating: 0, count: partitions)
    }

    /// Whether the coordinator is away: it has moved, and its successor reads up.
    var isAway: Bool { world.nowMs < awayUntilMs }

    /// Lets the coordinator be away; what it knows is not lost.
    func move(forMs milliseconds: Int) {
        awayUntilMs = max(awayUntilMs, world.nowMs + Int64(milliseconds))
        world.after(milliseconds + 1) { [self] in
            for member in members { world.wake(member.player) }
        }
    }

    /// Forgets the last positions, as after an election in which a replica won that had not got
    /// them; nobody is a member any more.
    ///
    /// Only for logs that promise no transactions: there it would be the brokers' broken promise.
    func losePositions() {
        for index in positions.indices where world.dice.chance(700) {
            positions[index].offset -= Int64(world.dice.number(1...20))
            positions[index].offset = max(0, positions[index].offset)
        }
        for member in members { member.evict() }
    }

    /// The committed position.
    func position(_ topic: Topic, _ partition: Int32) -> Int64 {
        positions.first { $0.topic == topic && $0.partition == partition }?.offset ?? 0
    }

    /// Whether an open transaction may still move the position.
    func isUnsettled(_ topic: Topic, _ partition: Int32) -> Bool {
        unsettled.contains { transaction in
            transaction.positions.contains { $0.topic == topic && $0.partition == partition }
        }
    }

    func join(_ member: SimulatedConsumer) {
        members.append(member)
        rebalance()
    }

    /// Takes a member out: it left, or was declared dead.
    func remove(_ member: SimulatedConsumer) {
        guard members.contains(where: { $0 === member }) else { return }
        members.removeAll { $0 === member }
        for partition in owners.indices where owners[partition] === member {
            owners[partition] = nil
        }
        rebalance()
    }

    /// Shares the partitions evenly, beginning anywhere.
    func rebalance() {
        isGathering = members.count > 1 && world.dice.chance(300)
        let turn = world.dice.below(partitions)
        for partition in targets.indices {
            targets[partition] =
                members.isEmpty ? nil : members[(partition + turn) % members.count]
        }
        for member in members { world.wake(member.player) }
    }

    /// What changes for a member: partitions to give back, and partitions that are its own now.
    func settle(_ member: SimulatedConsumer) -> (revoked: [Int32], assigned: [Int32]) {
        var (revoked, assigned): ([Int32], [Int32]) = ([], [])
        for partition in owners.indices where owners[partition] === member {
            if isGathering || targets[partition] !== member {
                owners[partition] = nil
                revoked.append(Int32(partition))
            }
        }
        if isGathering, owners.allSatisfy({ $0 == nil }) { isGathering = false }
        if !isGathering {
            for partition in owners.indices
            where owners[partition] == nil && targets[partition] === member {
                owners[partition] = member
                epochs[partition] += 1
                assigned.append(Int32(partition))
            }
        }
        if !revoked.isEmpty { for other in members { world.wake(other.player) } }
        return (revoked, assigned)
    }

    /// What a member must show to commit for a partition.
    func epoch(_ partition: Int32) -> Int { epochs[Int(partition)] }

    func owns(_ member: SimulatedConsumer, _ partition: Int32, epoch: Int?) -> Bool {
        owners[Int(partition)] === member && epochs[Int(partition)] == epoch
    }

    /// Moves positions now.
    func store(_ moved: [LogPosition]) {
        for position in moved {
            positions.removeAll {
                $0.topic == position.topic && $0.partition == position.partition
            }
            positions.append(position)
        }
    }

    /// Moves positions when the transaction is committed.
    func hold(_ transaction: Transaction) { unsettled.append(transaction) }

    /// The transaction has ended.
    func resolve(_ transaction: Transaction) {
        unsettled.removeAll { $0 === transaction }
        if transaction.state == .committed { store(transaction.positions) }
        for member in members { world.wake(member.player) }
    }
}
