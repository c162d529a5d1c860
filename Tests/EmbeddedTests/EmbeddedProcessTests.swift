import Embedded
import Events
import Foundation
import Glibc
import Stage
import Testing

/// The other process: these tests start themselves once more with the log in this variable.
private let childLog = ProcessInfo.processInfo.environment["ZHENGJIAO_TEST_LOG_CHILD"]

/// Runs only as the child of ``EmbeddedProcessTests``.
@Suite(.enabled(if: childLog != nil, "part of another test"))
struct EmbeddedLogChild {
    @Test func `relays until it is killed`() throws {
        guard let path = childLog else { return }
        let log = try EmbeddedEventLog(path: path)
        let member = try TestConsumer(log, group: "g")
        while getppid() != 1 {
            guard try member.poll(maxRecords: 4, timeoutMs: 100) == .records else { continue }
            try member.relay(to: .factsValidated)
        }
    }
}

/// Several processes on one file.
@Suite(.serialized, .enabled(if: childLog == nil))
struct EmbeddedProcessTests {
    private let all: Set<Int32> = [0, 1, 2, 3]

    @Test func `F-134 the partitions of a killed process go on elsewhere, each record once`() throws
    {
        let fresh = try FreshLog()
        let log = try fresh.open(partitions: 4)
        let child = try startChild(fresh)
        defer { kill(child.processIdentifier, SIGKILL) }
        for round in 0..<100 {
            for partition in all { try log.append(.paymentsReceived, partition, ["\(round)"]) }
        }
        #expect(try wait { try relayed(log).allSatisfy { $0 >= 5 } })
        kill(child.processIdentifier, SIGKILL)
        child.waitUntilExit()
        let before = try relayed(log)
        let member = try TestConsumer(log, group: "g")
        #expect(try member.poll(limit: 2) { $0.owned == all })
        #expect(try relayed(log) == before)
        #expect(
            try member.poll(limit: 20) { member in
                if !member.batch.isEmpty { try member.relay(to: .factsValidated) }
                return try relayed(log).allSatisfy { $0 >= 100 }
            }
        )
        for partition in all {
            #expect(try log.values(.factsValidated, partition) == (0..<100).map { "\($0)" })
        }
        try log.close()
    }

    @Test func `two processes share, and the survivor notices a death within two seconds`() throws {
        let fresh = try FreshLog()
        let log = try fresh.open(partitions: 4)
        let member = try TestConsumer(log, group: "g")
        #expect(try member.poll { $0.owned == all })
        let child = try startChild(fresh)
        defer { kill(child.processIdentifier, SIGKILL) }
        #expect(try member.poll(limit: 20) { $0.owned.count == 2 })
        for partition in all { try log.append(.paymentsReceived, partition, ["a"]) }
        let lost = all.subtracting(member.owned)
        #expect(
            try wait {
                try lost.allSatisfy {
                    try log.endOffset(topic: .factsValidated, partition: $0) == 1
                }
            }
        )
        kill(child.processIdentifier, SIGKILL)
        let start = Date()
        #expect(try member.poll(limit: 5) { $0.owned == all })
        #expect(Date().timeIntervalSince(start) < 2)
        child.waitUntilExit()
        try log.close()
    }

    private func startChild(_ fresh: FreshLog) throws -> Process {
        let child = Process()
        child.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        child.arguments = ["--testing-library", "swift-testing", "--filter", "EmbeddedLogChild"]
        child.environment = ProcessInfo.processInfo.environment.merging(
            ["ZHENGJIAO_TEST_LOG_CHILD": fresh.path]) { _, new in new }
        child.standardOutput = FileHandle.nullDevice
        child.standardError = FileHandle.nullDevice
        try child.run()
        return child
    }

    private func relayed(_ log: any EventLog) throws -> [Int64] {
        try all.sorted().map { try log.endOffset(topic: .factsValidated, partition: $0) }
    }

    private func wait(limit: Double = 20, until isDone: () throws -> Bool) throws -> Bool {
        let deadline = Date(timeIntervalSinceNow: limit)
        while try !isDone() {
            if Date() > deadline { return false }
            Thread.sleep(forTimeInterval: 0.005)
        }
        return true
    }
}
