import Crypto
import Events

/// What stands before the state in a snapshot, and decides whether the state may be used.
///
/// Layout, numbers little endian: 8 bytes magic, 4 bytes version of the header, 4 bytes length of
/// the header, the header, SHA-256 of all that (32 bytes), the state.
struct SnapshotHeader: Hashable, Sendable {
    var form: StateForm
    /// SHA-256 of what the state rests on beside the log.
    var basis: [UInt8]
    var place: SnapshotPlace
    /// Partitions of the input topics.
    var partitionCounts: [Int]
    /// In the order of the place's topics.
    var inputs: [InputProgress]
    /// Length of the state in bytes.
    var bodyCount: Int
    /// SHA-256 of the state.
    var bodyDigest: [UInt8]

    static let magic = Array("ZJSTATE\n".utf8)
    static let version: UInt32 = 1
    private static let fixedCount = 16
    private static let digestCount = 32

    /// Records done, over all inputs: the number under which a snapshot is kept.
    var position: Int64 { inputs.reduce(0) { $0 + $1.position } }

    /// Everything before the state.
    func write(to buffer: ByteBuffer) {
        let head = ByteBuffer()
        writeFields(to: head)
        buffer.append(SnapshotHeader.magic)
        buffer.append(little: SnapshotHeader.version)
        buffer.append(counted: head.bytes)
        buffer.append(Array(SHA256.hash(data: buffer.bytes)))
    }

    /// Reads a snapshot.
    ///
    /// - Returns: The header, and the state in place.
    static func read(
        _ bytes: UnsafeRawBufferPointer
    ) throws(SnapshotRefusal) -> (header: SnapshotHeader, body: UnsafeRawBufferPointer) {
        guard bytes.starts(with: magic) else { throw .foreign }
        do {
            var reader = StateReader(bytes)
            _ = try reader.take(magic.count)
            guard try reader.number(UInt32.self) == version else { throw SnapshotRefusal.version }
            let fields = try reader.counted()
            let signed = UnsafeRawBufferPointer(rebasing: bytes[..<(fixedCount + fields.count)])
            guard try reader.take(digestCount).elementsEqual(SHA256.hash(data: signed)) else {
                throw SnapshotRefusal.damaged
            }
            let header = try SnapshotHeader(fields: fields)
            guard reader.rest == header.bodyCount else { throw SnapshotRefusal.damaged }
            let body = try reader.take(reader.rest)
            guard header.bodyDigest.elementsEqual(SHA256.hash(data: body)) else {
                throw SnapshotRefusal.damaged
            }
            return (header, body)
        } catch let refusal as SnapshotRefusal {
            throw refusal
        } catch {
            throw .damaged
        }
    }

    private func writeFields(to buffer: ByteBuffer) {
        buffer.append(counted: form.name)
        buffer.append(little: form.version)
        buffer.append(counted: basis)
        buffer.append(counted: place.group)
        buffer.append(little: place.partition)
        buffer.append(little: UInt32(inputs.count))
        for (input, count) in zip(inputs, partitionCounts) {
            buffer.append(counted: input.topic.rawValue)
            buffer.append(little: UInt32(count))
            buffer.append(little: input.position)
            let last = input.last.map { [$0] } ?? []
            for witnesses in [input.kept, last] {
                buffer.append(little: UInt32(witnesses.count))
                for witness in witnesses {
                    buffer.append(little: witness.offset)
                    buffer.append(counted: witness.digest)
                }
            }
        }
        buffer.append(little: UInt64(bodyCount))
        buffer.append(counted: bodyDigest)
    }

    private init(fields: UnsafeRawBufferPointer) throws(StateProblem) {
        var reader = StateReader(fields)
        form = StateForm(name: try reader.text(), version: try reader.number())
        basis = [UInt8](try reader.counted())
        place = SnapshotPlace(
            group: try reader.text(),
            topics: [],
            partition: try reader.number()
        )
        partitionCounts = []
        inputs = []
        for _ in 0..<(try reader.count(ofAtLeast: 24)) {
            guard let topic = Topic(rawValue: try reader.text()) else { throw .malformed }
            place.topics.append(topic)
            partitionCounts.append(Int(try reader.number(UInt32.self)))
            var input = InputProgress(topic)
            input.position = try reader.number()
            input.kept = try SnapshotHeader.witnesses(from: &reader)
            input.last = try SnapshotHeader.witnesses(from: &reader).last
            inputs.append(input)
        }
        bodyCount = Int(clamping: try reader.number(UInt64.self))
        bodyDigest = [UInt8](try reader.counted())
        try reader.end()
    }

    private static func witnesses(
        from reader: inout StateReader
    ) throws(StateProblem) -> [LogWitness] {
        var found: [LogWitness] = []
        for _ in 0..<(try reader.count(ofAtLeast: 12)) {
            let offset = try reader.number(Int64.self)
            found.append(LogWitness(offset: offset, digest: [UInt8](try reader.counted())))
        }
        return found
    }
}

extension SnapshotHeader {
    /// Creates a header; the digest of the state is computed here.
    init(
        form: StateForm,
        basis: [UInt8],
        place: SnapshotPlace,
        partitionCounts: [Int],
        inputs: [InputProgress],
        body: UnsafeRawBufferPointer
    ) {
        self.form = form
        self.basis = Array(SHA256.hash(data: basis))
        self.place = place
        self.partitionCounts = partitionCounts
        self.inputs = inputs
        bodyCount = body.count
        bodyDigest = Array(SHA256.hash(data: body))
    }
}
