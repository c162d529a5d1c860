import Events
import Foundation
import Stage
import Synchronization

/// Exercises of several members of a group.
extension LogConformance {
    func sharesPartitions() throws {
        let log = try makeLog()
        let other = try makeLog()
        let all = try allPartitions(log)
        let first = try soleMember(log, group: "share")
        let second = try Member(other, group: "share")
        try settle([first, second], on: all)
        try second.consumer.close()
        try first.poll(within: patienceMs) { $0.owned == all }
        try first.consumer.close()
        try log.close()
        try other.close()
    }

    func fencesWhoLostAPartition() throws {
        let log = try makeLog()
        let other = try makeLog()
        let all = try allPartitions(log)
        for partition in all { try log.append(.paymentsReceived, partition, ["p\(partition)"]) }
        let first = try soleMember(log, group: "fence")
        try first.poll(within: patienceMs) { $0.pending.count == all.count }
        let stale = first.positions
        let second = try Member(other, group: "fence")
        if all.count == 1 {
            // One partition is not shared: its owner must leave it by closing.
            try first.consumer.close()
            try second.poll(within: patienceMs) { $0.owned == all }
        } else {
            try settle([first, second], on: all)
        }
        let outputs = RecordBatch()
        outputs.add(.factsValidated, 0, "zombie")
        try requireThrows("a commit of lost partitions", { all.count == 1 || isFenced($0) }) {
            try first.consumer.commit(outputs: outputs, upTo: stale)
        }
        try requireEqual(try other.records(.factsValidated), [], "outputs of a fenced commit")
        let wanted = second.owned
        try second.poll(within: patienceMs) {
            Set($0.pending.map(\.partition)).isSuperset(of: wanted)
        }
        try second.relay(to: .factsValidated)
        try first.consumer.close()
        try second.consumer.close()
        try log.close()
        try other.close()
    }

    /// Members come, leave and drop what they read, while records flow: each record goes through
    /// exactly once.
    func handsEachRecordToOneOwner() throws {
        let log = try makeLog()
        let count = try allPartitions(log).count
        let rounds = 60
        let crew = Crew()
        let isOver = Mutex(false)
        crew.start {
            for round in 0..<rounds {
                let batch = RecordBatch()
                for partition in 0..<Int32(count) {
                    for step in 0..<3 {
                        batch.add(.paymentsReceived, partition, "\(partition):\(round * 3 + step)")
                    }
                }
                try log.append(batch)
            }
        }
        for number in 0..<3 {
            crew.start { try relay(asMember: number) { isOver.withLock { $0 } || crew.hasFailed } }
        }
        let deadline = Date(timeIntervalSinceNow: Double(patienceMs) / 1_000 * 2)
        var seen = Array(repeating: [SeenRecord](), count: count)
        while Date() < deadline, !crew.hasFailed {
            for partition in 0..<count {
                let next = (seen[partition].last?.offset ?? -1) + 1
                seen[partition] += try log.records(.factsValidated, Int32(partition), from: next)
            }
            if seen.allSatisfy({ $0.count >= rounds * 3 }) { break }
            Thread.sleep(forTimeInterval: 0.02)
        }
        isOver.withLock { $0 = true }
        try crew.join()
        for partition in 0..<Int32(count) {
            let found = try log.records(.factsValidated, partition).map(\.value)
            let expected = (0..<rounds * 3).map { "\(partition):\($0)" }
            try requireEqual(found, expected, "outputs of partition \(partition)")
        }
        try log.close()
    }

    /// Relays in several lives: after some commits the member leaves, with records polled and not
    /// committed, and joins again.
    private func relay(asMember number: Int, while isOver: () -> Bool) throws {
        let log = try makeLog()
        while !isOver() {
            let member = try Member(log, group: "owners")
            var commits = 0
            while !isOver(), commits < 8 + number * 5 {
                try member.poll(maxRecords: 6)
                if member.pending.isEmpty { continue }
                do {
                    try member.relay(to: .factsValidated)
                    commits += 1
                } catch LogProblem.fenced {
                    member.discard()
                }
            }
            try member.poll(maxRecords: 6)
            try member.consumer.close()
        }
        try log.close()
    }

    /// Polls members in turn until all partitions are shared evenly, each with one owner.
    private func settle(_ members: [Member], on all: Set<Int32>) throws {
        let deadline = Date(timeIntervalSinceNow: Double(patienceMs) / 1_000)
        while true {
            for member in members { try member.poll(timeoutMs: 20) }
            let sizes = members.map(\.owned.count)
            let total = sizes.reduce(0, +)
            let union = members.reduce(into: Set<Int32>()) { $0.formUnion($1.owned) }
            let spread = (sizes.max() ?? 0) - (sizes.min() ?? 0)
            if union == all, total == all.count, spread <= 1 { return }
            let owned = members.map { $0.owned.sorted() }
            try require(
                total <= all.count || revokesLate,
                "a partition has two owners: \(owned)"
            )
            try require(Date() < deadline, "not shared evenly after \(patienceMs) ms: \(owned)")
        }
    }

    private func isFenced(_ error: any Error) -> Bool { error as? LogProblem == .fenced }
}
