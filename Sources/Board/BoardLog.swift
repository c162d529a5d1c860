import Logging

/// The board's log: errors on standard error, nothing while it is healthy.
enum BoardLog {
    static func make() -> Logger {
        var logger = Logger(label: "board", factory: { StreamLogHandler.standardError(label: $0) })
        logger.logLevel = .error
        return logger
    }
}
