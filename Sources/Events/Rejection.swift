/// A message that could not be taken: why, who is responsible, and its bytes sealed, so that it can
/// be repaired and sent again.
///
/// It holds no name and no number in clear. Its form is that of `Topics/rejections.proto`.
public struct Rejection: Hashable, Sendable {
    /// The scheme that the message was meant for.
    public var scheme: String
    /// Who sent it (`tax-bureau`, a list id, `operations`).
    public var source: String
    /// The source's own number of it, or `payments.csv#18` (file and row) where it gives none.
    public var number: String
    /// Base name of the file; empty when `validate` rejects.
    public var file: String
    /// Row in the file, 1 for the first row under the header; 0 when `validate` rejects.
    public var row: Int64
    /// Header of the column at fault; empty when it is the whole row.
    public var column: String
    /// Why, as the raw value of the stage's own enumeration.
    public var code: String
    /// Which stage rejected it.
    public var stage: Stage
    /// The office that can put it right.
    public var office: String
    /// A sentence for people; values stand in it only masked.
    public var message: String
    /// Kind of the table that the row stood in (`payments`, `roster`, …).
    public var table: String
    /// The table's header line, so that the sealed row can be read again; empty for JSON Lines.
    public var header: String
    /// The bytes of the row or message, sealed; at most the first 65,536 of them.
    public var seal: SealedIdentity?
    /// Where `validate` read it; nil when a producer rejects.
    public var place: Place?

    /// Creates a rejection; what is left out is empty.
    public init(
        scheme: String,
        source: String,
        number: String,
        file: String = "",
        row: Int64 = 0,
        column: String = "",
        code: String,
        stage: Stage,
        office: String,
        message: String = "",
        table: String = "",
        header: String = "",
        seal: SealedIdentity? = nil,
        place: Place? = nil
    ) {
        self.scheme = scheme
        self.source = source
        self.number = number
        self.file = file
        self.row = row
        self.column = column
        self.code = code
        self.stage = stage
        self.office = office
        self.message = message
        self.table = table
        self.header = header
        self.seal = seal
        self.place = place
    }

    /// Which stage rejects.
    ///
    /// Raw values are wire format.
    public enum Stage: UInt8, Sendable, CaseIterable {
        /// A producer, while it reads a file.
        case producer = 1
        /// `validate`, while it reads a received topic.
        case validate = 2
    }

    /// The place of a message in a received topic.
    public struct Place: Hashable, Sendable {
        /// The received topic.
        public var topic: Topic
        /// The partition.
        public var partition: Int32
        /// The offset.
        public var offset: Int64

        /// Creates a place.
        public init(topic: Topic, partition: Int32, offset: Int64) {
            self.topic = topic
            self.partition = partition
            self.offset = offset
        }
    }

    /// The key of its record in ``Topic/rejections``: the same message gives the same key each time.
    public var key: String { "\(source):\(number)" }
}

extension Rejection {
    /// Writes the rejection in the form of `Topics/rejections.proto`.
    public func write(to buffer: ByteBuffer) {
        buffer.put(1, wireVersion)
        buffer.put(2, scheme)
        buffer.put(3, source)
        buffer.put(4, number)
        buffer.put(5, file)
        buffer.put(6, row)
        buffer.put(7, column)
        buffer.put(8, code)
        buffer.put(9, UInt64(stage.rawValue))
        buffer.put(10, office)
        if let seal {
            buffer.put(11) {
                $0.put(1, UInt64(seal.dataKey))
                $0.put(2, seal.box)
            }
        }
        if let place { buffer.put(12) { place.write(to: $0) } }
        buffer.put(13, message)
        buffer.put(14, table)
        buffer.put(15, header)
    }

    /// Reads a rejection.
    ///
    /// - Throws: ``WireProblem``; `.unknownVersion` before anything else is looked at.
    public init(wire bytes: UnsafeRawBufferPointer) throws(WireProblem) {
        var reader = WireReader(bytes)
        var version: UInt64 = 0
        var stage: Stage?
        var read = Rejection(
            scheme: "",
            source: "",
            number: "",
            code: "",
            stage: .producer,
            office: ""
        )
        while let field = try reader.nextField() {
            switch field {
            case 1:
                version = try reader.varint()
                if version > wireVersion { throw .unknownVersion(version) }
            case 2: read.scheme = try reader.text()
            case 3: read.source = try reader.text()
            case 4: read.number = try reader.text()
            case 5: read.file = try reader.text()
            case 6: read.row = try reader.int64()
            case 7: read.column = try reader.text()
            case 8: read.code = try reader.text()
            case 9: stage = UInt8(exactly: try reader.varint()).flatMap(Stage.init)
            case 10: read.office = try reader.text()
            case 11: read.seal = try SealedIdentity(wire: try reader.bytes())
            case 12: read.place = try Place(wire: try reader.bytes())
            case 13: read.message = try reader.text()
            case 14: read.table = try reader.text()
            case 15: read.header = try reader.text()
            default: try reader.skip()
            }
        }
        guard version > 0 else { throw .unknownVersion(version) }
        guard let stage, !read.code.isEmpty else { throw .malformed }
        read.stage = stage
        self = read
    }
}

extension Rejection.Place {
    func write(to buffer: ByteBuffer) {
        buffer.put(1, topic.originCode)
        buffer.put(2, UInt64(UInt32(bitPattern: partition)))
        buffer.put(3, offset)
    }

    init(wire: UnsafeRawBufferPointer) throws(WireProblem) {
        var reader = WireReader(wire)
        var topic: Topic?
        var (partition, offset): (UInt64, Int64) = (0, 0)
        while let field = try reader.nextField() {
            switch field {
            case 1: topic = Topic(originCode: try reader.varint())
            case 2: partition = try reader.varint()
            case 3: offset = try reader.int64()
            default: try reader.skip()
            }
        }
        guard let topic, let partition = Int32(exactly: partition) else { throw .malformed }
        self.init(topic: topic, partition: partition, offset: offset)
    }
}
