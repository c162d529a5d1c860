import Events
import Foundation
import Stage

/// Exercises of one member of a group, reading.
extension LogConformance {
    /// The partitions of the topics that are partitioned by person.
    func allPartitions(_ log: any EventLog) throws -> Set<Int32> {
        Set(0..<Int32(try log.partitionCount(of: .paymentsReceived)))
    }

    /// A member that owns every partition.
    func soleMember(
        _ log: any EventLog,
        group: String,
        topics: [Topic] = [.paymentsReceived]
    ) throws -> Member {
        let member = try Member(log, group: group, topics: topics)
        let all = try allPartitions(log)
        try member.poll(within: patienceMs) { $0.owned == all }
        return member
    }

    func tellsAssignmentBeforeRecords() throws {
        let log = try makeLog()
        let all = try allPartitions(log)
        for partition in all { try log.append(.paymentsReceived, partition, ["early"]) }
        let member = try Member(log, group: "assignment")
        try member.poll(within: patienceMs) { !$0.owned.isEmpty || !$0.pending.isEmpty }
        try require(member.pending.isEmpty, "records came before the assignment")
        try member.poll(within: patienceMs) { $0.pending.count == all.count }
        try requireEqual(member.owned, all, "partitions of the only member")
        try member.consumer.close()
        try log.close()
    }

    func pollsSeveralTopicsInOrder() throws {
        let log = try makeLog()
        let all = try allPartitions(log)
        for partition in all {
            for topic in Topic.received {
                try log.append(topic, partition, (0..<30).map { "\($0)" })
            }
        }
        try log.append(.policiesActivated, 0, ["pack"])
        let member = try soleMember(
            log,
            group: "several",
            topics: Topic.received + [.policiesActivated]
        )
        let wanted = all.count * Topic.received.count * 30 + 1
        try member.poll(within: patienceMs) { $0.pending.count >= wanted }
        try requireEqual(member.pending.count, wanted, "records")
        for partition in all {
            for topic in Topic.received {
                let own = member.pending.filter { $0.topic == topic && $0.partition == partition }
                let name = "\(topic.rawValue)/\(partition)"
                try requireEqual(own.map(\.offset), Array(0..<30), "offsets of \(name)")
            }
        }
        try member.consumer.close()
        try log.close()
    }

    func keepsGroupsApart() throws {
        let log = try makeLog()
        try log.append(.paymentsReceived, 0, ["a", "b"])
        for group in ["one", "two"] {
            let member = try soleMember(log, group: group)
            try member.poll(within: patienceMs) { $0.pending.count == 2 }
            try member.commit()
            try member.consumer.close()
        }
        let other = try log.committed(group: "three", topic: .paymentsReceived, partition: 0)
        try requireEqual(other, 0, "position of a group that never was")
        try log.close()
    }

    func seeks() throws {
        let log = try makeLog()
        try log.append(.paymentsReceived, 0, (0..<10).map { "r\($0)" })
        let member = try soleMember(log, group: "seek")
        try member.poll(within: patienceMs) { $0.pending.count == 10 }
        try member.commit()
        for first in [Int64(3), 0, 9] {
            try member.consumer.seek(topic: .paymentsReceived, partition: 0, to: first)
            try member.poll(within: patienceMs) { $0.pending.count >= 10 - Int(first) }
            let offsets = member.pending.map(\.offset)
            try requireEqual(offsets, Array(first..<10), "offsets after seek to \(first)")
            member.discard()
        }
        let kept = try member.consumer.committed(topic: .paymentsReceived, partition: 0)
        try requireEqual(kept, 10, "committed position after seeks")
        try member.consumer.close()
        try log.close()
    }

    func wakesAWaitingMember() throws {
        let log = try makeLog()
        let writer = try makeLog()
        let member = try soleMember(log, group: "wake")
        let crew = Crew()
        for round in 0..<3 {
            crew.start {
                // Long enough for the poll below to be waiting when the record comes.
                Thread.sleep(forTimeInterval: 0.1)
                try writer.append(.paymentsReceived, 0, ["\(round)"])
            }
            let start = Date()
            while member.pending.count <= round {
                try member.poll(timeoutMs: patienceMs)
                try require(!crew.hasFailed, "the writer failed")
            }
            let tookMs = Date().timeIntervalSince(start) * 1_000 - 100
            try require(tookMs < Double(wakeUpMs), "a waiting poll returned after \(tookMs) ms")
        }
        try crew.join()
        try member.consumer.close()
        try writer.close()
        try log.close()
    }

    func returnsIdleInTime() throws {
        let log = try makeLog()
        let member = try soleMember(log, group: "idle")
        let start = Date()
        try requireEqual(try member.poll(timeoutMs: 200), .idle, "outcome of an empty log")
        let tookMs = Date().timeIntervalSince(start) * 1_000
        try require((150..<2_200).contains(tookMs), "a poll of 200 ms took \(tookMs) ms")
        try requireEqual(try member.poll(timeoutMs: 0), .idle, "outcome of a poll without wait")
        try member.consumer.close()
        try log.close()
    }
}
