import Events
import Stage

/// Exercises of writing and reading without groups.
extension LogConformance {
    func ordersAndNumbersRecords() throws {
        let log = try makeLog()
        for round in 0..<3 {
            try log.append(.paymentsReceived, 0, (0..<10).map { "r\(round * 10 + $0)" })
        }
        try log.append(.operationsReceived, 0, ["another topic"])
        let found = try log.records(.paymentsReceived, 0)
        try requireRising(found.map(\.offset), count: 30)
        try requireEqual(found.map(\.value), (0..<30).map { "r\($0)" }, "values")
        let end = try log.endOffset(topic: .paymentsReceived, partition: 0)
        try requireEqual(end, found[29].offset + 1, "end offset")
        let other = try log.records(.operationsReceived, 0)
        try requireEqual(other.map(\.offset), [0], "offsets of another topic")
        try log.close()
        let again = try makeLog()
        try requireEqual(try again.records(.paymentsReceived, 0), found, "records after reopening")
        try again.close()
    }

    func choosesPartitionsByKey() throws {
        let log = try makeLog()
        let batch = RecordBatch()
        for number in 0..<200 { batch.add(.factsValidated, key: "P-\(number)", "v\(number)") }
        for number in 0..<20 { batch.add(.ledgerPosted, key: "S-\(number)", "v\(number)") }
        try log.append(batch)
        let count = try log.partitionCount(of: .factsValidated)
        let found = try log.records(.factsValidated)
        try requireEqual(Set(found.map(\.key)).count, 200, "keys")
        for record in found {
            var key = record.key
            let wanted = key.withUTF8 {
                Partitioner.partition(of: UnsafeRawBufferPointer($0), count: count)
            }
            try requireEqual(record.partition, wanted, "partition of \(record.key)")
        }
        let posted = try log.records(.ledgerPosted, 0).map(\.value)
        try requireEqual(posted, (0..<20).map { "v\($0)" }, "records of a topic of one partition")
        try log.close()
    }

    func broadcastsToExplicitPartitions() throws {
        let log = try makeLog()
        let count = Int32(try log.partitionCount(of: .factsValidated))
        let batch = RecordBatch()
        for partition in 0..<count {
            batch.add(.factsValidated, partition, key: "same key", "part \(partition)")
        }
        try log.append(batch)
        for partition in 0..<count {
            let found = try log.records(.factsValidated, partition).map(\.value)
            try requireEqual(found, ["part \(partition)"], "partition \(partition)")
        }
        try log.close()
    }

    func agreesOnPartitionCounts() throws {
        let log = try makeLog()
        let other = try makeLog()
        let count = try log.partitionCount(of: .paymentsReceived)
        for topic in Topic.allCases {
            let wanted = topic.isPartitionedByPerson ? count : 1
            let name = "partitions of \(topic.rawValue)"
            try requireEqual(try log.partitionCount(of: topic), wanted, name)
            try requireEqual(try other.partitionCount(of: topic), wanted, "\(name), second handle")
            let end = try log.endOffset(topic: topic, partition: Int32(wanted - 1))
            try requireEqual(end, 0, "end of an empty partition of \(topic.rawValue)")
        }
        try log.close()
        try other.close()
    }

    func refusesUnknownPartitions() throws {
        let log = try makeLog()
        let batch = RecordBatch()
        for topic in [Topic.paymentsReceived, .rankingsPublished] {
            let beyond = Int32(try log.partitionCount(of: topic))
            for partition in [beyond, -2] {
                let name = "\(topic.rawValue)/\(partition)"
                try requireThrows("append to \(name)", isUnusable) {
                    try log.append(topic, partition, ["nowhere"])
                }
                try requireThrows("read of \(name)", isUnusable) {
                    try log.read(
                        topic: topic,
                        partition: partition,
                        from: 0,
                        maxRecords: 1,
                        into: batch
                    )
                }
                try requireThrows("end of \(name)", isUnusable) {
                    _ = try log.endOffset(topic: topic, partition: partition)
                }
            }
        }
        try log.close()
    }

    func appendsAllOrNothing() throws {
        let log = try makeLog()
        let last = Int32(try log.partitionCount(of: .factsValidated))
        let batch = RecordBatch()
        for partition in 0...last { batch.add(.factsValidated, partition, "no") }
        try requireThrows("an append with one wrong partition", isUnusable) {
            try log.append(batch)
        }
        try requireEqual(try log.records(.factsValidated), [], "records of a failed append")
        batch.removeAll()
        for partition in 0..<last {
            batch.add(.factsValidated, partition, "yes")
            batch.add(.assessmentsClassified, partition, "yes")
        }
        try log.append(batch)
        for topic in [Topic.factsValidated, .assessmentsClassified] {
            let offsets = try log.records(topic).map(\.offset)
            let wanted = Array(repeating: Int64(0), count: Int(last))
            try requireEqual(offsets, wanted, "offsets after a failed append")
        }
        try log.close()
    }

