import Classification
import Embedded
import Events
import Foundation
import Policy
import Stage
import Synchronization

/// A log, a folder of snapshots, and `classify` over them.
final class Trial {
    let folder: String
    private(set) var log: EmbeddedEventLog
    private(set) var partitions: Int
    /// Sentences told.
    let told = Sentences()

    init(partitions: Int = 2) throws {
        self.partitions = partitions
        folder = NSTemporaryDirectory() + "zhengjiao-snapshots-" + UUID().uuidString
        try FileManager.default.createDirectory(
            atPath: folder,
            withIntermediateDirectories: true
        )
        log = try EmbeddedEventLog(path: "\(folder)/log", partitions: partitions)
    }

    deinit {
        try? log.close()
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// The folder of the snapshots.
    var snapshots: String { "\(folder)/snapshots" }

    /// The files of `classify`, those of a partition in order of their positions.
    func files(_ partition: Int32? = nil) throws -> [String] {
        let names = try? FileManager.default.contentsOfDirectory(atPath: "\(snapshots)/classify")
        let prefix = partition.map { "facts.validated-\($0)-" } ?? ""
        return (names ?? []).filter { $0.hasPrefix(prefix) }.sorted().map {
            "\(snapshots)/classify/\($0)"
        }
    }

    /// Deletes the log and makes another.
    func remake(partitions: Int? = nil) throws {
        try log.close()
        for suffix in ["", "-wal", "-shm", ".locks"] {
            try? FileManager.default.removeItem(atPath: "\(folder)/log\(suffix)")
        }
        self.partitions = partitions ?? self.partitions
        log = try EmbeddedEventLog(path: "\(folder)/log", partitions: self.partitions)
    }

    /// Sends a season: a closed day, people, the pack, people and payments, a closed day.
    ///
    /// Whatever the seed there are as many in each partition, and what is nobody's is the same.
    func send(_ range: Range<Int>, seed: UInt64 = 1) throws {
        let batch = RecordBatch()
        for number in range {
            for partition in 0..<Int32(partitions) {
                let fact = Trial.fact(number, seed: seed, last: range.upperBound - 1)
                let isBroadcast = [0, 3, range.upperBound - 1].contains(number)
                let key =
                    isBroadcast
                    ? Array("all".utf8)
                    : PersonKey(
                        high: seed &* 0x9E37_79B9_7F4A_7C15,
                        low: UInt64(number / 3) << 8 | UInt64(partition)
                    ).withBytes { Array($0) }
                key.withUnsafeBytes { key in
                    batch.append(topic: .factsValidated, partition: partition, key: key) {
                        fact.write(to: $0)
                    }
                }
            }
            if number % 6 == 5 || number == range.upperBound - 1 {
                try log.append(batch)
                batch.removeAll()
            }
        }
    }

    private static func fact(_ number: Int, seed: UInt64, last: Int) -> Fact {
        let body: Fact.Body
        switch number {
        case 3: body = .policyActivated(PolicyActivated(hash: pack.hash))
        case 0, last: body = .dayClosed(DayClosed(date: CivilDate(day: 19_000)))
        case _ where number % 3 == 0: body = .rosterLine(RosterLine(unit: "鲍沟镇"))
        default:
            let day = CivilDate("2022-10-20") ?? CivilDate(day: 0)
            body = .payment(
                Payment(
                    amount: Money(yuan: 350 * Int64(number % 3)),
                    unit: "",
                    channel: "wechat",
                    paidAt: CivilTime(startOf: day)
                )
            )
        }
        var fact = Fact(
            scheme: pack.scheme,
            source: number % 3 == 0 ? "roster" : "tax-bureau",
            number: "\(number)",
            seal: SealedIdentity(dataKey: 1, box: Array("\(seed)-\(number / 3)".utf8)),
            body: body
        )
        if [0, 3, last].contains(number) { fact.seal = nil }
        fact.person = PersonAttributes(birth: CivilDate(day: 4_000), sex: .male, kind: .residentID)
        return fact
    }

    /// The pack of the trials.
    static let pack: CompiledPolicy = {
        let root = URL(filePath: #filePath).resolvingSymlinksInPath()
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        do {
            return try PolicyPack.load(folder: root.appending(path: "Policies/tengzhou-2023"))
                .compiled
        } catch {
            preconditionFailure("the pack of the trials: \(error)")
        }
    }()

    /// Runs `classify` until it has nothing left to do.
    ///
    /// - Parameters:
    ///   - every: Records after which a state is written; nil keeps no snapshots.
    ///   - leaving: Records after which it is written when the worker leaves.
    @discardableResult
    func run(
        every: Int64? = nil,
        leaving: Int64 = 1,
        core: any StageCore = Trial.classifier(),
        batch: Int = 7,
        folder: String? = nil
    ) throws -> WorkerStatus.Snapshot {
        let status = WorkerStatus(stage: "classify")
        var options = Worker.Options()
        options.batchRecordsMax = batch
        options.idleMs = 1
        options.isDrained = { [log, partitions] in
            try (0..<Int32(partitions)).allSatisfy {
                try log.committed(group: "classify", topic: .factsValidated, partition: $0)
                    == log.endOffset(topic: .factsValidated, partition: $0)
            }
        }
        let handler = CoreHandler(
            core: core,
            topics: [.factsValidated],
            isStateful: true,
            status: status,
            snapshots: every.map { keeper($0, leaving, status, folder ?? snapshots) }
        )
        try Worker(
            log: log,
            group: "classify",
            topics: [.factsValidated],
            handler: handler,
            status: status,
            options: options
        ).run(until: StopSignal())
        return status.snapshot
    }

    /// What keeps the snapshots of `classify`.
    func keeper(
        _ every: Int64,
        _ leaving: Int64,
        _ status: WorkerStatus,
        _ folder: String
    ) -> SnapshotKeeper {
        var options = SnapshotKeeper.Options()
        options.everyRecords = every
        options.leavingRecords = leaving
        options.leavingMs = 20_000
        return SnapshotKeeper(
            group: "classify",
            topics: [.factsValidated],
            store: SnapshotFolder(path: folder),
            status: status,
            options: options,
            tell: { [told] in told.add($0) }
        )
    }

    /// A classifier that knows the pack.
    static func classifier() -> Classifier {
        Classifier { _, hash in hash == pack.hash ? pack : nil }
    }

    /// Everything that `classify` has put out, by partition.
    func outcome() throws -> [[[UInt8]]] {
        try (0..<Int32(partitions)).map { partition in
            var found: [[UInt8]] = []
            let batch = RecordBatch()
            while true {
                try log.read(
                    topic: .assessmentsClassified,
                    partition: partition,
                    from: Int64(found.count),
                    maxRecords: 1_000,
                    into: batch
                )
                if batch.isEmpty { return found }
                found += batch.places.map { Array(batch.key(of: $0)) + Array(batch.value(of: $0)) }
            }
        }
    }

    /// What comes out of the two parts of the season when no snapshot is kept, by partitions.
    static let plain: [Int: [[[UInt8]]]] = {
        do {
            var outcomes: [Int: [[[UInt8]]]] = [:]
            for partitions in 2...3 {
                let trial = try Trial(partitions: partitions)
                try trial.send(0..<60)
                try trial.run()
                try trial.send(60..<90)
                try trial.run()
                outcomes[partitions] = try trial.outcome()
            }
            return outcomes
        } catch {
            preconditionFailure("the season without snapshots: \(error)")
        }
    }()
}

/// What was told to people.
final class Sentences: Sendable {
    private let sentences = Mutex<[String]>([])

    var all: [String] { sentences.withLock { $0 } }

    func add(_ sentence: String) { sentences.withLock { $0.append(sentence) } }
}
