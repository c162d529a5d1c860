import Stage

@testable import Simulator

/// A group as Kafka keeps it under its range assignor: members learn of a change with their next
/// heartbeat, give everything back, and get runs of neighbouring partitions when all have; who died
/// is missed when its session is over.
final class RangeGroup: Group {
    /// How long things take, in milliseconds.
    struct Pace {
        /// After the last heartbeat a member counts as dead.
        var sessionMs = 10_000
        /// Between two heartbeats.
        var heartbeatMs = 1_500
        /// How long the first member of a group waits for others.
        var firstJoinMs = 3_000
    }

    let pace: Pace
    /// Partitions without an owner, and for how long.
    let vacancies: Vacancies
    private var ranks: [ObjectIdentifier: Int] = [:]
    private var toldAt: [ObjectIdentifier: Int64] = [:]
    private var rejoined: Set<ObjectIdentifier> = []
    private var isPreparing = false
    private var notBefore: Int64 = 0

    init(name: String, partitions: Int, world: World, pace: Pace) {
        self.pace = pace
        vacancies = Vacancies(partitions: partitions)
        super.init(name: name, partitions: partitions, world: world)
    }

    /// The name of each partition's owner; nil while it has none.
    var ownerNames: [String?] { owners.map { $0?.player.name } }

    override func join(_ member: SimulatedConsumer) {
        if members.isEmpty { notBefore = world.nowMs + Int64(pace.firstJoinMs) }
        members.append(member)
        // A member's id is random, and partitions go by the order of the ids.
        ranks[ObjectIdentifier(member)] = world.dice.below(1 << 30)
        prepare(newcomer: member)
    }

    override func remove(_ member: SimulatedConsumer) {
        guard members.contains(where: { $0 === member }) else { return }
        members.removeAll { $0 === member }
        for partition in owners.indices where owners[partition] === member {
            owners[partition] = nil
            vacancies.begin(partition, at: world.nowMs)
        }
        prepare(newcomer: nil)
    }

    override func rebalance() { prepare(newcomer: nil) }

    /// Takes in that a member is dead, which the group does not know yet.
    func died(_ player: Player) {
        for partition in owners.indices where owners[partition]?.player === player {
            vacancies.begin(partition, at: world.nowMs)
        }
    }

    override func settle(_ member: SimulatedConsumer) -> (revoked: [Int32], assigned: [Int32]) {
        if member.player.isCrashed { return ([], []) }
        var revoked: [Int32] = []
        if isPreparing {
            guard toldAt[ObjectIdentifier(member)] ?? 0 <= world.nowMs else { return ([], []) }
            revoked = giveBack(member)
            rejoined.insert(ObjectIdentifier(member))
            shareIfAllAreBack()
            if isPreparing { return (revoked, []) }
        }
        return (revoked, takeUp(member))
    }

    private func giveBack(_ member: SimulatedConsumer) -> [Int32] {
        owners.indices.filter { owners[$0] === member }.map { partition in
            owners[partition] = nil
            vacancies.begin(partition, at: world.nowMs)
            return Int32(partition)
        }
    }

    private func takeUp(_ member: SimulatedConsumer) -> [Int32] {
        owners.indices.filter { owners[$0] == nil && targets[$0] === member }.map { partition in
            owners[partition] = member
            epochs[partition] += 1
            vacancies.end(partition, at: world.nowMs)
            return Int32(partition)
        }
    }

    private func prepare(newcomer: SimulatedConsumer?) {
        for member in members {
            let id = ObjectIdentifier(member)
            if isPreparing, member !== newcomer { continue }
            let delay = member === newcomer ? 0 : world.dice.number(0...pace.heartbeatMs)
            toldAt[id] = world.nowMs + Int64(delay)
            world.after(delay) { [world] in world.wake(member.player) }
        }
        if !isPreparing { rejoined = [] }
        isPreparing = true
        shareIfAllAreBack()
        let wait = Int(max(0, notBefore - world.nowMs))
        if wait > 0 { world.after(wait) { [weak self] in self?.shareIfAllAreBack() } }
    }

    private func shareIfAllAreBack() {
        guard isPreparing, world.nowMs >= notBefore,
            members.allSatisfy({ rejoined.contains(ObjectIdentifier($0)) })
        else { return }
        isPreparing = false
        share()
        for member in members { world.wake(member.player) }
    }

    /// The first members get one partition more where they do not come out even.
    private func share() {
        let order = members.sorted {
            ranks[ObjectIdentifier($0)] ?? 0 < ranks[ObjectIdentifier($1)] ?? 0
        }
        guard !order.isEmpty else {
            targets = Array(repeating: nil, count: partitions)
            return
        }
        let (share, extra) = partitions.quotientAndRemainder(dividingBy: order.count)
        var next = 0
        for (place, member) in order.enumerated() {
            let count = share + (place < extra ? 1 : 0)
            for partition in next..<next + count { targets[partition] = member }
            next += count
        }
    }
}

/// How long partitions were without an owner.
final class Vacancies {
    private var since: [Int64?]
    /// The longest time of each partition since the last reset, in milliseconds.
    private(set) var longest: [Int64]

    init(partitions: Int) {
        since = Array(repeating: nil, count: partitions)
        longest = Array(repeating: 0, count: partitions)
    }

    func begin(_ partition: Int, at ms: Int64) {
        if since[partition] == nil { since[partition] = ms }
    }

    func end(_ partition: Int, at ms: Int64) {
        guard let start = since[partition] else { return }
        longest[partition] = max(longest[partition], ms - start)
        since[partition] = nil
    }

    func reset() { longest = Array(repeating: 0, count: longest.count) }
}
