import Embedded
import Foundation
import GRDB

/// A place for one log, removed with its last reference.
final class FreshLog: Sendable {
    let path: String
    private let folder: String

    init() throws {
        folder = NSTemporaryDirectory() + "zhengjiao-log-" + UUID().uuidString
        try FileManager.default.createDirectory(
            atPath: folder,
            withIntermediateDirectories: true
        )
        path = folder + "/log.sqlite"
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    func open(partitions: Int? = nil) throws -> EmbeddedEventLog {
        try EmbeddedEventLog(path: path, partitions: partitions)
    }

    /// Runs SQL on the file, beside the log.
    func execute(_ sql: String) throws {
        var configuration = Configuration()
        configuration.busyMode = .timeout(5)
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        try queue.write { try $0.execute(sql: sql) }
        try queue.close()
    }

    /// The files of a group's folder.
    func groupFiles(_ group: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: groupFolder(group)).sorted()
    }

    func groupFolder(_ group: String) -> String { "\(path).locks/groups/\(group)" }
}
