import ArgumentParser
import Events
import Foundation
import Intake
import Repair
import Stage

/// `zhengjiao rejections`.
public struct RejectionCommand {
    let log: LogArguments

    /// Creates the command.
    public init(log: LogArguments) { self.log = log }

    /// In which form a table is printed.
    public enum Form: String, ExpressibleByArgument, CaseIterable, Sendable {
        /// Columns parted by tabs, for people.
        case text
        /// CSV with a header.
        case csv
        /// JSON Lines.
        case json
    }

    /// By what rejections are counted.
    public enum Count: String, ExpressibleByArgument, CaseIterable, Sendable {
        case code, office, file, source, state
    }

    /// Lists rejections, or counts them.
    public func list(_ selection: RejectionSelection, count: Count?, form: Form) throws {
        let log = try Adapters.log(try log.url())
        let filter = try selection.filter(scheme: nil)
        let entries = try RejectionShelf(log).book().settled().filter(filter.takes)
        defer { try? log.close() }
        guard let count else {
            let head = [
                "code", "stage", "office", "source", "number", "file", "row", "column", "state",
                "id", "topic", "partition", "offset",
            ]
            return try table(head, entries.map(RejectionCommand.cells), form)
        }
        let counts = Dictionary(grouping: entries) { entry in
            switch count {
            case .code: entry.rejection.code
            case .office: entry.rejection.office
            case .file: entry.rejection.file
            case .source: entry.rejection.source
            case .state: entry.state.rawValue
            }
        }
        let rows = counts.sorted { $0.key < $1.key }.map { [$0.key, "\($0.value.count)"] }
        try table([count.rawValue, "count"], rows, form, isBare: true)
    }

    /// Shows one rejection; its row masked, or in clear, which the log notes.
    public func show(
        _ id: String,
        keys: KeyArguments?,
        open: RejectionDesk.Order?
    ) throws {
        let log = try Adapters.log(try log.url())
        defer { try? log.close() }
        let book = try RejectionShelf(log).book().settled()
        guard let entry = book.first(where: { $0.id == id }) else {
            throw ConfigurationProblem(
                "rejection \(id): the log has none of that id. zhengjiao rejections list shows them."
            )
        }
        let it = entry.rejection
        var lines = zip(
            [
                "code", "stage", "office", "source", "number", "file", "row", "column", "state",
                "id",
            ],
            RejectionCommand.cells(entry)
        ).filter { !$0.1.isEmpty }.map { "\($0.0): \($0.1)" }
        if let place = it.place {
            lines.append("place: \(place.topic.rawValue)/\(place.partition)@\(place.offset)")
        }
        if !it.message.isEmpty { lines.append("message: \(it.message)") }
        if !it.header.isEmpty { lines.append("header: \(it.header)") }
        for act in entry.acts {
            lines.append("\(act.at) \(act.action.rawValue) by \(act.by): \(act.note) \(act.list)")
        }
        if let keys {
            let desk = RejectionDesk(log: log, keys: try keys.load(of: it.scheme), policy: nil)
            var report = RejectionDesk.Report()
            let rows = try desk.opened([entry], &report)
            if let open, !rows.isEmpty { try desk.noteOpened([entry], open) }
            for row in rows { lines.append(RejectionCommand.content(row, isOpen: open != nil)) }
            for held in report.held { lines.append("content: \(held.reason)") }
        }
        for line in lines { print(line) }
    }

    /// Every act about a rejection, from the log.
    public func audit(form: Form) throws {
        let log = try Adapters.log(try log.url())
        defer { try? log.close() }
        let head = ["at", "by", "action", "rejection", "code", "list", "note"]
        let rows = try RejectionShelf(log).book().audit.map { _, act in
            [
                act.at.description, act.by, act.action.rawValue, act.rejection, act.code, act.list,
                act.note,
            ]
        }
        try table(head, rows, form)
    }

    private static func cells(_ entry: RejectionBook.Entry) -> [String] {
        let it = entry.rejection
        return [
            it.code, "\(it.stage)", it.office, it.source, it.number, it.file,
            it.row > 0 ? "\(it.row)" : "", it.column, entry.state.rawValue, entry.id,
            it.place?.topic.rawValue ?? "", it.place.map { "\($0.partition)" } ?? "",
            it.place.map { "\($0.offset)" } ?? "",
        ]
    }

    /// The row; masked, every cell is shown by its form alone.
    private static func content(_ row: RejectionDesk.OpenRow, isOpen: Bool) -> String {
        if isOpen { return "content: \(String(decoding: row.bytes, as: UTF8.self))" }
        if row.header.isEmpty { return "content: \(row.bytes.count) bytes" }
        let cells = row.bytes.split(separator: 0x2C, omittingEmptySubsequences: false)
        return "content: " + cells.map { Personal.masked($0) }.joined(separator: ",")
    }

    private func table(
        _ head: [String],
        _ rows: [[String]],
        _ form: Form,
        isBare: Bool = false
    ) throws {
        switch form {
        case .text:
            if !isBare { print(head.joined(separator: "\t")) }
            for row in rows { print(row.joined(separator: "\t")) }
        case .csv:
            print(CsvText.line(head))
            for row in rows { print(CsvText.line(row)) }
        case .json:
            for row in rows {
                let object = Dictionary(uniqueKeysWithValues: zip(head, row))
                let data = try JSONSerialization.data(
                    withJSONObject: object,
                    options: [.sortedKeys, .withoutEscapingSlashes]
                )
                print(String(decoding: data, as: UTF8.self))
            }
        }
    }
}
