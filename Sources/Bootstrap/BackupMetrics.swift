import ArgumentParser
import Foundation
import Stage

/// Where a backup tells that it has ended, for alerts on its age.
///
/// `--backup-metrics` or `ZHENGJIAO_BACKUP_METRICS`; nowhere when not given. The file is in
/// Prometheus' text form: node exporter's textfile collector reads it in its folder, and the board
/// serves it with its own metrics.
public struct BackupMetrics: ParsableArguments {
    private static let name = "zhengjiao_backup_last_success_timestamp_seconds"

    @Option(
        help: """
            File that tells when the last backup ended, in Prometheus' text form. Environment: \
            ZHENGJIAO_BACKUP_METRICS.
            """
    )
    var backupMetrics: String?

    /// Creates empty arguments.
    public init() {}

    /// The file; nil when none is given.
    var file: String? {
        Setting.value("backup-metrics", backupMetrics).flatMap { $0.isEmpty ? nil : $0 }
    }

    /// Refuses, before anything is copied, a file whose folder is not there.
    public func check() throws {
        guard let file else { return }
        let folder = URL(fileURLWithPath: file).deletingLastPathComponent().path
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder),
            isFolder.boolValue
        else {
            throw ConfigurationProblem(
                "--backup-metrics \(file): there is no folder \(folder). Nothing was copied."
            )
        }
    }

    /// Notes that a backup is whole now; whoever reads meanwhile sees the old file or the new one.
    ///
    /// - Throws: ``ConfigurationProblem`` when the file cannot be written; the copy stands.
    public func tellSuccess() throws {
        guard let file else { return }
        let draft = "\(file).new"
        let text = BackupMetrics.exposed(Int64(Date().timeIntervalSince1970))
        let isWritten = FileManager.default.createFile(
            atPath: draft,
            contents: Data(text.utf8),
            attributes: [.posixPermissions: 0o644]
        )
        // Whatever this process takes from new files, a collector must be able to read this one.
        guard isWritten, chmod(draft, 0o644) == 0, rename(draft, file) == 0 else {
            unlink(draft)
            throw ConfigurationProblem(
                "--backup-metrics \(file): cannot be written, so nobody will know of this backup. "
                    + "The copy is whole. Give the right to write there."
            )
        }
    }

    /// What a file tells, in Prometheus' text form; empty while there is no such file.
    static func served(from file: String?) -> String {
        guard let file, let text = try? String(contentsOfFile: file, encoding: .utf8) else {
            return ""
        }
        let line = text.split(separator: "\n").last { $0.hasPrefix("\(name) ") }
        return line.flatMap { Int64($0.dropFirst(name.count + 1)) }.map(exposed) ?? ""
    }

    private static func exposed(_ second: Int64) -> String {
        var out = Exposition()
        out.gauge(name, "End of the last backup, seconds since 1970.", [([], "\(second)")])
        return out.text
    }
}
