import Events
import Foundation
import Intake
import Policy
import Repair
import Stage

extension RejectionCommand {
    /// Sends the original bytes again.
    public func resend(
        _ selection: RejectionSelection,
        _ act: ActArguments,
        _ sending: SendingArguments,
        keys: KeyArguments,
        policies: PolicyArguments
    ) throws {
        var order = try act.order()
        sending.apply(to: &order)
        let hasKeys = Setting.value("keys", keys.keys) != nil
        try atDesk(order, keys: hasKeys ? keys : nil, policies) { desk, book in
            try desk.resend(try chosen(selection, book, order), of: book, order)
        }
    }

    /// Puts rejections aside.
    public func discard(
        _ selection: RejectionSelection,
        _ act: ActArguments,
        isDryRun: Bool,
        policies: PolicyArguments
    ) throws {
        var order = try act.order()
        order.isDryRun = isDryRun
        try atDesk(order, keys: nil, policies) { desk, book in
            try desk.discard(try chosen(selection, book, order), order)
        }
    }

    /// Writes open rows into files of their owner, one for each table.
    public func export(
        _ selection: RejectionSelection,
        _ act: ActArguments,
        to folder: String,
        keys: KeyArguments,
        policies: PolicyArguments
    ) throws {
        let order = try act.order()
        try atDesk(order, keys: keys, policies) { desk, book in
            var report = RejectionDesk.Report()
            let rows = try desk.opened(try chosen(selection, book, order), &report)
            try desk.noteOpened(rows.map(\.entry), order)
            let files = FileManager.default
            try files.createDirectory(
                atPath: folder,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
            for (index, sheet) in RepairSheet.sheets(rows).enumerated() {
                let path = "\(folder)/\(index + 1)-\(sheet.table).csv"
                guard !files.fileExists(atPath: path),
                    files.createFile(
                        atPath: path,
                        contents: Data(sheet.text),
                        attributes: [.posixPermissions: 0o600]
                    )
                else {
                    throw ConfigurationProblem(
                        "--out \(path): exists already or cannot be written. Name a new folder."
                    )
                }
                print(path)
            }
            report.done = rows.map(\.entry.id)
            return report
        }
    }

    /// Where repaired rows come from.
    public enum Repaired {
        /// A file as ``export(_:_:to:keys:policies:)`` writes it, repaired.
        case file(String)
        /// A command that reads such rows and writes them repaired.
        case script(String)
    }

    /// Sends repaired rows.
    public func repair(
        _ selection: RejectionSelection,
        _ act: ActArguments,
        _ sending: SendingArguments,
        from repaired: Repaired,
        keys: KeyArguments,
        policies: PolicyArguments
    ) throws {
        var order = try act.order()
        sending.apply(to: &order)
        try atDesk(order, keys: keys, policies) { desk, book in
            var report = RejectionDesk.Report()
            var rows = try desk.opened(try chosen(selection, book, order), &report)
            var texts: [String: [UInt8]] = [:]
            switch repaired {
            case .file(let path):
                guard let data = FileManager.default.contents(atPath: path) else {
                    throw ConfigurationProblem("--in \(path): cannot be read.")
                }
                for row in RepairSheet.read([UInt8](data)) { texts[row.id] = row.bytes }
            case .script(let command):
                for sheet in RepairSheet.sheets(rows) {
                    let text = try RepairScript.run(command, on: sheet.text)
                    for row in RepairSheet.read(text) { texts[row.id] = row.bytes }
                }
                try desk.noteOpened(order.isDryRun ? [] : rows.map(\.entry), order)
            }
            rows = rows.compactMap { row in
                guard let text = texts[row.entry.id] else { return nil }
                var row = row
                row.bytes = text
                return row
            }
            let sent = try desk.repair(rows, order)
            report.held += sent.held
            (report.done, report.lists) = (sent.done, sent.lists)
            return report
        }
    }

    private func chosen(
        _ selection: RejectionSelection,
        _ book: [RejectionBook.Entry],
        _ order: RejectionDesk.Order
    ) throws -> [RejectionBook.Entry] {
        let filter = try selection.filter(scheme: order.scheme)
        // Without an id only what somebody must still see to is meant.
        return book.filter { filter.takes($0) && (!filter.ids.isEmpty || $0.state.isOpen) }
    }

    private func atDesk(
        _ order: RejectionDesk.Order,
        keys: KeyArguments?,
        _ policies: PolicyArguments,
        _ body: (RejectionDesk, [RejectionBook.Entry]) throws -> RejectionDesk.Report
    ) throws {
        let log = try Adapters.log(try log.url())
        defer { try? log.close() }
        let desk = RejectionDesk(
            log: log,
            keys: try keys?.load(of: order.scheme),
            policy: try policies.packWhereThere(order.scheme)
        )
        let report = try body(desk, try RejectionShelf(log).book().settled())
        for held in report.held { print("held \(held.id): \(held.reason)") }
        for list in report.lists {
            print("list \(list) takes the place of the one before once it is audited (ListAudited)")
        }
        for id in report.proposed { print("proposed \(id): a second hand must discard it too") }
        print("\(order.isDryRun ? "could be done" : "done"): \(report.done.count)")
    }
}

/// A command that repairs rows: text in, text out, nothing in files.
enum RepairScript {
    static func run(_ command: String, on text: [UInt8]) throws -> [UInt8] {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", command]
        let (input, output) = (Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        // Written from beside, so that neither side waits for the other's full pipe.
        let writer = Thread {
            try? input.fileHandleForWriting.write(contentsOf: Data(text))
            try? input.fileHandleForWriting.close()
        }
        writer.start()
        let result = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw ConfigurationProblem(
                "--script: ended with \(process.terminationStatus); nothing was sent."
            )
        }
        return [UInt8](result)
    }
}
