import Events
import Stage

/// Which topic partitions a file has, and under which row ids their batches stand.
///
/// Each topic partition is a *stream* with a number. A batch is the row
/// `stream << 40 | offset of its first record`: one B-tree serves all streams, a stream is one run
/// of row ids, and a partition can take 2⁴⁰ records.
struct LogLayout: Sendable {
    /// The streams of one topic.
    struct Span: Sendable, Equatable {
        /// Number of the stream of partition 0.
        var first: Int
        /// Number of partitions.
        var count: Int
    }

    /// Bits of a row id that hold the offset.
    static let offsetBits: Int64 = 40
    /// The first offset that does not fit.
    static let offsetEnd: Int64 = 1 << offsetBits

    /// Partitions of the topics that are partitioned by person.
    let partitions: Int
    /// Number of streams.
    let streamCount: Int
    private let spans: [Topic: Span]

    init(partitions: Int, spans: [Topic: Span]) {
        self.partitions = partitions
        self.spans = spans
        streamCount = spans.values.map { $0.first + $0.count }.max() ?? 0
    }

    /// The streams of a topic.
    func span(of topic: Topic) throws -> Span {
        guard let span = spans[topic] else {
            throw LogProblem.unusable("The log has no topic \(topic.rawValue).")
        }
        return span
    }

    /// The stream of a topic partition.
    func stream(_ topic: Topic, _ partition: Int32) throws -> Int {
        let span = try span(of: topic)
        return try Self.stream(in: span, topic, partition)
    }

    /// The stream of a partition among those of its topic.
    @inline(__always)
    static func stream(in span: Span, _ topic: Topic, _ partition: Int32) throws -> Int {
        guard partition >= 0, partition < span.count else {
            throw LogProblem.unusable(
                "Topic \(topic.rawValue) has \(span.count) partitions; there is no \(partition)."
            )
        }
        return span.first + Int(partition)
    }

    /// The row id of the batch that begins at an offset.
    static func row(stream: Int, offset: Int64) -> Int64 {
        Int64(stream) << offsetBits | offset
    }

    /// The offset in a row id.
    static func offset(ofRow row: Int64) -> Int64 { row & (offsetEnd - 1) }
}
