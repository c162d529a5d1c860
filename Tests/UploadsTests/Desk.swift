import Embedded
import Events
import Foundation
import Intake
import Policy
import Stage
import Synchronization
import Testing

@testable import Uploads

/// A desk over folders of its own, with a log, keys and the pack of a notice.
final class Desk: Sendable {
    let folder: URL
    let log: EmbeddedEventLog
    let keys: SeasonKeys
    let pack: CompiledPolicy
    let desk: UploadDesk

    static let civil = UploadRights(
        account: "minzheng",
        kinds: [.list],
        bureau: "civilAffairs",
        office: "civilAffairs"
    )
    static let town = UploadRights(
        account: "baogou",
        kinds: [.roster, .registrations],
        office: "鲍沟镇",
        unit: "鲍沟镇"
    )

    init(
        limits: UploadLimits = UploadLimits(),
        history: (any ListHistory)? = nil,
        runner: (any UploadRunner)? = nil
    ) throws {
        folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("desk-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        log = try EmbeddedEventLog(path: folder.path + "/log.sqlite", partitions: 4)
        let keyFile = folder.appendingPathComponent("keys.json")
        try SeasonKeys.create(at: keyFile)
        keys = try SeasonKeys(contentsOf: keyFile)
        pack = try PolicyPack.load(folder: Desk.policies).compiled
        desk = try UploadDesk(
            folder: folder.appendingPathComponent("uploads"),
            policy: pack,
            runner: runner ?? HereRunner(log: log, keys: keys, pack: pack),
            history: history,
            limits: limits
        )
    }

    deinit {
        desk.stop()
        try? FileManager.default.removeItem(at: folder)
    }

    private static let policies = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Policies/tengzhou-2023")

    /// The desk of a program that is started again over the same folder.
    func reopened(runner: any UploadRunner) throws -> UploadDesk {
        try UploadDesk(
            folder: folder.appendingPathComponent("uploads"),
            policy: pack,
            runner: runner
        )
    }

    /// A well-formed number of a person who does not exist.
    static func identity(_ sequence: Int) -> String {
        let digits = Array("37048119900101\(String(1000 + sequence % 1000).dropFirst())".utf8)
        return String(decoding: digits + [IdentityNumber.checkCharacter(of: digits)], as: UTF8.self)
    }

    /// A list of so many people of a unit.
    static func list(_ count: Int, unit: String = "鲍沟镇", first: Int = 0) -> String {
        "序号,姓名,身份证号,单位\n"
            + (0..<count).map { "\($0 + 1),张三,\(identity(first + $0)),\(unit)\n" }.joined()
    }

    static func order(_ list: String, category: String = "低保对象") -> UploadOrder {
        UploadOrder(
            kind: .list,
            list: list,
            bureau: "civilAffairs",
            category: category,
            snapshot: "2022-10-08"
        )
    }

    /// Hands a text in.
    func receive(
        _ text: String,
        _ order: UploadOrder,
        by rights: UploadRights = Desk.civil
    ) throws -> Upload {
        let path = folder.appendingPathComponent(UUID().uuidString).path
        let bytes = Array(text.utf8)
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        return try desk.receive(
            order,
            by: rights,
            from: path,
            size: Int64(bytes.count),
            // Any 32 bytes that differ with the content.
            digest: bytes.reduce(into: [UInt8](repeating: 0, count: 32)) { sum, byte in
                sum[Int(byte) % 32] = sum[Int(byte) % 32] &* 31 &+ byte
            }
        )
    }

    /// Waits until no worker has it any more.
    func settled(_ upload: Upload) throws -> Upload {
        let end = Date(timeIntervalSinceNow: 60)
        while Date() < end {
            let now = try #require(desk.upload(upload.id, of: upload.account))
            if !now.state.isBusy { return now }
            usleep(2_000)
        }
        throw UploadProblem.notNow
    }

    /// Rows of lists in the log.
    func rowsInLog() throws -> Int {
        var count = 0
        let batch = RecordBatch(capacity: 1 << 20)
        for partition in 0..<Int32(try log.partitionCount(of: .subsidyListsReceived)) {
            try log.read(
                topic: .subsidyListsReceived,
                partition: partition,
                from: 0,
                maxRecords: 10_000,
                into: batch
            )
            for place in batch.places {
                if case .listRow = try Fact(wire: batch.value(of: place)).body { count += 1 }
            }
        }
        return count
    }
}

/// A runner that does nothing until it is let go, and can then break.
final class SlowRunner: UploadRunner {
    private let isHeld = Atomic(true)

    func letGo() { isHeld.store(false, ordering: .relaxed) }

    func run(
        _ task: UploadTask,
        limits: UploadLimits,
        isCancelled: @escaping @Sendable () -> Bool,
        progress: @escaping @Sendable (UploadProgress) -> Void
    ) -> UploadOutcome {
        while isHeld.load(ordering: .relaxed), !isCancelled() { usleep(1_000) }
        return .failed("stopped")
    }
}
