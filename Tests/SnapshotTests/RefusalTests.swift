import Classification
import Events
import Foundation
import Ranking
import Stage
import Testing

/// A core whose states are of another form, or no states at all.
private final class OddCore: RestorableCore {
    private let core = Trial.classifier()
    private let version: UInt32
    private let basis: [UInt8]?
    private let garbage: [UInt8]?

    init(version: UInt32 = 1, basis: [UInt8]? = nil, garbage: [UInt8]? = nil) {
        self.version = version
        self.basis = basis
        self.garbage = garbage
    }

    var stateForm: StateForm { StateForm(name: core.stateForm.name, version: version) }

    func basis(of partition: Int32) -> [UInt8] { basis ?? core.basis(of: partition) }

    func save(_ partition: Int32, to buffer: ByteBuffer) {
        if let garbage { buffer.append(garbage) } else { core.save(partition, to: buffer) }
    }

    func restore(
        _ partition: Int32,
        from bytes: UnsafeRawBufferPointer
    ) throws(StateProblem) { try core.restore(partition, from: bytes) }

    func assign(partition: Int32) { core.assign(partition: partition) }

    func revoke(partition: Int32) { core.revoke(partition: partition) }

    func process(_ input: RecordBatch, into output: RecordBatch) {
        core.process(input, into: output)
    }
}

/// Runs the first part of a season with snapshots, spoils them, runs the second part.
///
/// - Returns: What the second run told of snapshots.
private func spoiled(
    _ reason: SnapshotRefusal,
    first: any StageCore = Trial.classifier(),
    second: any StageCore = Trial.classifier(),
    _ spoil: (Trial) throws -> Void
) throws -> SnapshotFigures {
    let trial = try Trial()
    try trial.send(0..<60)
    let written = try trial.run(every: 1_000, core: first)
    #expect(written.snapshots.written == 2)
    try spoil(trial)
    try trial.send(60..<90)
    let status = try trial.run(every: 1_000, leaving: 1_000, core: second)
    #expect(try trial.outcome() == Trial.plain[2])
    #expect(status.snapshots.refused[reason] == 2, "\(status.snapshots)")
    #expect(status.snapshots.used == 0)
    #expect(status.restore.replayed == 120)
    #expect(trial.told.all.filter { $0.contains("(\(reason.rawValue))") }.count == 2)
    return status.snapshots
}

private func rewrite(_ trial: Trial, _ change: (inout Data) -> Void) throws {
    for file in try trial.files() {
        var bytes = try Data(contentsOf: URL(fileURLWithPath: file))
        change(&bytes)
        try bytes.write(to: URL(fileURLWithPath: file))
    }
}

@Test func `a damaged state, wherever the bit is, is told and the log read instead`() throws {
    for place in [12, 40, 90, -33, -1] {
        _ = try spoiled(.damaged) { trial in
            try rewrite(trial) { $0[place < 0 ? $0.count + place : place] ^= 0x10 }
        }
    }
}

@Test func `a torn file is told and the log read instead`() throws {
    for length in [8, 15, 200] {
        _ = try spoiled(.damaged) { trial in try rewrite(trial) { $0 = $0.prefix(length) } }
    }
    _ = try spoiled(.damaged) { trial in try rewrite(trial) { $0.removeLast() } }
    _ = try spoiled(.damaged) { trial in try rewrite(trial) { $0.append(0) } }
}

@Test func `a foreign or empty file is told and the log read instead`() throws {
    _ = try spoiled(.foreign) { try rewrite($0) { $0 = Data("unit,heads\n".utf8) } }
    _ = try spoiled(.foreign) { try rewrite($0) { $0 = Data() } }
}

@Test func `a header of another version is told and the log read instead`() throws {
    _ = try spoiled(.version) { try rewrite($0) { $0[8] = 9 } }
}

@Test func `what cannot be read is told and the log read instead`() throws {
    _ = try spoiled(.unreadable) { trial in
        for file in try trial.files() {
            try FileManager.default.removeItem(atPath: file)
            try FileManager.default.createDirectory(
                atPath: file,
                withIntermediateDirectories: false
            )
        }
    }
}

