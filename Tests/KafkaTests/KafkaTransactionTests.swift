import Events
import Stage
import Testing

@testable import Kafka

/// What only a real broker shows: transactions, fences, deaths.
@Suite(RealBroker.condition)
struct KafkaTransactionTests {
    private func transactor(_ id: String, of log: KafkaEventLog) throws -> Transactor {
        try Transactor(id: id, settings: log.settings, layout: log.layout) { _ in }
    }

    @Test func `a reader never sees what was aborted, nor what is still open`() async throws {
        try await TestThread.run {
            try FreshTopics.use { topics in
                let log = try topics.open()
                let router = RecordRouter(layout: log.layout)
                try log.append(.texts(.factsValidated, 0, ["before"]))
                let writer = try transactor("aborting", of: log)
                let gone = RecordBatch.texts(.factsValidated, 0, ["aborted"])
                try router.route(gone)
                try writer.begin()
                try writer.hand(gone, router)
                #expect(writer.settle(1) == nil)
                // On the broker, undecided.
                #expect(try log.values(.factsValidated, 0, isSettled: false) == ["before"])
                #expect(throws: (any Error).self) {
                    try log.endOffset(topic: .factsValidated, partition: 0)
                }
                // A second producer of the same name ends what the first has left open.
                try transactor("aborting", of: log).close()
                #expect(try log.endOffset(topic: .factsValidated, partition: 0) == 1)
                #expect(try log.values(.factsValidated, 0) == ["before"])
                try log.append(.texts(.factsValidated, 0, ["after"]))
                #expect(try log.values(.factsValidated, 0) == ["before", "after"])
                // Marker, aborted record, its marker.
                #expect(try log.endOffset(topic: .factsValidated, partition: 0) == 5)
                let member = try TestMember(log, group: "reader", topics: [.factsValidated])
                try member.poll { $0.values.count >= 2 }
                #expect(member.values == ["before", "after"])
                writer.close()
                try log.close()
            }
        }
    }

    @Test func `a producer that was fenced writes nothing`() async throws {
        try await TestThread.run {
            try FreshTopics.use { topics in
                let log = try topics.open()
                let router = RecordRouter(layout: log.layout)
                let old = try transactor("same", of: log)
                let new = try transactor("same", of: log)
                let batch = RecordBatch.texts(.factsValidated, 0, ["zombie"])
                try router.route(batch)
                let failure = try #require(throws: TransactionFailure.self) {
                    try old.write(batch, router)
                }
                #expect(failure.problem == .fenced)
                #expect(failure.endsProducer)
                #expect(try log.endOffset(topic: .factsValidated, partition: 0) == 0)
                try new.write(batch, router)
                #expect(try log.values(.factsValidated, 0) == ["zombie"])
                old.close()
                new.close()
                try log.close()
            }
        }
    }

    @Test func `a worker that lost its partitions writes nothing, whatever it knows`() async throws
    {
        try await TestThread.run {
            try FreshTopics.use(more: "&rdkafka.session.timeout.ms=6000") { topics in
                let log = try topics.open()
                let other = try topics.open()
                try log.append(.texts(.paymentsReceived, 0, ["a"]))
                let zombie = try TestMember(log, group: "work")
                try zombie.poll { $0.values == ["a"] }
                let outputs = zombie.relayed(to: .factsValidated)
                let positions = zombie.batch.nextPositions
                let membership = try #require(zombie.consumer.membership)
                let successor = try TestMember(other, group: "work")
                try poll([zombie, successor]) {
                    zombie.owned.count == 2 && successor.owned.count == 2
                }
                // Past the checks of the worker itself, with the generation that it had.
                let writer = try transactor("zombie", of: log)
                let router = RecordRouter(layout: log.layout)
                try router.route(outputs)
                let list = PartitionList()
                for position in positions {
                    list.add(log.layout.name(of: position.topic), position.partition, offset: 1)
                }
                let failure = try #require(throws: TransactionFailure.self) {
                    try writer.write(outputs, router, offsets: (list, membership))
                }
                #expect(failure.problem == .fenced)
                #expect(try log.values(.factsValidated, 0).isEmpty)
                let position = try log.committed(
                    group: "work",
                    topic: .paymentsReceived,
                    partition: 0
                )
                #expect(position == 0)
                writer.close()
                try other.close()
                try log.close()
            }
        }
    }

    @Test func `what a worker had open when it was killed is gone, and its records come again`()
        async throws
    {
        try await TestThread.run {
            try FreshTopics.use(more: "&rdkafka.session.timeout.ms=6000") { topics in
                let log = try topics.open()
                for partition in Int32(0)..<4 {
                    try log.append(.texts(.paymentsReceived, partition, ["p\(partition)"]))
                }
                let killed = try TestMember(log, group: "killed")
                let all = RecordBatch()
                try killed.poll { member in
                    for place in member.batch.places {
                        all.append(
                            topic: .paymentsReceived,
                            partition: place.partition,
                            offset: place.offset,
                            key: member.batch.key(of: place),
                            value: member.batch.value(of: place)
                        )
                    }
                    return member.values.count == 4
                }
                let outputs = RecordBatch.texts(.factsValidated, 3, ["half done"])
                try killed.consumer.vanish(amidst: outputs, upTo: all.nextPositions)
                let later = try topics.open()
                let successor = try TestMember(later, group: "killed")
                try successor.poll { $0.values.count == 4 }
                #expect(Set(successor.values) == ["p0", "p1", "p2", "p3"])
                #expect(try later.values(.factsValidated, 3).isEmpty)
                #expect(try later.endOffset(topic: .factsValidated, partition: 3) == 0)
                try later.close()
                try log.close()
            }
        }
    }

    @Test(arguments: KafkaSettings.Delivery.allCases)
    func `a record that is too large for its topic stops nobody else`(
        delivery: KafkaSettings.Delivery
    ) async throws {
        try await TestThread.run {
            try FreshTopics.use(delivery) { topics in
                let log = try topics.open()
                let admin = try KafkaAdmin(settings: log.settings)
                let name = log.layout.name(of: .factsValidated)
                try admin.change(name, ["max.message.bytes": "20000"])
                try admin.await(name, "max.message.bytes", "20000")
                admin.close()
                var noise = SystemRandomNumberGenerator()
                let large = RecordBatch()
                large.append(topic: .factsValidated, partition: 0, key: "large") { buffer in
                    for _ in 0..<5_000 { buffer.append(varint: noise.next()) }
                }
                let error = try #require(throws: LogProblem.self) {
                    // The leader of the partition may hear of the limit later still.
                    for _ in 0..<200 { try log.append(large) }
                }
                #expect(isUnusable(error))
                let end = try log.endOffset(topic: .factsValidated, partition: 0)
                try log.append(.texts(.factsValidated, 0, ["small"]))
                #expect(try log.endOffset(topic: .factsValidated, partition: 0) > end)
                try log.close()
            }
        }
    }

    @Test func `a member hears only of the partitions that it loses or gains`() async throws {
        try await TestThread.run {
            try FreshTopics.use { topics in
                let log = try topics.open()
                let other = try topics.open()
                let first = try TestMember(log, group: "sticky")
                try first.poll { $0.owned.count == 4 }
                let second = try TestMember(other, group: "sticky")
                try poll([first, second]) { first.owned.count == 2 && second.owned.count == 2 }
                let kept = first.owned
                let lost = Set(Int32(0)..<4).subtracting(kept).sorted()
                #expect(first.changes.last == .rebalanced(revoked: lost, assigned: []))
                try second.consumer.close()
                try first.poll { $0.owned.count == 4 }
                #expect(first.changes.last == .rebalanced(revoked: [], assigned: lost))
                try other.close()
                try log.close()
            }
        }
    }
}

extension KafkaConsumer {
    /// Ends as if the process were killed with a transaction open: outputs and positions are with
    /// the brokers, and nobody says good-bye.
    func vanish(amidst outputs: RecordBatch, upTo positions: [LogPosition]) throws {
        let writer = try #require(transactor)
        let membership = try #require(membership)
        try router.route(outputs)
        try writer.begin()
        try writer.hand(outputs, router)
        #expect(writer.settle(outputs.count) == nil)
        let list = PartitionList()
        for position in positions {
            list.add(layout.name(of: position.topic), position.partition, offset: position.offset)
        }
        try writer.send(list, membership)
        close(leavesGroup: false)
    }
}
