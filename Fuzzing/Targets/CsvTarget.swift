import Events
import Glibc

@testable import Intake

/// Tables as CSV: payments, the six tables of bureaus and statements, from memory and as a stream.
final class CsvTarget: FuzzTarget {
    static let name = "csv"

    private let intake: IntakeCheck

    init() throws { intake = try IntakeCheck() }

    func read(_ input: UnsafeRawBufferPointer) throws {
        var feed = InputFeed(input)
        let choice = feed.byte()
        let bytes = Array(feed.rest)
        let table = Int(choice & 7)
        if table == 7 { return try statement(bytes) }
        let report = try intake.send(.memory(bytes, name: IntakeCheck.file), table: table)
        // A pipe takes so much without a reader; a roster is read to its end first.
        guard choice & 8 != 0, bytes.count <= 4096, String(validating: bytes, as: UTF8.self) != nil
        else { return }
        let streamed = try stream(bytes) { try intake.send($0, table: table) }
        // What a file is refused for by its first bytes, a stream is refused for by its header.
        if case .refused = report, case .refused = streamed { return }
        try promise(report == streamed, "a stream gives another report: \(streamed), \(report)")
    }

    /// Gives a file that is no whole file.
    private func stream<R>(_ bytes: [UInt8], _ body: (IntakeFile) throws -> R) throws -> R {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { throw Broken("no pipe") }
        defer { close(ends[0]) }
        let count = bytes.withUnsafeBytes { write(ends[1], $0.baseAddress, $0.count) }
        close(ends[1])
        guard count == bytes.count else { throw Broken("no room in a pipe") }
        return try body(.path("/proc/self/fd/\(ends[0])", named: IntakeCheck.file))
    }

    private func statement(_ bytes: [UInt8]) throws {
        let rows: [StatementRow]
        do {
            rows = try StatementReader.rows(of: .memory(bytes, name: IntakeCheck.file))
        } catch {
            return try intake.check(error)
        }
        for (index, row) in rows.enumerated() {
            try promise(row.row == Int64(index + 1), "a row of a statement has another number")
            if let problem = row.problem {
                try intake.hides(problem)
                try promise(!problem.isEmpty, "a row is refused without a word")
            } else {
                try promise(row.day != nil && row.amount > .zero, "a row lacks day or amount")
            }
        }
    }
}
