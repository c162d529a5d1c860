import Events
import Foundation
import Stage
import Testing

@testable import Embedded

/// Locks, epochs and shares.
@Suite(.serialized)
struct EmbeddedSharingTests {
    private let all: Set<Int32> = [0, 1, 2, 3]

    @Test func `an owner whose epoch is over writes nothing and starts again`() throws {
        let fresh = try FreshLog()
        let log = try fresh.open(partitions: 4)
        try log.append(.paymentsReceived, 1, ["a"])
        let member = try TestConsumer(log, group: "g")
        #expect(try member.poll { $0.values == ["a"] })
        try fresh.execute("UPDATE groupOwner SET epoch = epoch + 1 WHERE \"partition\" = 1")
        #expect(throws: LogProblem.fenced) { try member.relay(to: .factsValidated) }
        #expect(try log.values(.factsValidated, 1) == [])
        #expect(try log.committed(group: "g", topic: .paymentsReceived, partition: 1) == 0)
        #expect(
            try member.poll() == .rebalanced(revoked: [0, 1, 2, 3], assigned: [0, 1, 2, 3])
        )
        #expect(try member.poll { $0.values == ["a", "a"] })
        try member.relay(to: .factsValidated)
        #expect(try log.values(.factsValidated, 1) == ["a"])
        try log.close()
    }

    @Test func `a commit without positions proves ownership too`() throws {
        let fresh = try FreshLog()
        let log = try fresh.open(partitions: 4)
        let member = try TestConsumer(log, group: "g")
        #expect(try member.poll { $0.owned == all })
        try fresh.execute("UPDATE groupOwner SET epoch = epoch + 1 WHERE \"partition\" = 3")
        #expect(throws: LogProblem.fenced) {
            try member.consumer.commit(outputs: RecordBatch(), upTo: [])
        }
        try log.close()
    }

    @Test func `epochs hold when somebody removes the lock files`() throws {
        let fresh = try FreshLog()
        let log = try fresh.open(partitions: 1)
        try log.append(.paymentsReceived, 0, ["a"])
        let first = try TestConsumer(log, group: "g")
        #expect(try first.poll { $0.values == ["a"] })
        for file in try fresh.groupFiles("g") {
            try FileManager.default.removeItem(atPath: fresh.groupFolder("g") + "/" + file)
        }
        let other = try fresh.open()
        let second = try TestConsumer(other, group: "g")
        #expect(try second.poll { $0.values == ["a"] })
        try second.relay(to: .factsValidated)
        #expect(throws: LogProblem.fenced) { try first.relay(to: .factsValidated) }
        #expect(try log.values(.factsValidated, 0) == ["a"])
        try other.close()
        try log.close()
    }

    @Test func `a member that is dropped without a word frees its partitions at once`() throws {
        let fresh = try FreshLog()
        let log = try fresh.open(partitions: 4)
        var first: TestConsumer? = try TestConsumer(log, group: "g")
        #expect(try first?.poll { $0.owned == all } == true)
        let second = try TestConsumer(log, group: "g")
        try second.poll()
        #expect(second.owned.isEmpty)
        first = nil
        #expect(try second.poll(limit: 2) { $0.owned == all })
        #expect(try fresh.groupFiles("g").filter { $0.hasPrefix("member-") }.count == 1)
        try log.close()
    }

    @Test func `a member for whom nothing is left is told so, once`() throws {
        let fresh = try FreshLog()
        let log = try fresh.open(partitions: 1)
        let members = try (0..<2).map { _ in try TestConsumer(log, group: "g") }
        let deadline = Date(timeIntervalSinceNow: 5)
        while members.contains(where: \.changes.isEmpty), Date() < deadline {
            for member in members { try member.poll(timeoutMs: 2) }
        }
        let idle = try #require(members.first { $0.owned.isEmpty })
        #expect(idle.changes == [.rebalanced(revoked: [], assigned: [])])
        #expect(members.map(\.owned.count).reduce(0, +) == 1)
        for _ in 0..<20 { try idle.poll(timeoutMs: 2) }
        #expect(idle.changes.count == 1)
        try log.close()
    }

    @Test func `seven members of four partitions have shares that differ by one at most`() throws {
        let fresh = try FreshLog()
        let log = try fresh.open(partitions: 4)
        var members: [TestConsumer] = []
        for count in 1...7 {
            members.append(try TestConsumer(log, group: "g"))
            let shares = (0..<count).map { 4 / count + ($0 < 4 % count ? 1 : 0) }
            try settle(members, shares)
        }
        for count in (1...6).reversed() {
            try members.removeFirst().consumer.close()
            let shares = (0..<count).map { 4 / count + ($0 < 4 % count ? 1 : 0) }
            try settle(members, shares)
        }
        try log.close()
    }

    private func settle(_ members: [TestConsumer], _ shares: [Int]) throws {
        let deadline = Date(timeIntervalSinceNow: 5)
        while members.map(\.owned.count) != shares, Date() < deadline {
            for member in members { try member.poll(timeoutMs: 2) }
        }
        #expect(members.map(\.owned.count) == shares)
        #expect(members.reduce(into: Set<Int32>()) { $0.formUnion($1.owned) } == all)
    }

    @Test func `keeps what it owns when nothing changes`() throws {
        let fresh = try FreshLog()
        let log = try fresh.open(partitions: 4)
        let members = try (0..<3).map { _ in try TestConsumer(log, group: "g") }
        try settle(members, [2, 1, 1])
        let changes = members.map(\.changes.count)
        let deadline = Date(timeIntervalSinceNow: 1.5)
        while Date() < deadline { for member in members { try member.poll(timeoutMs: 5) } }
        #expect(members.map(\.changes.count) == changes)
        try log.close()
    }

    @Test func `polls partitions and topics fairly`() throws {
        let fresh = try FreshLog()
        let log = try fresh.open(partitions: 4)
        for partition in all {
            for topic in [Topic.paymentsReceived, .operationsReceived] {
                for _ in 0..<20 {
                    try log.append(topic, partition, Array(repeating: "r", count: 5))
                }
            }
        }
        let member = try TestConsumer(
            log,
            group: "g",
            topics: [.paymentsReceived, .operationsReceived]
        )
        #expect(try member.poll { $0.owned == all })
        try member.poll(maxRecords: 80)
        let streams = Dictionary(grouping: member.batch.places) { "\($0.topic)/\($0.partition)" }
        #expect(streams.mapValues(\.count).values.sorted() == Array(repeating: 10, count: 8))
        #expect(try member.poll { $0.values.count == 800 })
        try log.close()
    }

    @Test(arguments: ["", "..", "a/b", "a b", "组", ".hidden"])
    func `refuses a group name that is no plain word`(name: String) throws {
        let fresh = try FreshLog()
        let log = try fresh.open()
        let error = #expect(throws: LogProblem.self) {
            try log.consumer(group: name, topics: [.paymentsReceived])
        }
        #expect(error.map(isUnusable) == true)
        try log.close()
    }

    @Test func `refuses a position that is not in the log`() throws {
        let fresh = try FreshLog()
        let log = try fresh.open(partitions: 1)
        try log.append(.paymentsReceived, 0, ["a"])
        let member = try TestConsumer(log, group: "g")
        #expect(throws: LogProblem.fenced) {
            try member.consumer.seek(topic: .paymentsReceived, partition: 0, to: 0)
        }
        #expect(try member.poll { $0.owned == [0] })
        let error = #expect(throws: LogProblem.self) {
            try member.consumer.seek(topic: .paymentsReceived, partition: 0, to: 2)
        }
        #expect(error.map(isUnusable) == true)
        try log.close()
    }

    @Test func `closing the log closes its consumers and every file`() throws {
        let fresh = try FreshLog()
        let log = try fresh.open(partitions: 4)
        let member = try TestConsumer(log, group: "g")
        #expect(try member.poll { $0.owned == all })
        #expect(try openFiles(of: fresh) > 5)
        try log.close()
        #expect(try openFiles(of: fresh) <= Topic.allCases.count)
        #expect(throws: LogProblem.unusable("The consumer is closed.")) { try member.poll() }
        #expect(throws: LogProblem.unusable("The log is closed.")) {
            try log.endOffset(topic: .paymentsReceived, partition: 0)
        }
    }

    private func openFiles(of fresh: FreshLog) throws -> Int {
        let folder = "/proc/self/fd"
        return try FileManager.default.contentsOfDirectory(atPath: folder).count { name in
            let target = try? FileManager.default.destinationOfSymbolicLink(
                atPath: folder + "/" + name
            )
            return target?.hasPrefix(fresh.path) == true
        }
    }
}
