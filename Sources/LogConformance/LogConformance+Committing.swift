import Events
import Stage

/// Exercises of commits.
extension LogConformance {
    func hidesWhatIsNotCommitted() throws {
        let log = try makeLog()
        let reader = try makeLog()
        try log.append(.paymentsReceived, 0, ["a"])
        let member = try soleMember(log, group: "hidden")
        try member.poll(within: patienceMs) { $0.pending.count == 1 }
        let outputs = RecordBatch()
        outputs.add(.factsValidated, 0, "prepared")
        try requireEqual(try reader.records(.factsValidated), [], "outputs before the commit")
        let before = try reader.committed(group: "hidden", topic: .paymentsReceived, partition: 0)
        try requireEqual(before, 0, "position before the commit")
        try member.consumer.commit(outputs: outputs, upTo: member.positions)
        let found = try reader.records(.factsValidated).map(\.value)
        try requireEqual(found, ["prepared"], "outputs after the commit")
        try member.consumer.close()
        try reader.close()
        try log.close()
    }

    func commitsOutputsAndPositionsTogether() throws {
        let log = try makeLog()
        let all = try allPartitions(log)
        for partition in all { try log.append(.paymentsReceived, partition, ["a", "b", "c"]) }
        let member = try soleMember(log, group: "together")
        try member.poll(within: patienceMs) { $0.pending.count == all.count * 3 }
        try member.relay(to: .factsValidated)
        try member.consumer.close()
        try log.close()
        let later = try makeLog()
        for partition in all {
            let found = try later.records(.factsValidated, partition).map(\.value)
            try requireEqual(found, ["a", "b", "c"], "outputs in partition \(partition)")
            let position = try later.committed(
                group: "together",
                topic: .paymentsReceived,
                partition: partition
            )
            try requireEqual(position, 3, "position of partition \(partition)")
        }
        try later.close()
    }

    func keepsNeitherWhenACommitFails() throws {
        let log = try makeLog()
        let beyond = Int32(try log.partitionCount(of: .factsValidated))
        try log.append(.paymentsReceived, 0, ["a", "b"])
        let member = try soleMember(log, group: "neither")
        try member.poll(within: patienceMs) { $0.pending.count == 2 }
        let outputs = RecordBatch()
        outputs.add(.factsValidated, 0, "good")
        outputs.add(.factsValidated, beyond, "nowhere")
        try requireThrows("a commit with a wrong output") {
            try member.consumer.commit(outputs: outputs, upTo: member.positions)
        }
        try requireNothingCommitted(log, group: "neither")
        if let breakCommits {
            try breakCommits(true)
            try requireThrows("a commit broken at its last moment") {
                try member.consumer.commit(outputs: relayed(member), upTo: member.positions)
            }
            try requireNothingCommitted(log, group: "neither")
            try breakCommits(false)
        }
        try member.relay(to: .factsValidated)
        let found = try log.records(.factsValidated, 0).map(\.value)
        try requireEqual(found, ["a", "b"], "outputs of the same commit made again")
        let position = try member.consumer.committed(topic: .paymentsReceived, partition: 0)
        try requireEqual(position, 2, "position of the same commit made again")
        try member.consumer.close()
        try log.close()
    }

    func continuesAtTheCommittedPosition() throws {
        let log = try makeLog()
        try log.append(.paymentsReceived, 0, ["a", "b", "c"])
        let first = try soleMember(log, group: "restart")
        try first.poll(within: patienceMs) { $0.pending.count == 3 }
        let half = LogPosition(topic: .paymentsReceived, partition: 0, offset: 2)
        try first.consumer.commit(outputs: RecordBatch(), upTo: [half])
        try first.consumer.close()
        try log.close()
        let again = try makeLog()
        try again.append(.paymentsReceived, 0, ["d"])
        let second = try soleMember(again, group: "restart")
        try second.poll(within: patienceMs) { $0.pending.count >= 2 }
        try requireEqual(second.pending.map(\.value), ["c", "d"], "records after a restart")
        try second.consumer.close()
        try again.close()
    }

    func deliversAgainWhatWasNotCommitted() throws {
        let log = try makeLog()
        try log.append(.paymentsReceived, 0, ["a", "b", "c"])
        for _ in 0..<2 {
            let member = try soleMember(log, group: "again")
            try member.poll(within: patienceMs) { $0.pending.count == 3 }
            try requireEqual(member.pending.map(\.value), ["a", "b", "c"], "records")
            try member.consumer.close()
        }
        try log.close()
    }

    private func relayed(_ member: Member) -> RecordBatch {
        let outputs = RecordBatch()
        for record in member.pending {
            outputs.add(.factsValidated, record.partition, record.value)
        }
        return outputs
    }

    private func requireNothingCommitted(_ log: any EventLog, group: String) throws {
        try requireEqual(try log.records(.factsValidated), [], "outputs of a failed commit")
        let position = try log.committed(group: group, topic: .paymentsReceived, partition: 0)
        try requireEqual(position, 0, "position after a failed commit")
    }
}
