import Foundation
import Testing

/// A season carried away and moved while it runs.
struct MoveTests {
    private func workers(_ season: SeasonFolder, _ log: String, _ ledger: String) throws {
        let log = season.log(log)
        let rest = ["--log", log, "--until-drained"]
        let started = [
            try Programs.start("validate-worker", rest + ["--keys", season.keys.path]),
            try Programs.start("classify-worker", rest),
            try Programs.start("ledger-worker", rest + ["--ledger", season.ledger(ledger)]),
            try Programs.start("ranking-worker", rest),
        ]
        for worker in started {
            worker.waitUntilExit()
            #expect(worker.terminationStatus == 0)
        }
    }

    private func send(_ season: SeasonFolder, half: Int, to log: String) throws {
        let lines = try String(
            contentsOf: season.input.appendingPathComponent("payments.csv"),
            encoding: .utf8
        ).split(separator: "\n")
        let middle = lines.count / 2
        let part = half == 0 ? lines[1..<middle] : lines[middle...]
        let file = season.url.appendingPathComponent("half-\(half).csv")
        try (lines.prefix(1) + part).joined(separator: "\n")
            .write(to: file, atomically: true, encoding: .utf8)
        try Programs.succeed(
            "payment-producer",
            [
                "--scheme", season.scheme, "--source", "tax-bureau", "--log", season.log(log),
                "--keys", season.keys.path, file.path,
            ]
        )
    }

    private func replay(_ season: SeasonFolder, _ old: String, _ new: String, _ more: [String] = [])
        throws -> (status: Int32, output: String, errors: String)
    {
        try Programs.run(
            "zhengjiao",
            ["replay", "--from", season.log(old), "--to", season.log(new)] + more
        )
    }

    /// Where the second half of a season goes: an embedded log, and Kafka where there is one.
    static let targets =
        testBroker == nil
        ? ["new"] : ["new", "kafka-77\(UInt16.random(in: 0 ... .max))-exactly-once"]

    @Test(arguments: MoveTests.targets)
    func `a season that runs is moved to another log and another database, to the same end`(
        target: String
    ) throws {
        let season = try SeasonFolder(residents: 400)
        try Programs.succeed(
            "zhengjiao",
            ["policy", "activate", "--scheme", season.scheme, "--log", season.log("whole")]
        )
        try Programs.succeed(
            "zhengjiao",
            ["policy", "activate", "--scheme", season.scheme, "--log", season.log("old")]
        )
        try send(season, half: 0, to: "whole")
        try send(season, half: 1, to: "whole")
        try workers(season, "whole", "whole")

        if target.hasPrefix("kafka") {
            try Programs.succeed(
                "zhengjiao",
                ["topics", "apply", "--partitions", "4", "--log", season.log(target)]
            )
        }
        try send(season, half: 0, to: "old")
        try workers(season, "old", "old")
        let first = try replay(season, "old", target)
        #expect(first.status == 0, "\(first.errors)")
        // Received by the old log, and never validated there.
        try send(season, half: 1, to: "old")
        let second = try replay(season, "old", target, ["--finish"])
        #expect(second.status == 0, "\(second.errors)")
        let again = try replay(season, "old", target, ["--finish"])
        #expect(again.output.contains("moved 0 records"))

        let database = try season.makeDatabase("new-books")
        defer { withExtendedLifetime(database) {} }
        try workers(season, target, "new-books")
        let moved = try Programs.succeed(
            "zhengjiao",
            ["audit", "--ledger", season.ledger("new-books"), "--log", season.log(target)]
        )
        let outcome = try season.audit("whole").outcome
        #expect(moved.contains("outcome: \(outcome)"))

        // The new log goes on by itself: nothing more is moved into it.
        try send(season, half: 0, to: "old")
        try workers(season, "old", "old")
        let late = try replay(season, "old", target)
        #expect(late.status != 0)
        #expect(late.errors.contains("a life of its own"))
    }

    @Test func `a copy made while nothing stands still is restored and goes on to the same end`()
        throws
    {
        let season = try SeasonFolder(residents: 400)
        try Programs.succeed(
            "zhengjiao",
            ["policy", "activate", "--scheme", season.scheme, "--log", season.log("season")]
        )
        try send(season, half: 0, to: "season")
        try workers(season, "season", "season")
        try send(season, half: 1, to: "season")
        let copy = season.url.appendingPathComponent("copy").path
        let pair = ["--log", season.log("season"), "--ledger", season.ledger("season")]
        try Programs.succeed("zhengjiao", ["backup"] + pair + ["--out", copy])
        try workers(season, "season", "season")
        #expect(
            try FileManager.default.attributesOfItem(atPath: copy + "/log")[.posixPermissions]
                as? Int == 0o600
        )
        let restored = ["--log", season.log("back"), "--ledger", season.ledger("back")]
        try Programs.succeed("zhengjiao", ["restore"] + restored + ["--from", copy])
        try workers(season, "back", "back")
        #expect(try season.audit("back") == season.audit("season"))

        let twice = try Programs.run("zhengjiao", ["restore"] + restored + ["--from", copy])
        #expect(twice.status == 78)
        #expect(twice.errors.contains("exists already"))
        let handle = try FileHandle(forUpdating: URL(fileURLWithPath: copy + "/log"))
        try handle.seek(toOffset: 5_000)
        try handle.write(contentsOf: Data([1, 2, 3]))
        try handle.close()
        let damaged = try Programs.run(
            "zhengjiao",
            ["restore", "--log", season.log("no"), "--ledger", season.ledger("no"), "--from", copy]
        )
        #expect(damaged.status == 78)
        #expect(damaged.errors.contains("is not as it was copied"))
    }

    /// The drill of an office: last night's copies, and the files sent since then once more.
    @Test func `copies made while workers work are restored, sent the files again, and end alike`()
        throws
    {
        let season = try SeasonFolder(residents: 1_500)
        try Programs.succeed(
            "zhengjiao",
            ["policy", "activate", "--scheme", season.scheme, "--log", season.log("season")]
        )
        let running = try ["validate-worker", "classify-worker", "ledger-worker", "ranking-worker"]
            .map { try Programs.start($0, season.arguments(of: $0, "season") + ["--batch", "50"]) }
        try send(season, half: 0, to: "season")
        let pair = ["--log", season.log("season"), "--ledger", season.ledger("season")]
        let copies = try (1...3).map { night in
            let copy = season.url.appendingPathComponent("night-\(night)").path
            try Programs.succeed("zhengjiao", ["backup"] + pair + ["--out", copy])
            return copy
        }
        #expect(running.count { $0.isRunning } == running.count)
        try send(season, half: 1, to: "season")
        for worker in running { worker.terminate() }
        for worker in running { worker.waitUntilExit() }
        try workers(season, "season", "season")
        let whole = try season.audit("season").outcome

        for (night, copy) in copies.enumerated() {
            let name = "back-\(night)"
            try Programs.succeed(
                "zhengjiao",
                [
                    "restore", "--log", season.log(name), "--ledger", season.ledger(name), "--from",
                    copy,
                ]
            )
            try send(season, half: 0, to: name)
            try send(season, half: 1, to: name)
            try workers(season, name, name)
            #expect(try season.audit(name).outcome == whole)
        }
    }
}
