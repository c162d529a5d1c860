import Embedded
import Events
import Foundation
import GRDB
import Kafka
import PrometheusText
import Stage
import Synchronization
import Testing

/// What happens at three in the morning, made to happen: nothing is lost, the worker says what it
/// waits for, and goes on by itself.
@Suite(.serialized) struct DrillTests {
    @Test func `BrokerAway: another one keeps the file of the log to itself`() throws {
        let file = try FreshFile()
        let log = try file.open()
        let mute = MuteLog(log)
        let drill = Drill(log)
        try drill.send(100)
        drill.start(over: mute)
        try drill.wait("first records") { drill.status.snapshot.recordsIn == 100 }
        // Records that the worker finds when it can no longer write.
        mute.mute()
        try drill.send(50)
        var other: DatabaseQueue?
        try drill.endure(.broker) {
            other = try file.occupy()
            mute.isMute = false
        } back: {
            try other?.inDatabase { try $0.execute(sql: "COMMIT") }
        }
        try drill.send(50)
        try drill.expectAllPassed()
        drill.finish()
        try log.close()
    }

    @Test(arguments: KafkaSettings.Delivery.allCases)
    func `BrokerAway: no broker of the mock cluster answers`(
        delivery: KafkaSettings.Delivery
    ) throws {
        let mock = try KafkaMock(partitions: 2)
        let log = try KafkaEventLog(url: mock.url(mode: delivery))
        let drill = Drill(log)
        try drill.send(100)
        drill.start()
        try drill.wait("first records") { drill.status.snapshot.recordsIn == 100 }
        expectPhases(of: try drill.metrics)
        try drill.endure(.broker) {
            mock.setBroker(isUp: false)
        } back: {
            mock.setBroker(isUp: true)
        }
        try drill.wait("records go in again") { (try? drill.send(20)) != nil }
        try drill.wait("records pass") { drill.status.snapshot.recordsIn >= 120 }
        try drill.wait("ready") { drill.unready == nil }
        drill.finish()
        try log.close()
    }

    @Test(
        .enabled(
            if: Environment.broker != nil && Environment.brokerProcess != nil,
            "needs ZHENGJIAO_TEST_KAFKA=host:port and ZHENGJIAO_TEST_KAFKA_PID"
        )
    )
    func `BrokerAway: the process of the real broker stands still`() throws {
        let prefix = "drill-\(UInt32.random(in: 0 ..< .max))."
        let url = "kafka://\(Environment.broker ?? "")?prefix=\(prefix)&mode=exactly-once"
        let process = try #require(Environment.brokerProcess)
        let log = try KafkaEventLog(url: url, partitions: 2)
        let drill = Drill(log)
        try drill.send(1_000)
        drill.start()
        try drill.wait("first records") { drill.status.snapshot.recordsIn == 1_000 }
        defer { kill(process, SIGCONT) }
        try drill.send(1_000)
        // A transaction that is under way does not fail: it does not come back.
        try drill.endure(.broker, isTold: false) {
            kill(process, SIGSTOP)
        } back: {
            kill(process, SIGCONT)
        }
        try drill.wait("records go in again") { (try? drill.send(500)) != nil }
        try drill.expectAllPassed()
        #expect(try drill.metrics.value("worker_txn_total", ["outcome": "committed"]) ?? 0 > 0)
        drill.finish()
        try log.close()
    }

    @Test(.enabled(if: geteuid() == 0, "mounts a small file system: only root may"))
    func `DiskFull: the disk of the log is full`() throws {
        let folder = NSTemporaryDirectory() + "zhengjiao-full-\(UInt64.random(in: 0 ..< .max))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try run("/bin/mount", ["-t", "tmpfs", "-o", "size=8m", "tmpfs", folder])
        defer { try? run("/bin/umount", [folder]) }
        let log = try EmbeddedEventLog(path: "\(folder)/log", partitions: 2, patienceMs: 100)
        let drill = Drill(log)
        // The worker finds more records than it has room to pass on.
        try drill.send(30_000)
        let filler = "\(folder)/filler"
        try fill(filler)
        drill.start()
        try drill.endure(.disk) {
        } back: {
            try FileManager.default.removeItem(atPath: filler)
        }
        try drill.send(10)
        try drill.expectAllPassed()
        drill.finish()
        try log.close()
    }

    @Test func `ClockSetBack: the clock goes back by an hour`() throws {
        let setBack = Mutex<Int64>(0)
        let clock = WallClock { WallClock.system.milliseconds() - setBack.withLock { $0 } }
        let file = try FreshFile()
        let log = try file.open(clock: clock)
        let drill = Drill(log, clock: clock)
        try drill.send(100)
        drill.start()
        try drill.wait("first records") { drill.status.snapshot.recordsIn == 100 }
        #expect(try drill.metrics.value("worker_clock_back_total") == 0)
        setBack.withLock { $0 = 3_600_000 }
        try drill.wait("noticed") { try drill.metrics.value("worker_clock_back_total") == 1 }
        try drill.send(100)
        try drill.expectAllPassed()
        // No age is negative, and none is an hour.
        let ages = try drill.metrics
        #expect(ages.value("worker_event_age_seconds_count") == 200)
        #expect(ages.value("worker_event_age_seconds_sum") ?? -1 >= 0)
        #expect(ages.value("worker_lag_seconds") == 0)
        #expect(drill.stuck == nil)
        #expect(drill.lines.told("clock_set_back").count == 1)
        drill.finish()
        try log.close()
    }

