import Foundation
import Stage

/// Where a Kafka is and how it is used: what a `kafka://` URL says.
///
///     kafka://host:port[,host:port…][?NAME=VALUE[&NAME=VALUE…]]
///
/// Names: `prefix`, `mode`, `instance`, `gather.ms`, `properties` (a file of lines `key=value` of
/// librdkafka, with `#` comments; secrets belong there, it is never shown), and `rdkafka.KEY` for
/// any setting of librdkafka that no promise rests on.
public struct KafkaSettings: Sendable {
    /// How outputs and positions become durable together.
    public enum Delivery: String, Sendable, CaseIterable {
        /// One Kafka transaction for each commit and each append; readers see committed ones only.
        case exactlyOnce = "exactly-once"
        /// Idempotent producer, position after delivery.
        ///
        /// A crash in between leaves outputs whose input comes again: their identities, which every
        /// consumer looks at, make the second time harmless.
        case effectivelyOnce = "effectively-once"
    }

    /// Bootstrap brokers, `host:port` separated by commas.
    public var brokers: String
    /// Stands before the name of every topic, group and transaction; empty by default.
    public var prefix = ""
    /// Default `exactly-once`.
    public var delivery = Delivery.exactlyOnce
    /// Name of this member for static membership, unique in each group; nil joins dynamically.
    public var instance: String?
    /// Longest wait for a fuller batch while records flow, in milliseconds; default 20, 0 to 1,000.
    ///
    /// A transaction costs some milliseconds of CPU whatever its size. The first record after a
    /// pause is not kept waiting.
    public var gatherMs = 20
    /// Settings of librdkafka passed through (TLS, SASL, time limits), in order.
    public var passedThrough: [(name: String, value: String)] = []

    /// Reads a URL, and the properties file that it names.
    ///
    /// - Throws: ``LogProblem/unusable(_:)`` with the part that is wrong.
    public init(url: String) throws {
        let scheme = "kafka://"
        guard url.hasPrefix(scheme) else {
            throw LogProblem.unusable("--log: kafka://host:port[,host:port] expected.")
        }
        let parts = url.dropFirst(scheme.count).split(separator: "?", maxSplits: 1)
        brokers = parts.first.map { String($0) } ?? ""
        if brokers.hasSuffix("/") { brokers.removeLast() }
        try checkBrokers()
        guard parts.count == 2 else { return }
        for item in parts[1].split(separator: "&") {
            let pair = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = String(pair[0])
            guard pair.count == 2, let value = String(pair[1]).removingPercentEncoding else {
                throw LogProblem.unusable("--log: \(name)=VALUE expected after the question mark.")
            }
            try set(name, value)
        }
    }

    /// The SASL mechanism (`SCRAM-SHA-512`); nil when none is named.
    var mechanism: String? {
        passedThrough.last { $0.name == "sasl.mechanism" || $0.name == "sasl.mechanisms" }?.value
    }

    /// The settings in one line, without values that may be secret.
    public var description: String {
        let names = passedThrough.map { $0.name }.joined(separator: ",")
        return "kafka://\(brokers) prefix=\(prefix) mode=\(delivery.rawValue) "
            + "instance=\(instance ?? "none") librdkafka=[\(names)]"
    }

    private func checkBrokers() throws {
        for broker in brokers.split(separator: ",", omittingEmptySubsequences: false) {
            let colon = broker.lastIndex(of: ":")
            let port = colon.flatMap { UInt16(broker[broker.index(after: $0)...]) }
            guard let colon, port != nil, colon > broker.startIndex, !broker.contains("@") else {
                throw LogProblem.unusable(
                    "--log: kafka://host:port[,host:port] expected, as in kafka://127.0.0.1:9092. "
                        + "A user and a password stand in the file of properties=FILE."
                )
            }
        }
    }

    private mutating func set(_ name: String, _ value: String) throws {
        switch name {
        case "prefix":
            guard Self.isName(value) else {
                throw LogProblem.unusable("--log: prefix: letters, digits, '.', '_', '-' expected.")
            }
            prefix = value
        case "instance":
            guard Self.isName(value), !value.isEmpty else {
                throw LogProblem.unusable(
                    "--log: instance: letters, digits, '.', '_', '-' expected."
                )
            }
            instance = value
        case "mode":
            guard let known = Delivery(rawValue: value) else {
                throw LogProblem.unusable(
                    "--log: mode=\(value): exactly-once or effectively-once expected."
                )
            }
            delivery = known
        case "gather.ms":
            guard let number = Int(value), (0...1_000).contains(number) else {
                throw LogProblem.unusable("--log: gather.ms=\(value): 0 to 1000 expected.")
            }
            gatherMs = number
        case "properties": try readProperties(value)
        default: try setPassedThrough(name, value)
        }
    }

    private mutating func setPassedThrough(_ name: String, _ value: String) throws {
        let prefix = "rdkafka."
        guard name.hasPrefix(prefix) else {
            throw LogProblem.unusable(
                "--log: \(name): prefix, mode, instance, gather.ms, properties or rdkafka.KEY "
                    + "expected."
            )
        }
        try pass(String(name.dropFirst(prefix.count)), value)
    }

    private mutating func pass(_ name: String, _ value: String) throws {
        if Self.owned.contains(name) {
            throw LogProblem.unusable(
                "--log: librdkafka's \(name) is set by the pipeline: a promise rests on it."
            )
        }
        passedThrough.append((name, value))
    }

    private mutating func readProperties(_ path: String) throws {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw LogProblem.unusable("--log: properties=\(path): the file cannot be read.")
        }
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false)
            .enumerated()
        {
            let line = line.trimmingCharacters(in: .whitespaces)
            if line.isEmpty || line.hasPrefix("#") { continue }
            guard let equals = line.firstIndex(of: "=") else {
                throw LogProblem.unusable("\(path) line \(index + 1): key=value expected.")
            }
            let name = line[..<equals].trimmingCharacters(in: .whitespaces)
            let value = line[line.index(after: equals)...].trimmingCharacters(in: .whitespaces)
            try pass(name, value)
        }
    }

    static func isName(_ text: String) -> Bool {
        text.utf8.count <= 100
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"),
                    UInt8(ascii: "-"):
                    true
                default: false
                }
            }
    }

    /// Settings that carry a promise and are not to be changed from outside.
    private static let owned: Set<String> = [
        "bootstrap.servers", "metadata.broker.list", "group.id", "group.instance.id",
        "transactional.id", "enable.idempotence", "acks", "request.required.acks",
        "enable.auto.commit", "auto.commit.enable", "enable.auto.offset.store",
        "auto.offset.reset", "isolation.level", "partition.assignment.strategy",
        "enable.partition.eof", "log.queue", "internal.termination.signal",
        "delivery.report.only.error", "allow.auto.create.topics", "enable.gapless.guarantee",
    ]
}
