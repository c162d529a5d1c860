import Foundation
import Testing

@Suite(.serialized) struct SeasonTests {
    @Test(arguments: allSchemes)
    func `F-125 the simulated season of each scheme ends as its residents were made`(
        scheme: String
    ) throws {
        let season = try SeasonFolder(residents: 1_500, seed: 11, scheme: scheme)
        let totals = try season.runInOneProcess("season")
        let expected = try JSONSerialization.jsonObject(
            with: Data(contentsOf: season.input.appendingPathComponent("expected.json"))
        )
        let found = try JSONSerialization.jsonObject(with: Data(totals.utf8))
        #expect(found as? NSDictionary == expected as? NSDictionary)
        _ = try season.audit("season")
    }

    @Test func `F-033 who departs from the tier of the household is held to the end`() throws {
        let season = try SeasonFolder(residents: 6_000, seed: 11, scheme: "yanjiang-2021")
        let totals = try season.runInOneProcess("season")
        let expected = try JSONSerialization.jsonObject(
            with: Data(contentsOf: season.input.appendingPathComponent("expected.json"))
        )
        let found = try JSONSerialization.jsonObject(with: Data(totals.utf8)) as? NSDictionary
        #expect(found == expected as? NSDictionary)
        let statuses = try #require(found?["status"] as? [String: Int])
        #expect(statuses["tier-conflict"] ?? 0 > 0)
    }

    @Test func `F-128 one process, four processes, shuffled files and a replay agree`() throws {
        let season = try SeasonFolder(residents: 2_000)
        let totals = try season.runInOneProcess("one")
        let expected = try JSONSerialization.jsonObject(
            with: Data(contentsOf: season.input.appendingPathComponent("expected.json"))
        )
        let found = try JSONSerialization.jsonObject(with: Data(totals.utf8))
        #expect(found as? NSDictionary == expected as? NSDictionary)
        let one = try season.audit("one")

        try season.send("four")
        let processes = try workers.map {
            try Programs.start(
                $0,
                season.arguments(of: $0, "four") + ["--until-drained"],
                output: season.output($0)
            )
        }
        for process in processes {
            process.waitUntilExit()
            #expect(process.terminationStatus == 0)
        }
        #expect(try season.audit("four").outcome == one.outcome)

        let shuffled = try season.shuffledInput()
        try season.runInOneProcess("shuffled", input: shuffled)
        #expect(try season.audit("shuffled").outcome == one.outcome)

        try Programs.succeed(
            "zhengjiao",
            ["replay", "--from", season.log("one"), "--ledger", season.ledger("replayed")]
        )
        let replayed = try season.audit("replayed", withLog: false)
        #expect(replayed.outcome == one.outcome)
        #expect(replayed.journal == one.journal)
    }

    @Test func `the same season sent twice posts nothing twice`() throws {
        let season = try SeasonFolder(residents: 300)
        try season.runInOneProcess("twice")
        let once = try season.audit("twice")
        try season.runInOneProcess("twice")
        let twice = try season.audit("twice")
        #expect(twice.outcome == once.outcome)
        #expect(twice.journal == once.journal)
    }

    @Test func `a new ledger on an old log is filled by one worker until it is drained`() throws {
        let season = try SeasonFolder(residents: 300)
        try season.runInOneProcess("old")
        let old = try season.audit("old")
        try Programs.succeed(
            "ledger-worker",
            ["--log", season.log("old"), "--ledger", season.ledger("new"), "--until-drained"]
        )
        let new = try season.audit("new", withLog: false)
        #expect(new.outcome == old.outcome)
        #expect(new.journal == old.journal)
    }

    @Test func `workers killed at any instant leave the same outcome, 50 kills in a run`() throws {
        let season = try SeasonFolder(residents: 3_000)
        try season.runInOneProcess("calm")
        let calm = try season.audit("calm")
        let kills = try KillCampaign(season: season, name: "killed", kills: 50).run()
        #expect(kills == 50)
        #expect(try season.audit("killed").outcome == calm.outcome)
        #expect(FileManager.default.fileExists(atPath: season.snapshots("killed").path))
    }

    @Test func `a worker that comes again is restored from its snapshots`() throws {
        let season = try SeasonFolder(residents: 300)
        try season.runInOneProcess("kept")
        for (worker, partitions) in [("classify-worker", 4), ("ranking-worker", 1)] {
            let arguments =
                season.arguments(of: worker, "kept") + season.snapshotArguments("kept")
                + ["--until-drained"]
            let folder = season.snapshots("kept").path
            let shown = try Programs.succeed(worker, arguments + ["--check"])
            #expect(shown.contains(" snapshots=\(folder) snapshotEvery=100"))
            let restored = " restored_partitions=\(partitions) "
            let first = try Programs.run(worker, arguments)
            #expect(first.status == 0 && first.errors.contains(restored), "\(first.errors)")
            #expect(first.errors.contains(" used_snapshots=0 "), "\(first.errors)")
            let again = try Programs.run(worker, arguments)
            #expect(
                again.errors.contains(" used_snapshots=\(partitions) replayed_records=0"),
                "\(again.errors)"
            )
        }
    }

    @Test func `two of each worker share the partitions and agree with one`() throws {
        let season = try SeasonFolder(residents: 1_000)
        try season.runInOneProcess("one")
        try season.send("pairs")
        let processes = try (workers + workers).map {
            try Programs.start(
                $0,
                season.arguments(of: $0, "pairs") + ["--until-drained", "--batch", "200"],
                output: season.output($0)
            )
        }
        for process in processes { process.waitUntilExit() }
        for (process, worker) in zip(processes, workers + workers)
        where process.terminationStatus != 0 {
            let output = try String(contentsOf: season.output(worker), encoding: .utf8)
            Issue.record("\(worker) ended with \(process.terminationStatus): \(output)")
        }
        #expect(try season.audit("pairs").outcome == season.audit("one").outcome)
    }
}

extension SeasonFolder {
    /// The season's files with the rows of every file in another order.
    func shuffledInput() throws -> URL {
        let copy = url.appendingPathComponent("shuffled")
        try FileManager.default.copyItem(at: input, to: copy)
        let lists = try FileManager.default.contentsOfDirectory(
            atPath: copy.appendingPathComponent("lists").path
        )
        let files =
            ["payments.csv", "roster.csv", "operations.jsonl"]
            + lists.filter { $0.hasSuffix(".csv") }.map { "lists/\($0)" }
        for name in files {
            let file = copy.appendingPathComponent(name)
            var lines = try String(contentsOf: file, encoding: .utf8)
                .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
            if lines.last == "" { lines.removeLast() }
            let header = name.hasSuffix(".csv") ? [lines.removeFirst()] : []
            lines.shuffle()
            try ((header + lines).joined(separator: "\n") + "\n")
                .write(to: file, atomically: true, encoding: .utf8)
        }
        return copy
    }
}
