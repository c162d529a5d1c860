import ArgumentParser
import Foundation
import Stage

/// Where the states of `classify` and `ranking` are kept, so that they need not be rebuilt.
///
/// `--snapshots` or `ZHENGJIAO_SNAPSHOTS`; none when not given.
public struct SnapshotArguments: ParsableArguments {
    @Option(help: "Folder of snapshots of ONE log; else none. Environment: ZHENGJIAO_SNAPSHOTS.")
    var snapshots: String?

    @Option(help: "Records of a partition after which its state is written.")
    var snapshotEvery: Int64 = 500_000

    /// Creates empty arguments.
    public init() {}

    /// Refuses what cannot work.
    public mutating func validate() throws {
        guard snapshotEvery > 0 else {
            throw ValidationError("--snapshot-every \(snapshotEvery): 1 or more expected.")
        }
    }

    /// The settings; nil when no folder is given.
    public func settings() throws -> SnapshotSettings? {
        guard let path = Setting.value("snapshots", snapshots), !path.isEmpty else { return nil }
        var isFolder: ObjCBool = false
        if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), !isFolder.boolValue
        {
            throw ConfigurationProblem("--snapshots \(path): a folder expected, a file is there.")
        }
        return SnapshotSettings(folder: path, everyRecords: snapshotEvery)
    }

    /// Lines of the effective configuration.
    public func lines() throws -> [(String, String)] {
        guard let settings = try settings() else { return [("snapshots", "none")] }
        return [
            ("snapshots", settings.folder), ("snapshotEvery", "\(settings.everyRecords)"),
        ]
    }
}

/// Where snapshots are kept, and how often they are written.
public struct SnapshotSettings: Sendable {
    /// The folder.
    public var folder: String
    /// Records of a partition between two snapshots.
    public var everyRecords: Int64

    /// Creates settings.
    public init(folder: String, everyRecords: Int64) {
        self.folder = folder
        self.everyRecords = everyRecords
    }

    /// What keeps the snapshots of a stage.
    func keeper(_ stage: StageName, status: WorkerStatus) -> SnapshotKeeper {
        var options = SnapshotKeeper.Options()
        options.everyRecords = everyRecords
        options.leavingRecords = max(1, everyRecords / 10)
        return SnapshotKeeper(
            group: stage.rawValue,
            topics: stage.inputs,
            store: SnapshotFolder(path: folder),
            status: status,
            options: options,
            tell: {
                status.tell(
                    .warning,
                    "snapshot",
                    cause: $0,
                    next: "None; see to the folder if it goes on."
                )
            }
        )
    }
}
