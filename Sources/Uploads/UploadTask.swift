import Events
import Foundation
import Intake
import Policy
import Stage

/// One file to check or to send: all that a worker must know, so that it may be another process.
public struct UploadTask: Sendable, Hashable, Codable {
    /// The file.
    public var file: String
    /// The name that reports and rejections show.
    public var shownName: String
    /// Where the copy with verdicts goes; nil writes none.
    public var copy: String?
    /// What was declared.
    public var order: UploadOrder
    /// The unit whose people alone may stand in it; empty for every unit.
    public var unit: String
    /// Whether it is only checked.
    public var isCheck: Bool
    /// Rows whose verdicts are told.
    public var shownVerdicts: Int

    /// Does the work here, with a log, keys and a pack.
    ///
    /// What goes wrong is told by the outcome.
    public func perform(
        log: any EventLog,
        keys: SeasonKeys,
        pack: CompiledPolicy,
        isCancelled: @escaping @Sendable () -> Bool = { false },
        progress: @escaping @Sendable (UploadProgress) -> Void
    ) -> UploadOutcome {
        do {
            let description = try order.description()
            let scope = ListScope(
                policy: pack,
                bureau: order.bureau,
                units: unit.isEmpty ? [] : [unit]
            )
            let producer = ListProducer(
                log: log,
                keys: keys,
                scheme: pack.scheme,
                source: order.bureau,
                scope: scope
            )
            var options = SendOptions()
            options.isDryRun = isCheck
            options.verdictCopy = copy
            options.problemLimit = shownVerdicts
            options.isCancelled = isCancelled
            options.progress = { progress(UploadProgress($0)) }
            let file = IntakeFile.path(file, named: shownName)
            let report = try producer.send(file, as: description, options: options)
            var outcome = UploadOutcome(report)
            if report.wasCancelled { outcome.failure = "已按要求停止" }
            return outcome
        } catch let refusal as FileRefusal {
            return UploadOutcome(refusal)
        } catch let interrupted as SendInterrupted {
            var outcome = UploadOutcome(interrupted.report)
            outcome.failure = "日志暂时无法写入，发送在第\(interrupted.report.rowsRead)行后停止"
            return outcome
        } catch let problem as UploadProblem {
            return .failed(problem.chinese)
        } catch {
            return .failed("处理失败")
        }
    }
}

extension UploadOutcome {
    /// The outcome of what could not be carried through.
    public static func failed(_ sentence: String) -> UploadOutcome {
        var outcome = UploadOutcome()
        outcome.failure = sentence
        return outcome
    }
}

/// Does the work of the desk: in this process or in another.
public protocol UploadRunner: Sendable {
    /// Does a task to its end; called from a thread of the desk's.
    ///
    /// - Parameters:
    ///   - isCancelled: Asked now and then.
    ///   - progress: Told now and then.
    func run(
        _ task: UploadTask,
        limits: UploadLimits,
        isCancelled: @escaping @Sendable () -> Bool,
        progress: @escaping @Sendable (UploadProgress) -> Void
    ) -> UploadOutcome
}

/// Does the work in this process: for tests, and where a file that breaks the reader may end all.
public struct HereRunner: UploadRunner {
    private let log: any EventLog
    private let keys: SeasonKeys
    private let pack: CompiledPolicy

    /// Creates a runner.
    public init(log: any EventLog, keys: SeasonKeys, pack: CompiledPolicy) {
        (self.log, self.keys, self.pack) = (log, keys, pack)
    }

    /// Does a task on the thread that asks.
    public func run(
        _ task: UploadTask,
        limits: UploadLimits,
        isCancelled: @escaping @Sendable () -> Bool,
        progress: @escaping @Sendable (UploadProgress) -> Void
    ) -> UploadOutcome {
        task.perform(
            log: log,
            keys: keys,
            pack: pack,
            isCancelled: isCancelled,
            progress: progress
        )
    }
}
