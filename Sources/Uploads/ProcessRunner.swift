import Foundation
import Glibc

/// Does the work in a process of its own for each file, so that a file that breaks or hangs the
/// reader ends that process and nothing else.
///
/// The task goes to its standard input as one line of JSON; it answers on standard output with a
/// line for each progress and one for the outcome.
public struct ProcessRunner: UploadRunner {
    private let program: String
    private let arguments: [String]

    /// Creates a runner.
    ///
    /// - Parameters:
    ///   - program: Path of the program; `/proc/self/exe` for the one that runs.
    ///   - arguments: What makes it ``serve(limits:perform:)`` a task.
    public init(program: String, arguments: [String]) {
        (self.program, self.arguments) = (program, arguments)
    }

    /// A line of the answer.
    struct Line: Codable {
        var progress: UploadProgress?
        var outcome: UploadOutcome?
    }

    /// Does a task in a process that is started for it.
    public func run(
        _ task: UploadTask,
        limits: UploadLimits,
        isCancelled: @escaping @Sendable () -> Bool,
        progress: @escaping @Sendable (UploadProgress) -> Void
    ) -> UploadOutcome {
        guard let child = ChildProcess(program: program, arguments: arguments),
            let order = try? JSONEncoder().encode(task)
        else { return .failed("核对程序无法启动") }
        child.send(order + [0x0A])
        var outcome: UploadOutcome?
        let ended = child.readLines(stallSeconds: limits.stallSeconds, isCancelled: isCancelled) {
            line in
            guard let line = try? JSONDecoder().decode(Line.self, from: line) else { return }
            if let now = line.progress { progress(now) }
            outcome = line.outcome ?? outcome
        }
        let status = child.finish(isKilled: ended != .closed)
        switch ended {
        case .cancelled: return outcome ?? .failed("已按要求停止")
        case .stalled: return outcome ?? .failed("超过\(limits.stallSeconds)秒没有进展，已停止处理这份文件")
        case .closed:
            return outcome ?? .failed("处理这份文件的程序意外结束（\(status)），其他功能不受影响")
        }
    }

    /// Serves one task, in the process that was started for it.
    ///
    /// - Parameters:
    ///   - limits: Memory and CPU of this process from here on.
    ///   - perform: Does the task.
    /// - Throws: When standard input holds no task.
    public static func serve(
        limits: UploadLimits,
        perform: (UploadTask, @escaping @Sendable (UploadProgress) -> Void) -> UploadOutcome
    ) throws {
        bound(__rlimit_resource_t(RLIMIT_DATA.rawValue), limits.dataBytes)
        bound(__rlimit_resource_t(RLIMIT_CPU.rawValue), limits.cpuSeconds)
        let order = readLine() ?? ""
        let task = try JSONDecoder().decode(UploadTask.self, from: Data(order.utf8))
        let outcome = perform(task) { write(Line(progress: $0)) }
        write(Line(outcome: outcome))
    }

    private static func bound(_ resource: __rlimit_resource_t, _ value: UInt64) {
        var limit = rlimit(rlim_cur: rlim_t(value), rlim_max: rlim_t(value))
        _ = setrlimit(resource, &limit)
    }

    private static func write(_ line: Line) {
        guard var data = try? JSONEncoder().encode(line) else { return }
        data.append(0x0A)
        FileHandle.standardOutput.write(data)
    }
}
