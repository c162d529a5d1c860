import Embedded
import Events
import Foundation
import Stage
import Testing

/// Alerts of `Deploy/prometheus` fire when what they tell of is brought about in running workers,
/// and are over when it is.
@Suite(.serialized) struct FiredAlertTests {
    @Test func `RankingStale: the worker that ranks stands still, the other one is not its heir`()
        throws
    {
        let season = try SeasonFolder(residents: 300)
        let before = try ["validate-worker", "classify-worker", "ledger-worker"].map {
            try WatchedWorker($0, season, "stale")
        }
        let first = try WatchedWorker("ranking-worker", season, "stale", as: "first")
        try first.wait("owner") { try first.value("worker_partitions_owned") == 1 }
        let second = try WatchedWorker("ranking-worker", season, "stale", as: "second")
        let all = before + [first, second]
        for worker in all {
            try worker.wait("there") { try worker.value("worker_partitions") ?? 0 > 0 }
        }
        let book = ScrapeBook()
        try book.scrape(all, times: 3)
        try book.expectCalm(at: 2)
        first.freeze()
        try season.send("stale")
        let ledger = before[2]
        try ledger.wait("posts") {
            try ledger.value("messaging_client_sent_messages_total") ?? 0 > 0
        }
        try book.scrape(all, times: 9)
        #expect(try second.value("messaging_client_consumed_messages_total") == 0)
        try book.expect("RankingStale", firing: [7: 0, 11: 1])
        first.thaw()
        try first.wait("ranks") {
            try first.value("messaging_client_consumed_messages_total") ?? 0 > 0
        }
        try book.scrape(all, times: 2)
        try book.expect("RankingStale", firing: [11: 1, 13: 0])
        for worker in all { worker.stop() }
    }

    @Test func `StageAbsent, WorkerDown: the only worker of a stage is stopped`() throws {
        let season = try SeasonFolder(residents: 300)
        let kept = try ["validate-worker", "ledger-worker", "ranking-worker"].map {
            try WatchedWorker($0, season, "absent")
        }
        let classify = try WatchedWorker("classify-worker", season, "absent")
        for worker in kept + [classify] { try worker.waitUntilReady() }
        let book = ScrapeBook()
        try book.scrape(kept + [classify], times: 3)
        try book.expectCalm(at: 2)
        classify.stop()
        try book.scrape(kept + [classify], times: 7)
        try book.expect("StageAbsent", firing: [7: 0, 9: 1])
        try book.expect("WorkerDown", firing: [4: 0, 6: 1])
        let again = try WatchedWorker("classify-worker", season, "absent", port: classify.port)
        try again.waitUntilReady()
        try book.scrape(kept + [again], times: 2)
        try book.expectCalm(at: 11)
        for worker in kept + [again] { worker.stop() }
    }

    @Test func `PartitionsUnowned: a worker that stands still keeps its partitions from others`()
        throws
    {
        let season = try SeasonFolder(residents: 300)
        let first = try WatchedWorker("classify-worker", season, "unowned", as: "first")
        let second = try WatchedWorker("classify-worker", season, "unowned", as: "second")
        for worker in [first, second] {
            try worker.wait("half") { try worker.value("worker_partitions_owned") == 2 }
        }
        let book = ScrapeBook()
        try book.scrape([first, second], times: 2)
        first.freeze()
        try book.scrape([first, second], times: 6)
        try book.expect("PartitionsUnowned", firing: [1: 0, 4: 0, 7: 1])
        first.thaw()
        for worker in [first, second] {
            try worker.wait("half") { try worker.value("worker_partitions_owned") == 2 }
        }
        try book.scrape([first, second], times: 3)
        try book.expect("PartitionsUnowned", firing: [10: 0])
        for worker in [first, second] { worker.stop() }
    }

    @Test func `WorkerRestarting: a worker dies and is started, again and again`() throws {
        let season = try SeasonFolder(residents: 100)
        let book = ScrapeBook()
        var port: Int?
        for _ in 0..<5 {
            let worker = try WatchedWorker("ranking-worker", season, "dying", port: port)
            port = worker.port
            try worker.waitUntilReady()
            try book.scrape([worker])
            worker.kill9()
        }
        try book.expect("WorkerRestarting", firing: [3: 0, 4: 1])
    }

    @Test func `RejectionsGrowing: one row in ten names a unit that there is not`() throws {
        let season = try SeasonFolder(residents: 300)
        let worker = try WatchedWorker("validate-worker", season, "rejected")
        try worker.waitUntilReady()
        let book = ScrapeBook()
        try book.scrape([worker])
        for round in 0..<28 {
            // Rows of one kind of mistake; the first rounds have one in a hundred.
            try season.pay(100, wrong: round < 8 ? 1 : 10, round: round, into: "rejected")
            try worker.wait("taken") {
                let taken = try worker.value("messaging_client_consumed_messages_total")
                return taken == Double(100 * (round + 1))
            }
            try book.scrape([worker])
        }
        #expect(try worker.value("worker_rejected_total", ["reason": "unit_unknown"]) == 208)
        #expect(try worker.value("worker_dlq_total") == 0)
        try book.expect("RejectionsGrowing", firing: [8: 0, 14: 0, 28: 1])
        try book.expect("Poison", firing: [28: 0])
        worker.stop()
    }

