import CLibrdkafka
import Events
import Stage

/// Taking partitions up and giving them up.
///
/// The group takes everything from every member before it gives anything (eager). A worker would
/// throw away its state each time; so the taking is not told before the giving has come, and a
/// partition that comes back unchanged is not told at all: nobody has committed in it meanwhile.
extension KafkaConsumer {
    /// Time after which what a predecessor left open is ended by force, in milliseconds.
    private static let openTransactionMs: Int32 = 1_500

    /// Looks at what the group has said.
    ///
    /// - Returns: What to tell; nil when there is nothing to tell now.
    func takeRebalance() throws -> PollOutcome? {
        let (isRevoked, isLost) = inbox.takeRevocation()
        if isRevoked { lastAssignment = nil }
        if isRevoked || isFenced {
            if !isBetween { takenMs = Monotonic.milliseconds }
            isBetween = true
            needsAssignment = false
            membership = nil
            if isLost || isFenced {
                // Others may have worked on them since.
                isFenced = false
                let revoked = owned.sorted()
                if !revoked.isEmpty { told.lost += 1 }
                disown()
                if !revoked.isEmpty { return .rebalanced(revoked: revoked, assigned: []) }
            }
        }
        // Who was fenced and still belongs to the group begins anew with what it was given.
        guard let list = inbox.assigned ?? (isBetween ? lastAssignment : nil) else { return nil }
        return try takeUp(list)
    }

    /// Tells librdkafka where to read, after an assignment or a seek.
    func assignIfNeeded() throws {
        guard needsAssignment else { return }
        let list = PartitionList(capacity: streams.count)
        for stream in streams {
            list.add(layout.name(of: stream.topic), stream.partition, offset: stream.position)
        }
        let code = rd_kafka_assign(client.handle, list.list)
        if code != RD_KAFKA_RESP_ERR_NO_ERROR {
            throw LogProblem.kafka(code, "take partitions up")
        }
        needsAssignment = false
    }

    /// Takes partitions up: fences the predecessor, asks for the positions, compares with what was
    /// owned before.
    ///
    /// An error leaves everything as it was; the next poll tries again.
    private func takeUp(_ list: PartitionList) throws -> PollOutcome? {
        let positions = try positions(of: list)
        let given = Set(positions.map(\.partition))
        guard let membership = Membership(of: client.handle) else {
            throw LogProblem.unavailable("Cannot join the group \(group). Try again.")
        }
        try replaceTransactor(given)
        let committed = try stableOffsets(positions, given)
        let old = streams
        var kept = given.intersection(owned)
        for (position, offset) in zip(positions, committed) {
            let known = place(position.topic, position.partition).map { old[$0].committed }
            if known != offset { kept.remove(position.partition) }
        }
        let revoked = owned.subtracting(kept).sorted()
        let assigned = given.subtracting(kept).sorted()
        var new: [Stream] = []
        for (position, offset) in zip(positions, committed) {
            var stream = Stream(
                topic: position.topic,
                partition: position.partition,
                position: offset,
                committed: offset
            )
            if kept.contains(position.partition), let place = place(stream.topic, stream.partition)
            {
                stream.position = old[place].position
            }
            new.append(stream)
        }
        own(new, given)
        self.membership = membership
        if isBetween, takenMs > 0 {
            told.rebalance = UInt64(max(0, Monotonic.milliseconds - takenMs)) * 1_000_000
        }
        isBetween = false
        needsAssignment = true
        lastAssignment = list
        inbox.clearAssignment()
        try assignIfNeeded()
        // Who has joined is told so, even with nothing to do.
        if revoked.isEmpty && assigned.isEmpty && hasJoined { return nil }
        hasJoined = true
        return .rebalanced(revoked: revoked, assigned: assigned)
    }

    /// The topic partitions of an assignment.
    ///
    /// - Throws: ``LogProblem/unusable(_:)`` when partition *n* of some topic went to another:
    ///   then members of the group do not read the same topics.
    private func positions(of list: PartitionList) throws -> [LogPosition] {
        var positions: [LogPosition] = []
        for index in 0..<list.count {
            guard let topic = layout.topic(named: list.name(at: index)) else { continue }
            positions.append(
                LogPosition(topic: topic, partition: list[index].partition, offset: 0)
            )
        }
        let given = Set(positions.map(\.partition))
        for partition in given {
            let wanted = subscription.filter { Int(partition) < layout.count(of: $0) }.count
            let found = positions.filter { $0.partition == partition }.count
            if wanted != found {
                throw LogProblem.unusable(
                    "Members of the group \(group) read different topics: partition \(partition) "
                        + "came with \(found) of \(wanted) topics. Run one release everywhere."
                )
            }
        }
        return positions
    }

    /// Makes the producer of transactions that belongs to the partitions given.
    ///
    /// Its id names the lowest of them, which no other member of the generation owns: so it fences
    /// whoever had it before, and what that one left open ends at once.
    private func replaceTransactor(_ given: Set<Int32>) throws {
        guard settings.delivery == .exactlyOnce else { return }
        let id = given.min().map(transactionalID)
        if transactor?.id == id { return }
        transactor?.close()
        transactor = nil
        guard let id else { return }
        transactor = try Transactor(id: id, settings: settings, layout: layout, log: log)
    }

    /// The name under which the owner of a partition and those above it writes.
    func transactionalID(_ partition: Int32) -> String { "\(group).\(partition)" }

    /// The committed positions, when no open transaction may still change them.
    ///
    /// A worker that was killed leaves its transaction open under the id of its lowest partition.
    /// If that is one of ours it is ended by force; if not, its new owner does that.
    private func stableOffsets(_ positions: [LogPosition], _ given: Set<Int32>) throws -> [Int64] {
        if positions.isEmpty { return [] }
        do {
            return try committedOffsets(positions, within: Self.openTransactionMs)
        } catch LogProblem.unavailable where settings.delivery == .exactlyOnce {
            for partition in given.sorted().dropFirst() {
                let id = transactionalID(partition)
                try Transactor(id: id, settings: settings, layout: layout, log: log).close()
            }
            return try committedOffsets(positions, within: KafkaClient.patienceMs)
        }
    }

    /// Asks the coordinator for positions; 0 where nothing was committed.
    func committedOffsets(_ asked: [LogPosition], within limitMs: Int32) throws -> [Int64] {
        let list = PartitionList(capacity: asked.count)
        for one in asked { list.add(layout.name(of: one.topic), one.partition) }
        let code = rd_kafka_committed(client.handle, list.list, limitMs)
        let failure = code == RD_KAFKA_RESP_ERR_NO_ERROR ? list.firstError : code
        if let failure { throw LogProblem.kafka(failure, "read the positions of \(group)") }
        return (0..<list.count).map { max(0, list[$0].offset) }
    }

    private func disown() { own([], []) }

    private func own(_ new: [Stream], _ partitions: Set<Int32>) {
        streams = new
        owned = partitions
        told.ends = []
        for place in index.indices { index[place] = -1 }
        for (place, stream) in new.enumerated() {
            index[stream.topic.ordinal * layout.partitions + Int(stream.partition)] = place
        }
        board.update(self, [])
    }
}
