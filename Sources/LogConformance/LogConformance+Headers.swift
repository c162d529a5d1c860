import Events
import Foundation
import Stage

/// Exercises of what stands beside a record.
extension LogConformance {
    func carriesHeaders() throws {
        let log = try makeLog()
        let batch = RecordBatch()
        let given = (0..<300).map { number in
            // Some have none, some several, one of a name twice, one empty, one long.
            (0..<number % 4).map { turn in
                turn == 2
                    ? "twice=\(String(repeating: "长", count: number))" : "n\(turn)=\(turn * number)"
            } + (number % 7 == 3 ? ["twice=again", "empty="] : [])
        }
        for (number, headers) in given.enumerated() {
            batch.add(.factsValidated, 0, key: "k\(number)", "v\(number)")
            batch.addHeaders(RecordHeaders(texts: headers))
        }
        try log.append(batch)
        let found = try log.records(.factsValidated, 0, step: 7)
        try requireEqual(found.map(\.headers), given, "headers read")
        try requireEqual(found.map(\.value), given.indices.map { "v\($0)" }, "values read")
        let late = try log.records(.factsValidated, 0, from: found[150].offset)
        try requireEqual(late.map(\.headers), Array(given[150...]), "headers from the middle")
        let member = try soleMember(log, group: "headers", topics: [.factsValidated])
        try member.poll(within: patienceMs) { $0.pending.count == given.count }
        try requireEqual(member.pending.map(\.headers), given, "headers polled")
        try member.consumer.close()
        try log.close()
    }

    func opensBatchesWithHeaders() throws {
        let log = try makeLog()
        let all = try allPartitions(log).sorted()
        try log.append(.paymentsReceived, 0, ["a"])
        let opening = RecordHeaders(texts: ["batch=1"])
        let batch = RecordBatch()
        for step in 0..<3 {
            for partition in all {
                batch.add(.factsValidated, partition, "\(step)")
                if step == 1 { batch.addHeaders(RecordHeaders(texts: ["own=1"])) }
            }
        }
        batch.openingHeaders = opening
        try log.append(batch)
        for partition in all {
            let found = try log.records(.factsValidated, partition).map(\.headers)
            try requireEqual(found, [["batch=1"], ["own=1"], []], "headers in \(partition)")
        }
        let member = try soleMember(log, group: "opening")
        try member.poll(within: patienceMs) { $0.pending.count == 1 }
        batch.removeAll()
        batch.add(.assessmentsClassified, key: "someone", "first")
        batch.add(.assessmentsClassified, key: "someone", "second")
        batch.openingHeaders = opening
        try member.consumer.commit(outputs: batch, upTo: member.positions)
        let out = try log.records(.assessmentsClassified)
        try requireEqual(out.map(\.headers), [["batch=1"], []], "headers of committed outputs")
        try requireEqual(out.map(\.value), ["first", "second"], "order of committed outputs")
        try member.consumer.close()
        try log.close()
    }

    func datesRecords() throws {
        let log = try makeLog()
        let before = Int64(Date().timeIntervalSince1970 * 1_000) - 1
        try log.append(.paymentsReceived, 0, ["a", "b"])
        let after = Int64(Date().timeIntervalSince1970 * 1_000) + 1
        let end = try log.endOffset(topic: .paymentsReceived, partition: 0)
        try require(end >= 2, "the end is \(end)")
        let batch = RecordBatch()
        try log.read(
            topic: .paymentsReceived,
            partition: 0,
            from: 0,
            maxRecords: 10,
            into: batch
        )
        try requireEqual(batch.count, 2, "records")
        for place in batch.places {
            try require(
                (before...after).contains(place.writtenMs),
                "written at \(place.writtenMs), between \(before) and \(after) expected"
            )
        }
        try log.close()
    }
}

extension RecordHeaders {
    /// Headers of `name=value`.
    init(texts: [String]) {
        self.init()
        for text in texts {
            let parts = text.split(separator: "=", omittingEmptySubsequences: false)
            add(String(parts[0]), String(parts[1]))
        }
    }
}
