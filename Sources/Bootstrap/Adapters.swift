import Embedded
import Events
import Foundation
import Kafka
import Ledger
import Postgres
import Stage

/// Opens the adapters that two URLs select.
public enum Adapters {
    /// Opens a log: `sqlite:///path`, or `kafka://host:port[,host:port][?prefix=…&mode=…]`.
    ///
    /// - Parameter partitions: Of a new embedded log; an existing one refuses another number. Nil
    ///   takes what is there. A broker's topics are made by `zhengjiao topics apply`.
    public static func log(_ url: String, partitions: Int? = nil) throws -> any EventLog {
        if isKafka(url) { return try KafkaEventLog(url: url) }
        return try EmbeddedEventLog(
            path: try path(of: url, option: "--log"),
            partitions: partitions
        )
    }

    /// Whether a URL names a Kafka cluster.
    static func isKafka(_ url: String) -> Bool { url.hasPrefix("kafka://") }

    /// Whether a URL names a PostgreSQL database.
    static func isPostgres(_ url: String) -> Bool {
        url.hasPrefix("postgres://") || url.hasPrefix("postgresql://")
    }

    /// Opens a ledger: `sqlite:///path`, or `postgresql://user@host:port/database` as libpq takes it.
    ///
    /// - Throws: ``ConfigurationProblem`` when a person must act; what may pass by itself as it is.
    public static func ledger(_ url: String) throws -> any LedgerStore {
        do {
            if isPostgres(url) { return try LedgerPostgres(url: url) }
            return try LedgerSQLite(path: try path(of: url, option: "--ledger"))
        } catch LedgerProblem.unusable(let sentence) {
            throw ConfigurationProblem("--ledger \(Masked.url(url)): \(sentence)")
        }
    }

    /// The file that a `sqlite:///path` names.
    static func path(of url: String, option: String) throws -> String {
        let prefix = "sqlite://"
        guard url.hasPrefix(prefix) else {
            let other = option == "--log" ? "kafka://host:port" : "postgresql://user@host/database"
            throw ConfigurationProblem(
                "\(option) \(Masked.url(url)): sqlite:///path or \(other) expected."
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
    /// A URL without its password, and without the values of settings that may be secret.
    public static func url(_ url: String) -> String {
        let parts = url.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        var place = String(parts[0])
        if let at = place.lastIndex(of: "@"), let scheme = place.range(of: "://"),
            let colon = place[scheme.upperBound..<at].firstIndex(of: ":")
        {
            place = place[..<colon] + ":***" + place[at...]
        }
        guard parts.count == 2 else { return place }
        return place + "?" + parts[1].split(separator: "&").map(setting).joined(separator: "&")
    }

    private static let secretWords = ["password", "secret", "token", ".pem", "oauthbearer.config"]

    private static func setting(_ item: Substring) -> String {
        let name = item.prefix { $0 != "=" }
        let isSecret = secretWords.contains { name.lowercased().contains($0) }
        return isSecret ? "\(name)=***" : String(item)
    }
}
