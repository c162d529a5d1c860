import Events
import Foundation
import Stage

@testable import Intake

/// What the tests share: keys of one season, people, files and producers.
enum Fixture {
    static let scheme = "tengzhou-2023"

    static let keys: SeasonKeys = {
        let url = folder.appendingPathComponent("season-\(UUID().uuidString).json")
        do {
            try SeasonKeys.create(at: url)
            return try SeasonKeys(contentsOf: url)
        } catch {
            preconditionFailure("no key file for the tests: \(error)")
        }
    }()

    static let folder: URL = {
        let url = FileManager.default.temporaryDirectory
            .appendingPathComponent("intake-\(UUID().uuidString)")
        try? FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        return url
    }()

    /// A well-formed number of a person who does not exist.
    static func identity(_ sequence: Int, birth: String = "19900101") -> String {
        let padded = String(1000 + sequence % 1000).dropFirst()
        let digits = Array("370481\(birth)\(padded)".utf8)
        return String(decoding: digits + [IdentityNumber.checkCharacter(of: digits)], as: UTF8.self)
    }

    /// 370481199001010011, a good number that the tables below name.
    static let good = identity(1)

    static let paymentHeader =
        "event_id,identity_number,identity_kind,name,unit,amount_yuan,channel,paid_at,tier,kind,reverses"

    /// A good payment row.
    static func payment(_ number: Int) -> String {
        "T\(number),\(identity(number)),,张三,鲍沟镇,350.00,wechat,2022-11-03T10:15:30,,,"
    }

    static func file(_ text: String, name: String = "payments.csv") -> IntakeFile {
        .memory(Array(text.utf8), name: name)
    }

    static func payments(_ log: any EventLog) -> PaymentProducer {
        PaymentProducer(log: log, keys: keys, scheme: scheme, source: "tax-bureau")
    }

    /// Sends bytes as payments.
    static func sendPayments(_ bytes: [UInt8]) throws -> (SendReport, MemoryLog) {
        let log = MemoryLog()
        let report = try payments(log).send(.memory(bytes, name: "payments.csv"))
        return (report, log)
    }

    static func lists(_ log: any EventLog) -> ListProducer {
        ListProducer(log: log, keys: keys, scheme: scheme, source: "民政局")
    }

    static func description(
        _ kind: ListKind,
        list: String = "L1",
        category: String = "低保对象"
    ) throws -> ListDescription {
        ListDescription(
            kind: kind,
            list: list,
            bureau: "民政局",
            category: category,
            snapshot: CivilDate(day: 19_273)
        )
    }

    /// Makes a file grow.
    static func append(_ bytes: [UInt8], to url: URL) throws {
        let handle = try FileHandle(forWritingTo: url)
        try handle.seekToEnd()
        try handle.write(contentsOf: Data(bytes))
        try handle.close()
    }

    static func operations(_ log: any EventLog) -> OperationsProducer {
        OperationsProducer(log: log, keys: keys, scheme: scheme)
    }
}

/// Rows of a table in a test: cells between bars, blanks around them removed.
func rows(_ table: String) -> [[String]] {
    table.split(separator: "\n").map { line in
        line.split(separator: "|", omittingEmptySubsequences: false)
            .map { $0.trimmingCharacters(in: .whitespaces) }
    }
}
