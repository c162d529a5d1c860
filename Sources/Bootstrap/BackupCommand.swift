import ArgumentParser
import Crypto
import Embedded
import Foundation
import Ledger
import Stage

/// `zhengjiao backup|restore`: a season's books and log as one folder that can be carried away.
///
/// The ledger is copied before the log, so that the log is never behind the books: workers that are
/// started on a restored folder go on from the ledger's position, and what they do again is the
/// same. Keys are never in it: whoever has a copy and no keys can open no identity, and a season
/// that was erased does not come back with a copy.
public struct BackupCommand {
    private static let manifest = "SHA256SUMS"
    private let log: LogArguments
    private let ledger: LedgerArguments
    private let metrics: BackupMetrics

    /// Creates the command.
    ///
    /// - Parameter metrics: Told when a copy is whole.
    public init(
        log: LogArguments,
        ledger: LedgerArguments,
        metrics: BackupMetrics = BackupMetrics()
    ) {
        self.log = log
        self.ledger = ledger
        self.metrics = metrics
    }

    /// Copies into a new folder while workers go on.
    public func backUp(to path: String) throws {
        let files = FileManager.default
        try metrics.check()
        guard !files.fileExists(atPath: path) else {
            throw ConfigurationProblem("--out \(path): exists already; name a new folder.")
        }
        let partial = path + ".partial"
        try? files.removeItem(atPath: partial)
        do {
            try files.createDirectory(
                atPath: partial,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
        } catch {
            throw ConfigurationProblem("--out \(path): cannot be made. Choose another folder.")
        }
        do {
            try LedgerCommand(ledger: ledger).backUp(to: "\(partial)/ledger")
            let url = try log.url()
            if Adapters.isKafka(url) {
                print("the log is Kafka's: its brokers keep and replicate it; it is not copied")
            } else {
                let path = try Adapters.path(of: url, option: "--log")
                try explaining("--log") {
                    try EmbeddedEventLog.backUp(from: path, to: "\(partial)/log")
                }
                print("backed up to \(partial)/log")
            }
            try writeSums(of: partial)
            try files.moveItem(atPath: partial, toPath: path)
        } catch {
            try? files.removeItem(atPath: partial)
            throw error
        }
        print("complete: \(path)")
        try metrics.tellSuccess()
    }

    /// Makes log and books from a folder, where there are none.
    public func restore(from path: String) throws {
        try checkSums(of: path)
        if FileManager.default.fileExists(atPath: "\(path)/log") {
            let url = try log.url()
            guard !Adapters.isKafka(url) else {
                throw ConfigurationProblem(
                    "--log \(Masked.url(url)): the copy has an embedded log. Restore it to a file, "
                        + "then move it: zhengjiao replay --from sqlite://… --to kafka://…"
                )
            }
            let target = try Adapters.path(of: url, option: "--log")
            try explaining("--log") {
                try EmbeddedEventLog.restore(from: "\(path)/log", to: target)
            }
            print("restored the log")
        }
        try LedgerCommand(ledger: ledger).restore(from: "\(path)/ledger")
        print("restored the ledger: start the workers, then zhengjiao audit --ledger … --log …")
    }

    private func explaining(_ option: String, _ body: () throws -> Void) throws {
        do {
            try body()
        } catch LogProblem.unusable(let sentence) {
            throw ConfigurationProblem("\(option): \(sentence)")
        }
    }

    // MARK: - Sums

    private func writeSums(of folder: String) throws {
        var text = ""
        for name in try FileManager.default.contentsOfDirectory(atPath: folder).sorted() {
            try FileManager.default.setAttributes(
                [.posixPermissions: 0o600],
                ofItemAtPath: "\(folder)/\(name)"
            )
            text += "\(try BackupCommand.sum(of: "\(folder)/\(name)"))  \(name)\n"
        }
        try text.write(
            toFile: "\(folder)/\(BackupCommand.manifest)",
            atomically: false,
            encoding: .utf8
        )
    }

    private func checkSums(of folder: String) throws {
        let path = "\(folder)/\(BackupCommand.manifest)"
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw ConfigurationProblem(
                "--from \(folder): has no \(BackupCommand.manifest): it is no complete copy."
            )
        }
        for line in text.split(separator: "\n") {
            let parts = line.components(separatedBy: "  ")
            guard parts.count == 2, !parts[1].contains("/"),
                let sum = try? BackupCommand.sum(of: "\(folder)/\(parts[1])"), sum == parts[0]
            else {
                throw ConfigurationProblem(
                    "--from \(folder): \(parts.last ?? "") is not as it was copied. Take another copy."
                )
            }
        }
    }

    private static func sum(of path: String) throws -> String {
        let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
        defer { try? file.close() }
        var hash = SHA256()
        while let part = try file.read(upToCount: 1 << 20), !part.isEmpty {
            hash.update(data: part)
        }
        return hash.finalize().map { $0 < 16 ? "0\(String($0, radix: 16))" : String($0, radix: 16) }
            .joined()
    }
}
