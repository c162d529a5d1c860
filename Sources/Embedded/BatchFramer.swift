import Events
import Stage

/// Turns a ``RecordBatch`` into the blobs that are stored, one run of them per stream.
///
/// A blob is the records one after the other: length of the key, length of the value (base-128
/// varints), key, value. A run that grows past ``blobLimit`` is cut into several blobs.
final class BatchFramer {
    /// One blob to store.
    struct Cut {
        /// The stream.
        var stream: Int
        /// Number of records.
        var count: Int
        /// First byte in the buffer of the stream.
        var start: Int
        /// Number of bytes.
        var length: Int
        /// Headers of its records; see ``StoredBatch/headers``.
        var headers: [UInt8]
    }

    /// A blob ends after the record that passes this many bytes.
    static let blobLimit = 4 << 20
    /// A buffer that a batch filled further than this is not kept for the next.
    static let keptLimit = 8 << 20

    /// The blobs of the batch last framed; those of a stream are in order.
    private(set) var cuts: [Cut] = []
    /// The topics of the batch last framed.
    private(set) var topics: Set<Topic> = []
    private let layout: LogLayout
    private var buffers: [FrameBuffer?]
    private var touched: [Int] = []

    init(layout: LogLayout) {
        self.layout = layout
        buffers = Array(repeating: nil, count: layout.streamCount)
    }

    /// The bytes of a blob; valid until the next batch is framed.
    func bytes(of cut: Cut) -> UnsafeRawBufferPointer {
        guard let buffer = buffers[cut.stream] else { return .init(start: nil, count: 0) }
        return .init(rebasing: buffer.bytes[cut.start..<cut.start + cut.length])
    }

    /// Frames a batch.
    ///
    /// - Throws: ``LogProblem/unusable(_:)`` when a record names a partition that does not exist.
    func frame(_ batch: RecordBatch) throws {
        empty()
        let hasOpening = !batch.openingHeaders.isEmpty
        var topic: Topic?
        var span = LogLayout.Span(first: 0, count: 0)
        for place in batch.places {
            if place.topic != topic {
                span = try layout.span(of: place.topic)
                topic = place.topic
                topics.insert(place.topic)
            }
            let key = batch.key(of: place)
            let partition =
                place.partition == -1
                ? Partitioner.partition(of: key, count: span.count) : place.partition
            let stream = try LogLayout.stream(in: span, place.topic, partition)
            let buffer = buffers[stream] ?? newBuffer(stream)
            let isFirst = buffer.count == 0
            if isFirst { touched.append(stream) }
            buffer.append(key, batch.value(of: place))
            if place.hasHeaders || (isFirst && hasOpening) {
                appendHeaders(of: place, in: batch, isFirst: isFirst, to: buffer)
            }
            if buffer.count - buffer.blobStart >= Self.blobLimit { cut(stream, buffer) }
        }
        for stream in touched {
            if let buffer = buffers[stream], buffer.blobRecords > 0 { cut(stream, buffer) }
        }
    }

    private func appendHeaders(
        of place: RecordPlace,
        in batch: RecordBatch,
        isFirst: Bool,
        to buffer: FrameBuffer
    ) {
        batch.openingHeaders.bytes.withUnsafeBytes { opening in
            buffer.appendHeaders(
                isFirst ? opening : UnsafeRawBufferPointer(start: nil, count: 0),
                batch.headerBytes(of: place)
            )
        }
    }

    private func newBuffer(_ stream: Int) -> FrameBuffer {
        let buffer = FrameBuffer(capacity: 1 << 16)
        buffers[stream] = buffer
        return buffer
    }

    private func cut(_ stream: Int, _ buffer: FrameBuffer) {
        cuts.append(
            Cut(
                stream: stream,
                count: buffer.blobRecords,
                start: buffer.blobStart,
                length: buffer.count - buffer.blobStart,
                headers: buffer.takeHeaders()
            )
        )
        buffer.blobStart = buffer.count
        buffer.blobRecords = 0
    }

    private func empty() {
        for stream in touched {
            guard let buffer = buffers[stream] else { continue }
            if buffer.count > Self.keptLimit { buffers[stream] = nil }
            buffer.removeAll()
        }
        touched.removeAll(keepingCapacity: true)
        cuts.removeAll(keepingCapacity: true)
        topics.removeAll(keepingCapacity: true)
    }
}