    func readsFromTheMiddle() throws {
        let log = try makeLog()
        try log.append(.factsValidated, 0, (0..<40).map { "r\($0)" })
        try log.append(.factsValidated, 0, (40..<50).map { "r\($0)" })
        let all = try log.records(.factsValidated, 0)
        try requireRising(all.map(\.offset), count: 50)
        for index in [0, 1, 17, 39, 40, 45, 49] {
            let first = all[index].offset
            let found = try log.records(.factsValidated, 0, from: first, step: 7)
            try requireEqual(found, Array(all[index...]), "records from \(first)")
            try requireEqual(found.first?.value, "r\(index)", "value at \(first)")
        }
        let behind = try log.records(.factsValidated, 0, from: all[39].offset + 1)
        try requireEqual(behind.first, all[40], "first record behind \(all[39].offset)")
        let batch = RecordBatch()
        batch.add(.rejections, 0, "left over")
        let end = try log.endOffset(topic: .factsValidated, partition: 0)
        try log.read(topic: .factsValidated, partition: 0, from: end, maxRecords: 5, into: batch)
        try require(batch.isEmpty, "a read at the end brought or left \(batch.count) records")
        try log.close()
    }

    func carriesLargeAndEmptyValues() throws {
        let log = try makeLog()
        let large = String(repeating: "大", count: largestValue / 3)
        let batch = RecordBatch()
        batch.add(.factsValidated, 0, key: "before", "")
        batch.add(.factsValidated, 0, key: "large", large)
        batch.add(.factsValidated, 0, key: "", "")
        batch.add(.factsValidated, 0, key: "after", "small")
        try log.append(batch)
        let found = try log.records(.factsValidated, 0)
        try requireEqual(found.map(\.key), ["before", "large", "", "after"], "keys")
        try require(
            found.map(\.value) == ["", large, "", "small"],
            "values of \(found.map(\.value.utf8.count)) bytes"
        )
        let tail = try log.records(.factsValidated, 0, from: 2)
        try requireEqual(tail.map(\.offset), [2, 3], "offsets behind the large record")
        try log.close()
    }

    func takesManySmallBatches() throws {
        let log = try makeLog()
        let reader = try makeLog()
        var end: Int64 = 0
        for number in 0..<150 {
            try log.append(.factsValidated, 0, ["r\(number)"])
            let before = end
            end = try reader.endOffset(topic: .factsValidated, partition: 0)
            try require(
                end > before && (hasGaps || end == Int64(number + 1)),
                "end \(end) after append \(number), by another handle; \(before) before"
            )
        }
        let found = try reader.records(.factsValidated, 0, step: 1_000)
        try requireEqual(found.map(\.value), (0..<150).map { "r\($0)" }, "values")
        try requireEqual(found.last?.offset, end - 1, "offset of the last record")
        try log.close()
        try reader.close()
    }

    func ordersConcurrentWriters() throws {
        let writers = 4
        let rounds = 25
        let crew = Crew()
        let shared = try makeLog()
        for writer in 0..<writers {
            crew.start {
                let log = writer % 2 == 0 ? shared : try makeLog()
                for round in 0..<rounds {
                    try log.append(
                        .factsValidated,
                        0,
                        (0..<4).map { "\(writer):\(round * 4 + $0)" }
                    )
                }
                if writer % 2 == 1 { try log.close() }
            }
        }
        try crew.join()
        let found = try shared.records(.factsValidated, 0)
        try requireRising(found.map(\.offset), count: writers * rounds * 4)
        for writer in 0..<writers {
            let own = found.map(\.value).filter { $0.hasPrefix("\(writer):") }
            let wanted = (0..<rounds * 4).map { "\(writer):\($0)" }
            try requireEqual(own, wanted, "records of writer \(writer)")
        }
        try shared.close()
    }

    /// Checks that offsets begin at 0 and rise, by one each time when there are no gaps.
    private func requireRising(_ offsets: [Int64], count: Int) throws {
        try requireEqual(offsets.count, count, "records")
        try requireEqual(offsets.first, 0, "first offset")
        for (before, after) in zip(offsets, offsets.dropFirst()) {
            try require(
                after > before && (hasGaps || after == before + 1),
                "offset \(after) comes after \(before)"
            )
        }
    }

    private func isUnusable(_ error: any Error) -> Bool {
        if case LogProblem.unusable = error { return true }
        return false
    }
}
