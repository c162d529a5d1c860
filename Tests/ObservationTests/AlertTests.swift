import Embedded
import Events
import Foundation
import Kafka
import PrometheusText
import Stage
import Testing

/// Each alert rests on a figure that moves when what it tells of happens.
@Suite(.serialized) struct AlertTests {
    /// The test that makes each alert's figure move.
    private static let shown: [String: String] = [
        "StageLagGrowing": "WorkerStuck: a log that delivers nothing while records wait",
        "StageLagOld": "DatabaseAway, StageLagOld: PostgreSQL is away, and comes back",
        "EventAgeHigh": "EventAgeHigh: records that are old when they are taken",
        "PartitionsUnowned":
            "PartitionsUnowned: a worker that stands still keeps its partitions from others",
        "LedgerOutboxUnpublished":
            "LedgerOutboxUnpublished: the log is away when the books are not",
        "RankingStale":
            "RankingStale: the worker that ranks stands still, the other one is not its heir",
        "RejectionsGrowing": "RejectionsGrowing: one row in ten names a unit that there is not",
        "Poison": "Poison: the first record that is no fact is told, and is no rejection by rules",
        "StageAbsent": "StageAbsent, WorkerDown: the only worker of a stage is stopped",
        "WorkerDown": "StageAbsent, WorkerDown: the only worker of a stage is stopped",
        "WorkerStuck": "WorkerStuck: a worker whose call does not come back",
        "WorkerRestarting": "WorkerRestarting: a worker dies and is started, again and again",
        "WorkerFenced": "WorkerFenced, RebalancingOften: another takes a partition",
        "RebalancingOften": "WorkerFenced, RebalancingOften: another takes a partition",
        "TransactionsAborted": "TransactionsAborted: transactions that the brokers refuse",
        "SnapshotsNotWritten":
            "SnapshotsNotWritten: a file stands where the folder of snapshots should be",
        "MemoryHigh": "MemoryHigh: a worker uses nearly all that its control group allows",
        "BrokerAway": "BrokerAway: another one keeps the file of the log to itself",
        "DatabaseAway": "DatabaseAway, StageLagOld: PostgreSQL is away, and comes back",
        "DiskFull": "DiskFull: the disk of the log is full",
        "ClockSetBack": "ClockSetBack: the clock goes back by an hour",
    ]
    /// What others than the workers tell.
    private static let others: Set<String> = [
        "DiskNearlyFull", "BackupTooOld", "BackupNeverMade", "CertificateExpiring",
        "BoardStale", "BoardErrors", "SignInFailures",
    ]

    @Test func `every alert has a test that makes its figure move`() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let rules = root.appendingPathComponent("Deploy/prometheus/rules/alerts.yml")
        let alerts = try String(contentsOf: rules, encoding: .utf8).split(separator: "\n")
            .compactMap { line in
                line.firstRange(of: "- alert: ").map { String(line[$0.upperBound...]) }
            }
        #expect(alerts.count > 20)
        var tests = ""
        let folder = root.appendingPathComponent("Tests")
        let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
        while let file = files?.nextObject() as? URL {
            guard file.pathExtension == "swift" else { continue }
            tests += try String(contentsOf: file, encoding: .utf8)
        }
        for alert in alerts where !Self.others.contains(alert) {
            let test = try #require(Self.shown[alert], "\(alert) has no test")
            #expect(tests.contains("func `\(test)`"), "\(alert): no test \(test)")
        }
    }

    @Test func `EventAgeHigh: records that are old when they are taken`() throws {
        let file = try FreshFile()
        let late = WallClock { WallClock.system.milliseconds() - 600_000 }
        let writing = try file.open(clock: late)
        let log = try file.open()
        let drill = Drill(log)
        try drill.send(10, through: writing)
        drill.start()
        try drill.wait("taken") { try drill.metrics.value("worker_event_age_seconds_count") == 10 }
        let metrics = try drill.metrics
        #expect(metrics.value("worker_event_age_seconds_bucket", ["le": "300"]) == 0)
        #expect(metrics.value("worker_event_age_seconds_bucket", ["le": "900"]) == 10)
        drill.finish()
        try writing.close()
        try log.close()
    }

    @Test func `WorkerFenced, RebalancingOften: another takes a partition`() throws {
        let file = try FreshFile()
        let log = try file.open()
        let drill = Drill(log)
        try drill.send(10)
        drill.start()
        try drill.wait("taken") { drill.status.snapshot.recordsIn == 10 }
        try file.execute("UPDATE groupOwner SET epoch = epoch + 1")
        try drill.send(10)
        try drill.wait("WorkerFenced") { try drill.metrics.value("worker_fenced_total") == 1 }
        #expect(try drill.metrics.value("worker_rebalances_total", ["kind": "lost"]) == 1)
        try drill.expectAllPassed()
        #expect(drill.lines.told("fenced").count == 1)
        drill.finish()
        try log.close()
    }

    @Test func `TransactionsAborted: transactions that the brokers refuse`() throws {
        let mock = try KafkaMock(partitions: 2)
        let log = try KafkaEventLog(url: mock.url(mode: .exactlyOnce))
        let drill = Drill(log)
        try drill.send(10)
        drill.start()
        try drill.wait("taken") { drill.status.snapshot.recordsIn == 10 }
        mock.fail(.produce, [.recordTooLarge])
        let batch = RecordBatch()
        batch.append(topic: .paymentsReceived, key: "k") { $0.append(text: "0") }
        // The first append meets the fault or leaves it to the worker's transaction.
        try drill.wait("sent") { (try? log.append(batch)) != nil }
        mock.fail(.addOffsetsToTransaction, [.illegalGeneration])
        try log.append(batch)
        try drill.wait("TransactionsAborted") {
            let metrics = try drill.metrics
            return ["aborted", "fenced"].contains {
                metrics.value("worker_txn_total", ["outcome": $0]) ?? 0 > 0
            }
        }
        #expect(try drill.metrics.value("worker_txn_total", ["outcome": "committed"]) ?? 0 > 0)
        drill.finish()
        try log.close()
    }
}
