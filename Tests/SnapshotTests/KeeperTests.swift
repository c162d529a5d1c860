import Events
import Foundation
import Stage
import Testing

@Test func `a worker that comes again reads only what came after its snapshot`() throws {
    let trial = try Trial()
    try trial.send(0..<60)
    let first = try trial.run(every: 1_000)
    #expect(first.snapshots.written == 2)
    #expect(first.restore.replayed == 0)
    try trial.send(60..<80)
    try trial.run()
    try trial.send(80..<90)
    let last = try trial.run(every: 1_000)
    #expect(last.snapshots.used == 2)
    #expect(last.snapshots.refused.isEmpty)
    #expect(last.restore.partitions == 2)
    #expect(last.restore.replayed == 40)
    #expect(trial.told.all.isEmpty)
}

@Test func `what comes out is the same with snapshots as without, at every distance`() throws {
    for every in [Int64(1), 3, 10, 50] {
        let trial = try Trial()
        try trial.send(0..<60)
        try trial.run(every: every, batch: 5)
        try trial.send(60..<90)
        let status = try trial.run(every: every, batch: 5)
        #expect(status.snapshots.used == 2, "every \(every)")
        #expect(try trial.outcome() == Trial.plain[2], "every \(every)")
    }
}

@Test func `when the newest snapshot is damaged, the one before it is used`() throws {
    let trial = try Trial()
    try trial.send(0..<60)
    try trial.run(every: 1_000)
    try trial.send(60..<90)
    try trial.run(every: 1_000)
    for partition in Int32(0)...1 {
        let files = try trial.files(partition)
        #expect(files.count == 2)
        let newest = try #require(files.last)
        try Data("ZJSTATE\n".utf8).write(to: URL(fileURLWithPath: newest))
    }
    try trial.send(90..<99)
    let status = try trial.run(every: 1_000)
    #expect(status.snapshots.used == 2)
    #expect(status.snapshots.refused == [.damaged: 2])
    #expect(status.restore.replayed == 60)
}

@Test func `a folder keeps the two snapshots written last and no unfinished file`() throws {
    let trial = try Trial(partitions: 1)
    for start in [0, 20, 40] {
        try trial.send(start..<start + 20)
        #expect(try trial.run(every: 7, batch: 7).snapshots.written > 0)
    }
    let files = try trial.files()
    #expect(files.count == 2)
    #expect(files.allSatisfy { $0.hasSuffix(".snapshot") })
    #expect(files.last?.hasSuffix("facts.validated-0-000000000060.snapshot") == true)
    let mode = try FileManager.default.attributesOfItem(atPath: files[0])[.posixPermissions]
    #expect(mode as? Int == 0o600)
}

@Test func `a snapshot of a log made again takes the place of a greater one before it`() throws {
    let trial = try Trial(partitions: 1)
    try trial.send(0..<60)
    try trial.run(every: 1_000)
    try trial.send(60..<90)
    try trial.run(every: 1_000)
    try trial.remake()
    try trial.send(0..<30, seed: 2)
    try trial.run(every: 1_000)
    try trial.send(30..<40, seed: 2)
    try trial.run(every: 1_000)
    try trial.send(40..<50, seed: 2)
    let status = try trial.run(every: 1_000)
    #expect(status.snapshots.used == 1)
    #expect(status.snapshots.refused.isEmpty)
    #expect(status.restore.replayed == 0)
}

@Test func `a snapshot that cannot be written is told and the stage goes on`() throws {
    let trial = try Trial()
    try Data().write(to: URL(fileURLWithPath: "\(trial.folder)/file"))
    try trial.send(0..<60)
    try trial.run(every: 5, folder: "\(trial.folder)/file")
    try trial.send(60..<90)
    let status = try trial.run(every: 5, folder: "\(trial.folder)/file")
    #expect(try trial.outcome() == Trial.plain[2])
    #expect(status.snapshots.failed > 0)
    #expect(status.snapshots.written == 0)
    #expect(trial.told.all.contains { $0.contains("is not written") })
}

@Test func `a partition that has hardly moved is not written when it is given up`() throws {
    let trial = try Trial()
    try trial.send(0..<60)
    let status = try trial.run(every: 1_000, leaving: 61)
    #expect(status.snapshots.written == 0)
    #expect(try trial.files().isEmpty)
}

/// A consumer whose commits are refused.
private final class FencedConsumer: LogConsumer {
    func poll(maxRecords: Int, timeoutMs: Int, into batch: RecordBatch) throws -> PollOutcome {
        .idle
    }

    func committed(topic: Topic, partition: Int32) throws -> Int64 { 0 }

    func seek(topic: Topic, partition: Int32, to offset: Int64) throws {}

    func commit(outputs: RecordBatch, upTo positions: [LogPosition]) throws {
        throw LogProblem.fenced
    }

    func close() throws {}
}

@Test func `a state that was not committed is never written`() throws {
    let trial = try Trial(partitions: 1)
    try trial.send(0..<60)
    let status = WorkerStatus(stage: "classify")
    let handler = CoreHandler(
        core: Trial.classifier(),
        topics: [.factsValidated],
        isStateful: true,
        snapshots: trial.keeper(1, 1, status, trial.snapshots)
    )
    let consumer = FencedConsumer()
    try handler.assigned([0], consumer: consumer, log: trial.log)
    let batch = RecordBatch()
    try trial.log.read(
        topic: .factsValidated,
        partition: 0,
        from: 0,
        maxRecords: 60,
        into: batch
    )
    #expect(throws: LogProblem.fenced) {
        try handler.handle(
            batch,
            consumer: consumer,
            log: trial.log,
            retry: Retry(stop: StopSignal(), status: status)
        )
    }
    handler.revoked([0])
    #expect(try trial.files().isEmpty)
    #expect(status.snapshot.snapshots.written == 0)
}

@Test func `metrics tell of snapshots by reason and of the time that a restore took`() {
    let status = WorkerStatus(stage: "classify")
    status.update {
        $0.restore.replayed = 17
        $0.restore.nanoseconds = 2_045_000_000
        $0.snapshots.used = 3
        $0.snapshots.refused[.log] = 2
    }
    let text = MetricsText.render([status], now: 0)
    for line in [
        "worker_replayed_records_total{stage=\"classify\"} 17",
        "worker_restore_seconds_total{stage=\"classify\"} 2.045",
        "worker_snapshots_used_total{stage=\"classify\"} 3",
        "worker_snapshots_written_total{stage=\"classify\"} 0",
        "worker_snapshots_refused_total{stage=\"classify\",reason=\"log\"} 2",
    ] {
        #expect(text.split(separator: "\n").contains { $0 == line }, "\(line)")
    }
}