@Test func `a state of another form is told and the log read instead`() throws {
    _ = try spoiled(.form, first: OddCore(version: 0)) { _ in }
}

@Test func `a state that is not of its form is told and the log read instead`() throws {
    _ = try spoiled(.state, first: OddCore(garbage: [1, 2, 3])) { _ in }
}

@Test func `the state of another partition is told and the log read instead`() throws {
    _ = try spoiled(.place) { trial in
        let files = try trial.files()
        try FileManager.default.moveItem(atPath: files[0], toPath: "\(trial.folder)/kept")
        try FileManager.default.moveItem(atPath: files[1], toPath: files[0])
        try FileManager.default.moveItem(atPath: "\(trial.folder)/kept", toPath: files[1])
    }
}

@Test func `a log made again with as many records is noticed, though its ends are the same`() throws
{
    let trial = try Trial()
    try trial.send(0..<60, seed: 5)
    try trial.run(every: 1_000)
    try trial.remake()
    try trial.send(0..<60)
    try trial.run()
    try trial.send(60..<90)
    let status = try trial.run(every: 1_000)
    #expect(try trial.outcome() == Trial.plain[2])
    #expect(status.snapshots.refused == [.log: 2])
    #expect(status.snapshots.used == 0)
}

@Test func `a log made again with another number of partitions is noticed`() throws {
    let trial = try Trial(partitions: 2)
    try trial.send(0..<60)
    try trial.run(every: 1_000)
    try trial.remake(partitions: 3)
    try trial.send(0..<60)
    try trial.run()
    try trial.send(60..<90)
    let status = try trial.run(every: 1_000)
    #expect(try trial.outcome() == Trial.plain[3])
    #expect(status.snapshots.refused == [.partitions: 2])
}

@Test func `a state that goes further than what is committed is not used`() throws {
    let trial = try Trial()
    try trial.send(0..<60)
    try trial.send(60..<90)
    try trial.run(every: 1_000)
    try trial.remake()
    try trial.send(0..<60)
    try trial.run()
    try trial.send(60..<90)
    let status = try trial.run(every: 1_000)
    #expect(try trial.outcome() == Trial.plain[2])
    #expect(status.snapshots.refused == [.ahead: 2])
}

@Test func `a state under a pack that is not known is not used`() throws {
    let trial = try Trial()
    try trial.send(0..<60)
    try trial.run(every: 1_000)
    try trial.send(60..<90)
    let status = try trial.run(every: 1_000, core: Classifier { _, _ in nil })
    #expect(status.snapshots.refused == [.packs: 2])
    #expect(status.snapshots.used == 0)
    #expect(status.restore.replayed == 120)
}

@Test func `a state under other packs is told and the log read instead`() throws {
    _ = try spoiled(.packs, first: OddCore(basis: [1])) { _ in }
}

@Test func `a ranking under other weeks, towns or sources rests on another basis`() {
    let monday = CivilDate(day: 19_000)
    let season = RankingSeason(
        scheme: "s",
        towns: ["甲镇"],
        weeks: monday...monday,
        sources: ["tax-bureau"]
    )
    var others = Array(repeating: season, count: 5)
    others[0].scheme = "t"
    others[1].towns.append("乙镇")
    others[2].weeks = monday...monday.adding(days: 7)
    others[3].sources = []
    others[4].counting = .payers
    func basis(_ season: RankingSeason, _ partitions: Int = 4) -> [UInt8] {
        Ranker(seasons: [season], partitionCount: partitions).basis(of: 0)
    }
    #expect(basis(season) == basis(season))
    #expect(basis(season) != basis(season, 5))
    for other in others { #expect(basis(season) != basis(other)) }
    let state = ByteBuffer()
    Ranker(seasons: [season], partitionCount: 4).save(0, to: state)
    #expect(throws: StateProblem.unknownPack) {
        try Ranker(seasons: [others[0]], partitionCount: 4).restore(0, from: state.bytes)
    }
    #expect(throws: StateProblem.unknownPack) {
        try Ranker(seasons: [season, others[0]], partitionCount: 4).restore(0, from: state.bytes)
    }
}
