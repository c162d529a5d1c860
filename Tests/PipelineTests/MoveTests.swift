import Bootstrap
import Events
import Foundation
import Kafka
import PrometheusText
import Stage
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

    /// Where records with headers go: an embedded log, the mock cluster, and Kafka where there is
    /// one.
    static let headedTargets =
        ["new", "mock"]
        + (testBroker == nil ? [] : ["kafka-78\(UInt16.random(in: 0 ... .max))-exactly-once"])

    @Test(arguments: MoveTests.headedTargets)
    func `traces and reasons of refusal, which stand in headers, survive a move`(
        target: String
    ) throws {
        let season = try SeasonFolder(residents: 300)
        try season.send("old")
        try season.injectRawMessages(into: "old")
        try Programs.succeed(
            "validate-worker",
            season.arguments(of: "validate-worker", "old") + ["--until-drained"]
        )
        let mock = try KafkaMock(partitions: 4)
        if target == "mock" { season.useLog(mock.url(mode: .effectivelyOnce), for: target) }
        if target.hasPrefix("kafka") {
            try Programs.succeed(
                "zhengjiao",
                ["topics", "apply", "--partitions", "4", "--log", season.log(target)]
            )
        }
        let moved = try replay(season, "old", target)
        #expect(moved.status == 0, "\(moved.errors)")
        var names: [Topic: Set<String>] = [:]
        let (old, new) = (
            try Adapters.log(season.log("old")), try Adapters.log(season.log(target))
        )
        for topic in LogMove.followed {
            for partition in 0..<Int32(try old.partitionCount(of: topic)) {
                let before = try headers(of: topic, partition, in: old)
                #expect(try headers(of: topic, partition, in: new) == before, "\(topic)")
                names[topic, default: []].formUnion(before.flatMap { $0.texts.map(\.name) })
            }
        }
        try old.close()
        try new.close()
        for topic in [Topic.paymentsReceived, .subsidyListsReceived, .factsValidated] {
            #expect(names[topic]?.contains("traceparent") == true, "\(topic)")
        }
        for name in ["topic", "partition", "offset", "exception.message"] {
            #expect(names[.rejections]?.contains("__connect.errors.\(name)") == true, "\(name)")
        }
    }

    /// The headers of each record of a partition, in order; records without any as well.
    private func headers(
        of topic: Topic,
        _ partition: Int32,
        in log: any EventLog
    ) throws -> [RecordHeaders] {
        var all: [RecordHeaders] = []
        try log.scan(topic, partition: partition) { batch, place in
            all.append(batch.headers(of: place))
        }
        return all
    }

    /// Expects that a file tells of a backup that ended since a second, and now at the latest.
    private func expectBackup(in file: URL, since start: Int64) throws {
        let page = try PrometheusText(String(contentsOf: file, encoding: .utf8))
        let name = "zhengjiao_backup_last_success_timestamp_seconds"
        #expect(page.types == [name: "gauge"])
        let ended = try #require(page.value(name))
        #expect(ended >= Double(start) && ended <= Date().timeIntervalSince1970)
        let mode = try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions]
        #expect(mode as? Int == 0o644)
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
        let told = season.url.appendingPathComponent("zhengjiao_backup.prom")
        let telling = ["--out", copy, "--backup-metrics"]
        let nowhere = season.url.appendingPathComponent("no/such.prom").path
        let refused = try Programs.run("zhengjiao", ["backup"] + pair + telling + [nowhere])
        #expect(refused.status == 78 && refused.errors.contains("there is no folder"))
        let start = Int64(Date().timeIntervalSince1970)
        try Programs.succeed("zhengjiao", ["backup"] + pair + telling + [told.path])
        try expectBackup(in: told, since: start)
        // A backup that is refused tells nothing.
        let before = try String(contentsOf: told, encoding: .utf8)
        let again = try Programs.run("zhengjiao", ["backup"] + pair + telling + [told.path])
        #expect(again.status == 78)
        #expect(try String(contentsOf: told, encoding: .utf8) == before)
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
        defer { for worker in running where worker.isRunning { worker.terminate() } }
        try send(season, half: 0, to: "season")
        // A worker makes its books when it has joined.
        let books = String(season.ledger("season").dropFirst("sqlite://".count))
        let deadline = Date(timeIntervalSinceNow: 60)
        while !FileManager.default.fileExists(atPath: books), Date() < deadline {
            usleep(50_000)
        }
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
