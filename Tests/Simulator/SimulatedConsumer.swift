import Events
import Stage

/// A member of a group on the simulated log.
///
/// Declared dead, it goes on as if nothing had happened for some polls: it reads and works, and
/// only a commit, or one of its next polls, tells it.
final class SimulatedConsumer: LogConsumer {
    let log: SimulatedLog
    let group: Group
    let player: Player
    private let topics: [Topic]
    /// Partitions that it takes for its own, with the epoch of each assignment.
    private var held: [Int32: Int] = [:]
    private var cursors: [LogPosition] = []
    private var isMember = true
    private var blindPolls = 0
    /// A commit that was done and whose answer was lost.
    private var unanswered: [LogPosition]?

    init(log: SimulatedLog, group: Group, _ topics: [Topic], _ player: Player) {
        self.log = log
        self.group = group
        self.topics = topics
        self.player = player
        player.evict = { [weak self] in self?.evict() }
        player.rebalance = { [weak group] in group?.rebalance() }
        player.moveCoordinator = { [weak group] in group?.move(forMs: $0) }
        player.losePositions = { [weak group] in group?.losePositions() }
        player.obstruct = { [weak log] in log?.obstruct(topics, $0, forMs: $1) }
        group.join(self)
    }

    var world: World { log.world }

    /// Told to nobody: the member finds out.
    func evict() {
        guard isMember else { return }
        isMember = false
        blindPolls = world.dice.below(4)
        group.remove(self)
        world.wake(player)
    }

    func poll(maxRecords: Int, timeoutMs: Int, into batch: RecordBatch) throws -> PollOutcome {
        batch.removeAll()
        try log.call(.poll)
        while true {
            if group.isAway {
                // It hears nothing of the group, and reads on.
                if world.dice.chance(150) { return .idle }
            } else if !isMember {
                if blindPolls == 0 { return comeBack() }
                blindPolls -= 1
            } else if let change = change() {
                return change
            }
            // Now and then nothing has come in time, though there is something.
            if isMember, world.dice.chance(150) { return .idle }
            let limit = min(maxRecords, world.dice.number(1...log.gatherMax))
            fetch(limit, into: batch)
            if !batch.isEmpty { return .records }
            if player.isCrashed { throw Crash() }
            if isMember, world.dice.chance(100) { return .idle }
            if isMember { try world.waitForNews(topics: Set(topics.map(\.index))) }
        }
    }

    /// Learns that it was declared dead, and joins anew; what it gets again may be told at once.
    private func comeBack() -> PollOutcome {
        let lost = held.keys.sorted()
        held = [:]
        cursors = []
        isMember = true
        group.join(self)
        if world.dice.chance(500), let change = change(lost) { return change }
        return lost.isEmpty ? .idle : .rebalanced(revoked: lost, assigned: [])
    }

    private func change(_ lost: [Int32] = []) -> PollOutcome? {
        let (given, assigned) = group.settle(self)
        let revoked = lost + given
        if revoked.isEmpty && assigned.isEmpty { return nil }
        for partition in revoked { held[partition] = nil }
        for partition in assigned { held[partition] = group.epoch(partition) }
        let moved = revoked + assigned
        cursors.removeAll { moved.contains($0.partition) }
        return .rebalanced(revoked: revoked, assigned: assigned)
    }

    /// Takes from each owned stream in turn, beginning anywhere.
    private func fetch(_ limit: Int, into batch: RecordBatch) {
        let places = held.keys.sorted().flatMap { partition in
            topics.map { (topic: $0, partition: partition) }
        }
        if places.isEmpty { return }
        let turn = world.dice.below(places.count)
        for step in places.indices where batch.count < limit {
            let (topic, partition) = places[(step + turn) % places.count]
            let isHeld = (try? log.stream(topic, partition).heldUntilMs).map { $0 > world.nowMs }
            guard isHeld != true, let index = cursor(topic, partition) else { continue }
            cursors[index].offset = log.deliver(
                topic,
                partition,
                from: cursors[index].offset,
                maxRecords: world.dice.number(1...(limit - batch.count)),
                into: batch
            )
        }
    }

    /// Where to read on; nil while an open transaction may still move the committed position.
    private func cursor(_ topic: Topic, _ partition: Int32) -> Int? {
        let known = cursors.firstIndex { $0.topic == topic && $0.partition == partition }
        if let known { return known }
        if group.isAway || group.isUnsettled(topic, partition) { return nil }
        let offset = group.position(topic, partition)
        cursors.append(LogPosition(topic: topic, partition: partition, offset: offset))
        return cursors.count - 1
    }

    func committed(topic: Topic, partition: Int32) throws -> Int64 {
        try log.call(.committed)
        if group.isAway { throw LogProblem.unavailable("broker: the coordinator has moved") }
        if group.isUnsettled(topic, partition) {
            throw LogProblem.unavailable("broker: the position is not settled")
        }
        return group.position(topic, partition)
    }

    func seek(topic: Topic, partition: Int32, to offset: Int64) throws {
        try world.reach(.seek)
        guard held[partition] != nil else { throw LogProblem.fenced }
        cursors.removeAll { $0.topic == topic && $0.partition == partition }
        cursors.append(LogPosition(topic: topic, partition: partition, offset: offset))
    }

    func commit(outputs: RecordBatch, upTo positions: [LogPosition]) throws {
        try log.call(.commit)
        if world.meets(.full, at: .commit) { throw LogProblem.full("broker: no room") }
        if let done = unanswered, done == positions, !done.isEmpty {
            // The client knows its own transaction again: it is not done twice.
            unanswered = nil
            return
        }
        switch log.delivery {
        case .exactlyOnce: try commitTogether(outputs, positions)
        case .effectivelyOnce: try commitInTurn(outputs, positions)
        }
        try world.reach(.done)
        if world.meets(.answerLost, at: .done) {
            if log.delivery == .exactlyOnce { unanswered = positions }
            throw LogProblem.unavailable("broker: no answer")
        }
    }

    func ownsAll(_ positions: [LogPosition]) -> Bool {
        positions.allSatisfy { group.owns(self, $0.partition, epoch: held[$0.partition]) }
    }

    func close() throws {
        // The dead say nothing.
        if player.isCrashed || world.isOver || !isMember { return }
        isMember = false
        group.remove(self)
    }
}
