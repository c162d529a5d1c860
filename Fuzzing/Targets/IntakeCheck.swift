import Events
import Policy

@testable import Intake

/// Sends files to a log in memory and checks what became of them.
struct IntakeCheck {
    /// What is told of a file: equal for the same rows.
    enum Outcome: Equatable {
        case refused(String)
        case sent(rows: Int64, sent: Int64, rejected: [IntakeRejection: Int64])
    }

    /// The name of all files.
    static let file = "input"

    /// Keys, packs and a person.
    let world: FuzzWorld
    private let log = KeptLog()
    private static let scheme = "tengzhou-2023"

    /// Makes keys and reads a pack.
    init() throws { world = try FuzzWorld([IntakeCheck.scheme]) }

    /// Sends a table: 0 = payments, 1 to 6 = the kinds of bureaus' tables.
    func send(_ file: IntakeFile, table: Int) throws -> Outcome {
        var options = SendOptions()
        options.problemLimit = 1_000
        return try outcome(isWhole: table != 1 + (ListKind.allCases.firstIndex(of: .targets) ?? 0))
        {
            if table == 0 {
                return try PaymentProducer(
                    log: log,
                    keys: world.keys,
                    scheme: IntakeCheck.scheme,
                    source: "tax-bureau"
                ).send(file, options: options)
            }
            let description = ListDescription(
                kind: ListKind.allCases[(table - 1) % ListKind.allCases.count],
                list: "L1",
                bureau: "民政局",
                category: table == 1 ? "" : "低保对象",
                snapshot: CivilDate(day: 19_273)
            )
            return try ListProducer(
                log: log,
                keys: world.keys,
                scheme: IntakeCheck.scheme,
                source: "民政局"
            ).send(file, as: description, options: options)
        }
    }

    /// Sends records of offices.
    func send(records file: IntakeFile) throws -> Outcome {
        var options = SendOptions()
        options.problemLimit = 1_000
        return try outcome(isWhole: true) {
            try OperationsProducer(
                log: log,
                keys: world.keys,
                scheme: IntakeCheck.scheme,
                policy: world.policies[IntakeCheck.scheme]
            ).send(file, options: options)
        }
    }

    /// - Parameter isWhole: Whether every row is an event or refused.
    private func outcome(isWhole: Bool, _ send: () throws -> SendReport) throws -> Outcome {
        log.removeAll()
        let report: SendReport
        do {
            report = try send()
        } catch let refusal as FileRefusal {
            try check(refusal)
            try promise(log.records.isEmpty, "a file is refused after some of it was sent")
            return .refused(refusal.code)
        }
        try check(report, isWhole: isWhole)
        try checkRecords(report)
        return .sent(
            rows: report.rowsRead,
            sent: report.rowsSent,
            rejected: report.rejected
        )
    }

    /// A refusal names a code and tells nobody's number.
    func check(_ refusal: FileRefusal) throws {
        try promise(!refusal.code.isEmpty && !refusal.sentence.isEmpty, "a refusal says nothing")
        try hides(refusal.sentence)
    }

    private func check(_ report: SendReport, isWhole: Bool) throws {
        try promise(report.rowsNotSent >= 0, "more rows are told of than were read")
        try promise(!isWhole || report.rowsNotSent == 0, "a row became nothing: \(report.summary)")
        try promise(
            report.problems.count == min(1_000, Int(report.rowsRejected)),
            "a rejected row has no sentence"
        )
        for sentence in report.problems { try hides(sentence) }
        for verdict in report.verdicts {
            try promise(
                IntakeRejection(rawValue: verdict.code) != nil && !verdict.remedy.isEmpty,
                "a verdict has no code"
            )
            try hides(verdict.column)
        }
    }

    /// What lies in the log is what the report says, sealed.
    private func checkRecords(_ report: SendReport) throws {
        var rejections: Int64 = 0
        for record in log.records {
            if record.topic == .rejections {
                rejections += 1
                try check(rejection: record.value)
            } else {
                guard let fact = try? record.value.withUnsafeBytes({ try Fact(wire: $0) }) else {
                    throw Broken("a record that was sent is no fact")
                }
                try promise(
                    !fact.hasClearText { IntakeCheck.holdsNumber($0, of: fact) },
                    "a fact tells a number that is not sealed"
                )
            }
        }
        try promise(rejections == report.rowsRejected, "a rejected row has no record")
    }

    private func check(rejection bytes: [UInt8]) throws {
        guard let rejection = try? bytes.withUnsafeBytes({ try Rejection(wire: $0) }) else {
            throw Broken("a rejection that was sent is none")
        }
        try promise(rejection.seal != nil, "a rejected row is not sealed")
        for text in [
            rejection.message, rejection.number, rejection.column, rejection.header,
            rejection.office,
        ] {
            try hides(text)
        }
    }

    /// No text tells the number of a person.
    func hides(_ text: String) throws {
        try promise(!IntakeCheck.holdsNumber(text), "a text tells a number")
    }

    /// A payment's own number of place, day and count may look like that of a newborn.
    private static func holdsNumber(_ text: String, of fact: Fact) -> Bool {
        guard case .payment(let payment) = fact.body else { return holdsNumber(text) }
        let newborn = payment.paidAt.date.adding(days: -31)
        return Array(text.utf8).withUnsafeBufferPointer {
            Masked.holdsIdentityNumber($0, bornBefore: newborn)
        }
    }

    private static func holdsNumber(_ text: String) -> Bool {
        Array(text.utf8).withUnsafeBufferPointer(Masked.holdsIdentityNumber)
    }
}
