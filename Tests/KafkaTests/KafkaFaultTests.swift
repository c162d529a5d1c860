import Events
import Stage
import Testing

@testable import Kafka

/// What happens when brokers fail, on the mock cluster.
struct KafkaFaultTests {
    @Test func `a commit goes through when the coordinator was only busy`() async throws {
        try await TestThread.run {
            let mock = try KafkaMock(partitions: 2)
            let log = try KafkaEventLog(url: mock.url(mode: .exactlyOnce))
            try log.append(.texts(.paymentsReceived, 0, ["a"]))
            let member = try TestMember(log, group: "busy")
            try member.poll { $0.values == ["a"] }
            mock.fail(.addOffsetsToTransaction, [.coordinatorLoading, .coordinatorLoading])
            mock.fail(.transactionOffsetCommit, [.coordinatorLoading])
            mock.fail(.endTransaction, [.coordinatorLoading, .coordinatorNotAvailable])
            let outputs = member.relayed(to: .factsValidated)
            try member.consumer.commit(outputs: outputs, upTo: member.batch.nextPositions)
            #expect(try log.values(.factsValidated, 0) == ["a"])
            try log.close()
        }
    }

    @Test(arguments: [KafkaMock.Fault.illegalGeneration, .unknownMember])
    func `after a fenced commit the records come again, and can be committed`(
        fault: KafkaMock.Fault
    ) async throws {
        try await TestThread.run {
            let mock = try KafkaMock(partitions: 2)
            let log = try KafkaEventLog(url: mock.url(mode: .exactlyOnce))
            try log.append(.texts(.paymentsReceived, 0, ["a"]))
            let member = try TestMember(log, group: "old")
            try member.poll { $0.values == ["a"] }
            mock.fail(.transactionOffsetCommit, [fault])
            let outputs = member.relayed(to: .factsValidated)
            for _ in 0..<2 {
                #expect(throws: LogProblem.fenced) {
                    try member.consumer.commit(outputs: outputs, upTo: member.batch.nextPositions)
                }
            }
            try member.poll()
            #expect(member.changes.last == .rebalanced(revoked: [0, 1], assigned: []))
            try member.poll { $0.values == ["a", "a"] }
            try member.consumer.commit(outputs: outputs, upTo: member.batch.nextPositions)
            try log.close()
        }
    }

    @Test func `a fenced producer is made anew`() async throws {
        try await TestThread.run {
            let mock = try KafkaMock(partitions: 2)
            let log = try KafkaEventLog(url: mock.url(mode: .exactlyOnce))
            try log.append(.texts(.paymentsReceived, 0, ["a"]))
            let member = try TestMember(log, group: "fenced")
            try member.poll { $0.values == ["a"] }
            mock.fail(.endTransaction, [.producerFenced])
            let outputs = member.relayed(to: .factsValidated)
            #expect(throws: LogProblem.fenced) {
                try member.consumer.commit(outputs: outputs, upTo: member.batch.nextPositions)
            }
            #expect(member.consumer.transactor == nil)
            try member.poll { $0.values == ["a", "a"] }
            try member.consumer.commit(outputs: outputs, upTo: member.batch.nextPositions)
            mock.fail(.endTransaction, [.producerFenced])
            #expect(throws: LogProblem.self) {
                try log.append(.texts(.paymentsReceived, 0, ["b"]))
            }
            try log.append(.texts(.paymentsReceived, 0, ["b"]))
            try log.close()
        }
    }

    @Test func `a position behind the end belongs to another log`() async throws {
        try await TestThread.run {
            let mock = try KafkaMock(partitions: 2)
            let log = try KafkaEventLog(url: mock.url(mode: .effectivelyOnce))
            try log.append(.texts(.paymentsReceived, 0, ["a", "b", "c"]))
            let member = try TestMember(log, group: "elsewhere")
            try member.poll { $0.values == ["a", "b", "c"] }
            let error = #expect(throws: LogProblem.self) {
                try member.consumer.seek(topic: .paymentsReceived, partition: 0, to: 4)
            }
            #expect(error.map { isUnusable($0) } == true)
            try member.consumer.seek(topic: .paymentsReceived, partition: 0, to: 2)
            try member.poll { $0.values == ["a", "b", "c", "c"] }
            try log.close()
        }
    }

    @Test(arguments: KafkaSettings.Delivery.allCases)
    func `an append that the topic refuses is refused as unusable`(
        delivery: KafkaSettings.Delivery
    ) async throws {
        try await TestThread.run {
            let mock = try KafkaMock(partitions: 2)
            let log = try KafkaEventLog(url: mock.url(mode: delivery))
            try log.append(.texts(.paymentsReceived, 0, ["warm"]))
            mock.fail(.produce, [.recordTooLarge])
            let error = #expect(throws: LogProblem.self) {
                try log.append(.texts(.paymentsReceived, 0, ["large"]))
            }
            #expect(error.map { isUnusable($0) } == true)
            try log.append(.texts(.paymentsReceived, 0, ["small"]))
            try log.close()
        }
    }

    @Test func `a poll says that no broker can be reached, and goes on when one can`()
        async throws
    {
        try await TestThread.run {
            let mock = try KafkaMock(partitions: 2)
            let log = try KafkaEventLog(url: mock.url(mode: .effectivelyOnce))
            try log.append(.texts(.paymentsReceived, 0, ["a"]))
            let member = try TestMember(log, group: "away")
            try member.poll { $0.values == ["a"] }
            mock.setBroker(isUp: false)
            let error = #expect(throws: LogProblem.self) {
                try member.poll(limit: 30) { _ in false }
            }
            #expect(error.map { isUnavailable($0) } == true)
            mock.setBroker(isUp: true)
            try log.append(.texts(.paymentsReceived, 0, ["b"]))
            var values: [String] = []
            while values.isEmpty {
                do {
                    try member.poll { $0.values.count > 1 }
                    values = member.values
                } catch let problem as LogProblem where problem.isTransient {}
            }
            #expect(values.last == "b")
            try log.close()
        }
    }

    @Test func `closing does not hang while the brokers are away`() async throws {
        try await TestThread.run {
            let mock = try KafkaMock(partitions: 2)
            let log = try KafkaEventLog(url: mock.url(mode: .exactlyOnce))
            try log.append(.texts(.paymentsReceived, 0, ["a"]))
            let member = try TestMember(log, group: "closing")
            try member.poll { $0.values == ["a"] }
            mock.setBroker(isUp: false)
            let start = Monotonic.milliseconds
            try log.close()
            #expect(Monotonic.milliseconds - start < 45_000)
        }
    }
}
