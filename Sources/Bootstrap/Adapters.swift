import Embedded
import Events
import Foundation
import Ledger
import Stage

/// Opens the adapters that two URLs select.
public enum Adapters {
    /// Opens a log: `sqlite:///path`.
    ///
    /// - Parameter partitions: Of a new log; an existing one refuses another number. Nil takes
    ///   what is there.
    public static func log(_ url: String, partitions: Int? = nil) throws -> any EventLog {
        try EmbeddedEventLog(path: try path(of: url, option: "--log"), partitions: partitions)
    }

    /// Opens a ledger: `sqlite:///path`.
    public static func ledger(_ url: String) throws -> any LedgerStore {
        try LedgerSQLite(path: try path(of: url, option: "--ledger"))
    }

    private static func path(of url: String, option: String) throws -> String {
        let prefix = "sqlite://"
        guard url.hasPrefix(prefix) else {
            throw ConfigurationProblem(
                "\(option) \(Masked.url(url)): this build opens sqlite:///path."
            )
        }
        let path = String(url.dropFirst(prefix.count))
        guard path.hasPrefix("/"), path.count > 1 else {
            throw ConfigurationProblem(
                "\(option) \(url): an absolute path expected, as in sqlite:///var/lib/zhengjiao/log."
            )
        }
        return path
    }
}

/// Secrets taken out of what is shown.
public enum Masked {
    /// A URL without its password.
    public static func url(_ url: String) -> String {
        guard let at = url.lastIndex(of: "@"), let scheme = url.range(of: "://"),
            let colon = url[scheme.upperBound..<at].firstIndex(of: ":")
        else { return url }
        return url[..<colon] + ":***" + url[at...]
    }
}