    @Test func `Poison: the first record that is no fact is told, and is no rejection by rules`()
        throws
    {
        let season = try SeasonFolder(residents: 300)
        let worker = try WatchedWorker("validate-worker", season, "poison")
        try worker.waitUntilReady()
        let book = ScrapeBook()
        try book.scrape([worker], times: 2)
        let log = try EmbeddedEventLog(
            path: season.log("poison").replacing("sqlite://", with: "")
        )
        let batch = RecordBatch()
        batch.append(topic: .paymentsReceived, key: "nobody") { $0.append(text: "no fact") }
        try log.append(batch)
        try log.close()
        try worker.wait("Poison") {
            try worker.value("worker_dlq_total", ["reason": "undecodable"]) == 1
        }
        #expect(try worker.value("worker_rejected_total") == 0)
        try book.scrape([worker], times: 13)
        try book.expect("Poison", firing: [1: 0, 2: 1, 14: 1])
        try book.expect("RejectionsGrowing", firing: [14: 0])
        worker.stop()
    }

    @Test func `SnapshotsNotWritten: a file stands where the folder of snapshots should be`() throws
    {
        let season = try SeasonFolder(residents: 300)
        let validate = try WatchedWorker("validate-worker", season, "kept")
        let classify = try WatchedWorker(
            "classify-worker",
            season,
            "kept",
            as: nil,
            season.snapshotArguments("kept")
        )
        for worker in [validate, classify] { try worker.waitUntilReady() }
        let book = ScrapeBook()
        try book.scrape([validate, classify], times: 2)
        let folder = season.snapshots("kept")
        try? FileManager.default.removeItem(at: folder)
        try Data("x".utf8).write(to: folder)
        try season.send("kept")
        try classify.wait("failed") {
            try classify.value("worker_snapshots_failed_total") ?? 0 > 0
        }
        try book.scrape([validate, classify], times: 2)
        try book.expect("SnapshotsNotWritten", firing: [1: 0, 3: 1])
        #expect(try classify.lines.contains { $0.contains(" event=snapshot ") })
        // The state is kept all the same, and written when it can be.
        try FileManager.default.removeItem(at: folder)
        for _ in 0..<2 { try season.send("kept") }
        try classify.wait("written") {
            try classify.value("worker_snapshots_written_total") ?? 0 > 0
        }
        for worker in [validate, classify] { worker.stop() }
        #expect(!(try FileManager.default.contentsOfDirectory(atPath: folder.path)).isEmpty)
    }

    @Test(.enabled(if: geteuid() == 0, "shows a worker a control group of its own: only root may"))
    func `MemoryHigh: a worker uses nearly all that its control group allows`() throws {
        let season = try SeasonFolder(residents: 300)
        let group = season.url.appendingPathComponent("group")
        try FileManager.default.createDirectory(at: group, withIntermediateDirectories: true)
        let limit = group.appendingPathComponent("memory.max")
        try Data("max\n".utf8).write(to: limit)
        let worker = try WatchedWorker(
            "classify-worker",
            season,
            "memory",
            wrapper: [
                "/usr/bin/unshare", "--mount", "/bin/sh", "-c",
                "mount --bind '\(group.path)' /sys/fs/cgroup && exec \"$@\"", "sh",
            ]
        )
        try worker.waitUntilReady()
        #expect(try worker.value("worker_memory_limit_bytes") == nil)
        let used = Int(try #require(try worker.value("process_resident_memory_bytes")))
        let book = ScrapeBook()
        try Data("\(used * 2)\n".utf8).write(to: limit)
        try book.scrape([worker], times: 3)
        try Data("\(used + used / 50)\n".utf8).write(to: limit)
        try book.scrape([worker], times: 8)
        try book.expect("MemoryHigh", firing: [2: 0, 7: 0, 10: 1])
        worker.stop()
    }
}

extension SeasonFolder {
    /// Sends payments of residents of the season, so many of them for a unit that there is not.
    fileprivate func pay(_ count: Int, wrong: Int, round: Int, into name: String) throws {
        let lines = try String(
            contentsOf: input.appendingPathComponent("payments.csv"),
            encoding: .utf8
        ).split(separator: "\n").map(String.init)
        let good = Array(lines.dropFirst()).filter { line in
            let cells = line.split(separator: ",", omittingEmptySubsequences: false)
            return cells.count == 10 && cells[2] == "resident-id" && cells[8] == "payment"
                && cells[5] == "350" && cells[4] == "鲍沟镇" && cells[6] == "wechat"
                && !cells[7].hasPrefix("2022-11-31")
                && Array(cells[1].utf8).withUnsafeBufferPointer {
                    (try? IdentityNumber($0)) != nil
                }
        }
        try #require(!good.isEmpty)
        let rows = (0..<count).map { index in
            var cells = good[index % good.count].split(
                separator: ",",
                omittingEmptySubsequences: false
            )
            .map(String.init)
            cells[0] = "R\(round)-\(index)"
            if index < wrong { cells[4] = "无此镇" }
            return cells.joined(separator: ",")
        }
        let file = url.appendingPathComponent("in/round.csv")
        try (lines.prefix(1) + rows).joined(separator: "\n").appending("\n")
            .write(to: file, atomically: true, encoding: .utf8)
        try Programs.succeed(
            "payment-producer",
            ["--scheme", scheme, "--log", log(name), "--keys", keys.path, file.path]
        )
    }
}