    @Test func `WorkerStuck: a log that delivers nothing while records wait`() throws {
        let file = try FreshFile()
        let real = try file.open()
        let mute = MuteLog(real)
        let drill = Drill(real)
        drill.rules.standingSecondsMax = 1
        drill.start(over: mute)
        try drill.send(10)
        try drill.wait("first records") { drill.status.snapshot.recordsIn == 10 }
        mute.mute()
        try drill.send(7)
        try drill.wait("stuck") { drill.stuck?.contains("7 records wait") == true }
        // It comes round its loop, and it is joined: only that it does nothing tells.
        #expect(drill.unready == nil)
        try drill.wait("StageLagOld, StageLagGrowing") {
            let metrics = try drill.metrics
            return metrics.value("worker_lag_events") == 7
                && metrics.value("worker_lag_seconds") ?? 0 > 1
        }
        mute.isMute = false
        try drill.expectAllPassed()
        try drill.wait("live again") { drill.stuck == nil }
        drill.finish()
        try real.close()
    }

    @Test func `WorkerStuck: a worker whose call does not come back`() throws {
        let file = try FreshFile()
        let real = try file.open()
        let mute = MuteLog(real)
        let drill = Drill(real)
        drill.rules.roundSecondsMax = 1
        drill.start(over: mute)
        try drill.send(10)
        try drill.wait("first records") { drill.status.snapshot.recordsIn == 10 }
        mute.isHanging = true
        try drill.wait("stuck") { drill.stuck?.contains("has not come round") == true }
        #expect(try drill.metrics.value("worker_watchdog_age_seconds") ?? 0 > 1)
        mute.isHanging = false
        try drill.wait("live again") { drill.stuck == nil }
        try drill.expectAllPassed()
        drill.finish()
        try real.close()
    }

    @Test func `a healthy worker is ready, caught up, and says nothing`() throws {
        let file = try FreshFile()
        let log = try file.open()
        let drill = Drill(log)
        drill.start()
        try drill.send(500)
        try drill.expectAllPassed()
        let told = drill.lines.all.count
        // The takeover of its partitions is one line; from then on there is none.
        #expect(told == 1 && drill.lines.told("taken_over").count == 1, "\(drill.lines.all)")
        try drill.send(500)
        try drill.expectAllPassed()
        try drill.wait("caught up") { try drill.metrics.value("worker_lag_events") == 0 }
        #expect(drill.lines.all.count == told)
        let metrics = try drill.metrics
        #expect(metrics.value("worker_takeover_seconds", ["part": "first_batch"]) != nil)
        #expect(metrics.value("worker_partitions_owned") == metrics.value("worker_partitions"))
        #expect(metrics.value("worker_rebalances_total", ["kind": "assign"]) == 1)
        #expect(metrics.value("worker_batch_events_sum") == 1_000)
        expectPhases(of: metrics)
        drill.finish()
        #expect(try drill.metrics.value("worker_partitions_owned") == 0)
        try log.close()
    }

    /// Expects that each part of each batch was timed, and that the parts are the whole.
    private func expectPhases(of metrics: PrometheusText) {
        let batches = metrics.value("worker_batches_total") ?? 0
        #expect(batches > 0)
        var sum = 0.0
        for phase in HopPhase.allCases {
            let label = ["phase": phase.name]
            #expect(metrics.value("worker_hop_duration_seconds_count", label) == batches)
            let took = metrics.value("worker_hop_duration_seconds_sum", label) ?? 0
            #expect(took > 0, "\(phase.name)")
            let cpu = metrics.value("worker_cpu_seconds_total", label) ?? 0
            #expect(cpu > 0 && cpu <= took * 1.1 + 0.001, "\(phase.name): \(cpu) of \(took)")
            sum += took
        }
        let whole = metrics.value("messaging_process_duration_seconds_sum") ?? 0
        #expect(abs(whole - sum) < 0.001, "\(whole), \(sum)")
    }

    private func fill(_ path: String) throws {
        try Data().write(to: URL(fileURLWithPath: path))
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        for size in [1 << 20, 1 << 16, 1 << 12] {
            while (try? file.write(contentsOf: Data(count: size))) != nil {}
        }
        try? file.close()
    }

    private func run(_ program: String, _ arguments: [String]) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        try process.run()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0, "\(program) \(arguments)")
    }
}

/// What the environment offers to drills.
private enum Environment {
    private static let all = ProcessInfo.processInfo.environment
    static let broker = all["ZHENGJIAO_TEST_KAFKA"]
    static let brokerProcess = all["ZHENGJIAO_TEST_KAFKA_PID"].flatMap(Int32.init)
}
