import Classification
import Events
import Testing

/// What one record changes for many people, in slices.
@Suite struct SweepTests {
    private let people = (UInt64(1)...40).map { PersonKey(high: $0, low: $0) }

    /// Everybody pays and is on a list that comes to count, then is superseded; at the end a pack
    /// is activated anew.
    private func season() throws -> FactRun {
        var run = try FactRun("tengzhou-2023")
        for (index, key) in people.enumerated() {
            run.add(.rosterLine(RosterLine(unit: "鲍沟镇")), source: "roster", "\(index)", key)
            run.pay(350, key, "T\(index)", at: "2022-10-20")
            run.add(
                .listRow(
                    ListRow(
                        list: "D-1",
                        row: Int64(index + 1),
                        bureau: "disabledFederation",
                        category: "severeDisability",
                        unit: "",
                        listedOn: try #require(CivilDate("2022-10-10"))
                    )
                ),
                source: "D-1",
                "\(index + 1)",
                key
            )
        }
        var checksum: UInt64 = 0
        for (index, key) in people.enumerated() {
            checksum &+= key.withBytes { ListSealed.rowChecksum(row: Int64(index + 1), key: $0) }
        }
        try seal(&run, "D-1", rows: 40, checksum)
        run.pay(350, people[0], "after-1", at: "2022-10-21")
        try seal(&run, "D-2", rows: 0, 0, supersedes: "D-1")
        run.pay(350, people[1], "after-2", at: "2022-10-21")
        return run
    }

    private func seal(
        _ run: inout FactRun,
        _ list: String,
        rows: Int64,
        _ checksum: UInt64,
        supersedes: String = ""
    ) throws {
        let seal = ListSealed(
            list: list,
            bureau: "disabledFederation",
            snapshot: try #require(CivilDate("2022-10-10")),
            supersedes: supersedes,
            rows: rows,
            checksum: checksum
        )
        run.add(
            .listAudited(ListAudited(list: list, office: "o")),
            source: "operations",
            "a-\(list)",
            nil
        )
        run.add(.listSealed(seal), source: list, "seal-0", nil)
    }

    private func bytes(_ batch: RecordBatch) -> [[UInt8]] {
        batch.places.map { Array(batch.key(of: $0)) + Array(batch.value(of: $0)) }
    }

    private func classifier(_ run: FactRun, limit: Int) -> Classifier {
        let compiled = run.pack.compiled
        let classifier = Classifier(sweepLimit: limit) { _, _ in compiled }
        classifier.assign(partition: 0)
        return classifier
    }

    @Test(arguments: [1, 2, 7, 39, 40, 41, 10_000])
    func `F-128 slices of any size are the outputs of one piece`(limit: Int) throws {
        let run = try season()
        let input = run.records()
        let whole = RecordBatch()
        classifier(run, limit: .max / 2).process(input, into: whole)
        let sliced = classifier(run, limit: limit)
        var (done, slices, found): (Int, Int, [[UInt8]]) = (0, 0, [])
        let slice = RecordBatch()
        while done < input.count {
            slice.removeAll()
            let before = done
            done = sliced.process(input, from: done, into: slice)
            slices += 1
            found += bytes(slice)
            // A sweep by itself, not what plain records before it put out.
            if before == done { #expect(slice.count <= limit) }
        }
        #expect(found == bytes(whole))
        #expect((slices == 1) == (limit == 10_000))
        #expect(try FactRun.last(whole).values.allSatisfy { $0.status != .unpaid })
    }

    @Test func `batches do not decide where a sweep stands among the outputs`() throws {
        let run = try season()
        let input = run.records()
        let whole = RecordBatch()
        classifier(run, limit: 9).process(input, into: whole)
        let single = classifier(run, limit: 4)
        let output = RecordBatch()
        for place in input.places {
            let one = RecordBatch()
            one.append(
                topic: place.topic,
                partition: place.partition,
                offset: place.offset,
                key: input.key(of: place),
                value: input.value(of: place)
            )
            single.process(one, into: output)
        }
        #expect(bytes(output) == bytes(whole))
    }

    @Test func `a partition that is given up in a sweep begins anew`() throws {
        let run = try season()
        let input = run.records()
        let whole = RecordBatch()
        classifier(run, limit: 9).process(input, into: whole)
        for stop in 1...12 {
            let tried = classifier(run, limit: 9)
            var done = 0
            let output = RecordBatch()
            for _ in 0..<stop where done < input.count {
                done = tried.process(input, from: done, into: output)
            }
            tried.revoke(partition: 0)
            tried.assign(partition: 0)
            output.removeAll()
            tried.process(input, into: output)
            #expect(bytes(output) == bytes(whole))
        }
    }

    @Test func `F-128 after a crash at any slice only what is not out yet goes out`() throws {
        let run = try season()
        let input = run.records()
        let whole = RecordBatch()
        classifier(run, limit: 9).process(input, into: whole)
        for slices in 1... {
            let dead = classifier(run, limit: 9)
            let log = RecordBatch()
            var done = 0
            for _ in 0..<slices where done < input.count {
                done = dead.process(input, from: done, into: log)
            }
            let heir = classifier(run, limit: 9)
            // What was done is fed again, and what it puts out is out already.
            heir.process(run.records(count: done), into: RecordBatch())
            heir.resume(partition: 0, after: log.value(of: try #require(log.places.last)))
            let rest = RecordBatch()
            heir.process(run.records(from: done), into: rest)
            #expect(bytes(log) + bytes(rest) == bytes(whole), "after \(slices) slices")
            if done == input.count { return }
        }
    }
}
