import ArgumentParser
import Board
import Events
import Foundation
import Policy
import Uploads

/// The arguments of the process that checks or sends one file for the board.
public struct UploadJob: ParsableArguments {
    @OptionGroup var log: LogArguments
    @OptionGroup var policies: PolicyArguments
    @OptionGroup var keys: KeyArguments

    @Option(help: "Scheme id, as in Policies/.")
    var scheme: String

    /// The word that makes the board's server such a process.
    public static let command = "upload-job"

    /// Creates empty arguments.
    public init() {}

    /// Serves the task that comes on standard input.
    public func run() throws {
        try ProcessRunner.serve(limits: UploadLimits()) { task, progress in
            do {
                let pack = try PolicyLibrary(directory: policies.folder, scheme: scheme).pack(
                    scheme
                )
                let log = try Adapters.log(try self.log.url(), partitions: self.log.partitions)
                let outcome = task.perform(
                    log: log,
                    keys: try keys.load(of: scheme),
                    pack: pack.compiled,
                    progress: progress
                )
                try log.close()
                return outcome
            } catch {
                StandardError.write("board: \(UploadJob.command): \(error)\n")
                return .failed("日志、密钥或方案读不到，请与管理员联系")
            }
        }
    }
}

/// The desks of the board.
enum UploadDesks {
    /// Opens a desk for each scheme, whose files are worked on in processes of their own; none where
    /// the board has no keys of it to seal with.
    static func open(_ arguments: BoardArguments, _ sources: BoardSources) throws
        -> [String: UploadDesk]
    {
        let folder = URL(fileURLWithPath: sources.dataFolder).appendingPathComponent("uploads")
        var desks: [String: UploadDesk] = [:]
        for (scheme, pack) in sources.packs where sources.keys[scheme] != nil {
            let runner = ProcessRunner(
                program: "/proc/self/exe",
                arguments: [UploadJob.command, "--scheme", scheme] + given(arguments)
            )
            desks[scheme] = try UploadDesk(
                folder: folder.appendingPathComponent(scheme),
                policy: pack.compiled,
                runner: runner,
                history: LoggedLists(log: sources.log, scheme: scheme)
            )
        }
        return desks
    }

    /// What was given as arguments; what came by the environment comes by it again.
    private static func given(_ arguments: BoardArguments) -> [String] {
        [
            ("--log", arguments.log.log),
            ("--partitions", arguments.log.partitions.map(String.init)),
            ("--policies", arguments.policies.policies), ("--keys", arguments.keys.keys),
        ]
        .flatMap { name, value in value.map { [name, $0] } ?? [] }
    }
}
