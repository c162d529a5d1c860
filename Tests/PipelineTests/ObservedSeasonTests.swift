import Foundation
import PostgresServer
import PrometheusText
import Testing

/// The programs as Prometheus and an operator see them.
@Suite(.serialized) struct ObservedSeasonTests {
    @Test func `every worker serves each metric of the list, in strict form, and logs in one form`()
        throws
    {
        let season = try SeasonFolder(residents: 300)
        let list = try MetricList()
        let watched = try workers.map {
            try WatchedWorker($0, season, "watched", ["--log-lines", "json"])
        }
        for worker in watched { try worker.waitUntilReady() }
        try season.send("watched")
        for worker in watched {
            let stage = String(worker.name.dropLast("-worker".count))
            try worker.wait("works") { try worker.value("worker_batches_total") ?? 0 > 0 }
            #expect(worker.page("livez") == "ok\n")
            let page = try #require(try worker.metrics)
            for entry in list["Of every worker"] + list["Of every process"] {
                if entry.name.hasPrefix("ledger_"), stage != "ledger" { continue }
                if entry.name == "worker_memory_limit_bytes" { continue }
                #expect(page.types[entry.name] == entry.type, "\(stage): \(entry.name)")
            }
            for sample in page.samples where !sample.name.hasPrefix("process_") {
                #expect(
                    sample.name == "worker_memory_limit_bytes" || sample.labels["stage"] == stage
                )
            }
        }
        for worker in watched { worker.stop() }
        for worker in watched {
            let lines = try worker.lines
            for line in lines {
                let fields = try JSONSerialization.jsonObject(with: Data(line.utf8))
                let names = Set((fields as? [String: String] ?? [:]).keys)
                #expect(names.isSuperset(of: ["time", "level", "stage", "event", "cause", "next"]))
            }
            // A calm season: started, partitions taken over, stopped.
            #expect(lines.count <= 4, "\(lines)")
        }
        try season.expectNothingInClear(known: [], names: [], except: [])
    }

    @Test func `DatabaseAway, StageLagOld: PostgreSQL is away, and comes back`() throws {
        let season = try SeasonFolder(residents: 300)
        try season.runInOneProcess("calm")
        let server = try PostgresServer()
        _ = try season.makeDatabase("away", on: server)
        let watched = try workers.map { try WatchedWorker($0, season, "away") }
        for worker in watched { try worker.waitUntilReady() }
        try server.stop()
        try season.send("away")
        let ledger = watched[2]
        try ledger.wait("DatabaseAway") {
            try ledger.value("worker_waiting", ["cause": "database"]) == 1
        }
        let before = try #require(try ledger.value("worker_lag_seconds"))
        let start = Date()
        while Date().timeIntervalSince(start) < drillSeconds {
            #expect(ledger.page("livez") == "ok\n")
            #expect(ledger.page("readyz")?.contains("ledger: waiting for database: ") == true)
            Thread.sleep(forTimeInterval: 0.2)
        }
        #expect(try ledger.value("worker_lag_events") ?? 0 > 0)
        #expect(try ledger.value("worker_lag_seconds") ?? 0 > before)
        #expect(try ledger.value("worker_retries_total", ["cause": "database"]) ?? 0 > 1)
        try server.startAgain()
        try ledger.waitUntilReady()
        for worker in watched {
            try worker.wait("caught up") {
                try worker.value("worker_lag_events") == 0
                    && worker.value("messaging_client_consumed_messages_total") ?? 0 > 0
            }
        }
        for worker in watched { worker.stop() }
        try season.drain("away")
        #expect(try season.audit("away").outcome == season.audit("calm").outcome)
        let lines = try ledger.lines
        #expect(lines.filter { $0.contains(" event=waiting ") }.count == 1, "\(lines)")
        #expect(lines.filter { $0.contains(" event=resumed ") }.count == 1, "\(lines)")
        try server.stop()
    }

    @Test(.enabled(if: geteuid() == 0, "mounts a small file system: only root may"))
    func `DiskFull: the disk of the ledger is full, and there is room again`() throws {
        let season = try SeasonFolder(residents: 300)
        try season.runInOneProcess("calm")
        let disk = season.url.appendingPathComponent("disk").path
        try FileManager.default.createDirectory(atPath: disk, withIntermediateDirectories: true)
        try shell("mount -t tmpfs -o size=300k tmpfs \(disk)")
        defer { try? shell("umount \(disk)") }
        season.useLedger("sqlite://\(disk)/ledger", for: "full")
        try season.send("full")
        let watched = try workers.map { try WatchedWorker($0, season, "full") }
        let ledger = watched[2]
        try ledger.wait("DiskFull") {
            try ledger.value("worker_waiting", ["cause": "disk"]) == 1
        }
        Thread.sleep(forTimeInterval: drillSeconds)
        #expect(ledger.page("livez") == "ok\n")
        #expect(ledger.page("readyz")?.contains("waiting for disk: ") == true)
        try shell("mount -o remount,size=64m \(disk)")
        try ledger.waitUntilReady()
        for worker in watched {
            try worker.wait("caught up") { try worker.value("worker_lag_events") == 0 }
        }
        for worker in watched { worker.stop() }
        try season.drain("full")
        #expect(try season.audit("full").outcome == season.audit("calm").outcome)
    }

    @Test
    func `a killed worker's partitions come to another, which tells how soon`()
        throws
    {
        let season = try SeasonFolder(residents: 300)
        let first = try WatchedWorker("classify-worker", season, "killed", as: "first")
        let second = try WatchedWorker("classify-worker", season, "killed", as: "second")
        for worker in [first, second] {
            try worker.wait("half") { try worker.value("worker_partitions_owned") == 2 }
            #expect(try worker.value("worker_partitions") == 4)
        }
        first.kill9()
        let killed = Date()
        try season.send("killed")
        let validate = try WatchedWorker("validate-worker", season, "killed")
        try second.wait("all") { try second.value("worker_partitions_owned") == 4 }
        let took = Date().timeIntervalSince(killed)
        try second.wait("works") {
            try second.value("worker_takeover_seconds", ["part": "first_batch"]) != nil
                && second.lines.filter { $0.contains(" event=taken_over ") }.count >= 1
        }
        #expect(took < 60)
        #expect(try second.value("worker_rebalances_total", ["kind": "assign"]) ?? 0 >= 2)
        for worker in [validate, second] { worker.stop() }
    }
}

/// Seconds for which something is away; `make drill` has it a minute.
private let drillSeconds =
    ProcessInfo.processInfo.environment["ZHENGJIAO_DRILL_SECONDS"].flatMap(Double.init) ?? 2

private func shell(_ command: String) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", command]
    try process.run()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0, "\(command)")
}
