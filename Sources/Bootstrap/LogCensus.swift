import Events
import Stage

/// What a log says was handed in: counted from the received topics themselves, not from what any
/// later stage says of them.
public struct LogCensus: Sendable {
    /// Facts handed in, by scheme; a broadcast counts once, the pipeline's own messages never.
    public private(set) var sent: [String: Int64] = [:]
    /// Rows that producers rejected, by scheme and code.
    public private(set) var producerRejections: [String: [String: Int64]] = [:]

    /// Scheme under which undecodable messages are counted.
    public static let unknown = "unknown"

    /// Counts a log.
    public init(_ log: any EventLog) throws {
        for topic in Topic.received {
            try LogCensus.scan(topic, log) { count($0, partition: $1) }
        }
        try LogCensus.scan(.rejections, log) { bytes, _ in
            guard let rejection = try? Rejection(wire: bytes), rejection.stage == .producer
            else { return }
            producerRejections[rejection.scheme, default: [:]][rejection.code, default: 0] += 1
        }
        for (scheme, codes) in producerRejections {
            sent[scheme, default: 0] += codes.values.reduce(0, +)
        }
    }

    /// Reads each message as `validate` does, so that both count the same ones as undecodable.
    private mutating func count(_ bytes: UnsafeRawBufferPointer, partition: Int32) {
        guard let fact = try? Fact(wire: bytes) else {
            sent[LogCensus.unknown, default: 0] += 1
            return
        }
        switch fact.body {
        case .listSealed, .dayClosed, .policyActivated: return
        case .listAudited where partition != 0: return
        default: sent[fact.isNameable ? fact.scheme : LogCensus.unknown, default: 0] += 1
        }
    }

    /// Calls `body` with each record of a topic.
    public static func scan(
        _ topic: Topic,
        _ log: any EventLog,
        _ body: (UnsafeRawBufferPointer, Int32) throws -> Void
    ) throws {
        for partition in 0..<Int32(try log.partitionCount(of: topic)) {
            try log.scan(topic, partition: partition) { batch, place in
                try body(batch.value(of: place), partition)
            }
        }
    }
}
