import ArgumentParser
import Stage

/// How lines for people who operate the workers are written.
///
/// `--log-lines` or `ZHENGJIAO_LOGLINES`; logfmt when not given.
public struct LogLineArguments: ParsableArguments {
    @Option(help: "Form of log lines: logfmt or json. Environment: ZHENGJIAO_LOGLINES.")
    var logLines: String?

    /// Creates empty arguments.
    public init() {}

    /// The log, to standard error.
    public func log() throws -> OperatorLog {
        let name = Setting.value("logLines", logLines) ?? OperatorLog.Format.logfmt.rawValue
        guard let format = OperatorLog.Format(rawValue: name) else {
            throw ConfigurationProblem("--log-lines \(name): logfmt or json expected.")
        }
        return OperatorLog(format: format) { StandardError.write($0) }
    }
}
