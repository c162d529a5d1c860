import Embedded
import Foundation
import GRDB
import Stage

/// A place for a log, gone with its last reference.
final class FreshFile: Sendable {
    let folder: String
    var path: String { "\(folder)/log" }

    init() throws {
        folder = NSTemporaryDirectory() + "zhengjiao-drill-\(UInt64.random(in: 0 ..< .max))"
        try FileManager.default.createDirectory(
            atPath: folder,
            withIntermediateDirectories: true
        )
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    func open(clock: WallClock = .system) throws -> EmbeddedEventLog {
        try EmbeddedEventLog(path: path, partitions: 2, patienceMs: 100, clock: clock)
    }

    /// Runs SQL on the file, beside the log.
    func execute(_ sql: String) throws {
        var configuration = Configuration()
        configuration.busyMode = .timeout(5)
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        try queue.write { try $0.execute(sql: sql) }
        try queue.close()
    }

    /// Another one that writes to the file and does not end.
    func occupy() throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        configuration.busyMode = .timeout(10)
        let other = try DatabaseQueue(path: path, configuration: configuration)
        try other.inDatabase { try $0.execute(sql: "BEGIN IMMEDIATE") }
        return other
    }
}
