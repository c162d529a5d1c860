/// What became of one fact in `classify`.
///
/// Raw values are wire format.
public enum Tally: UInt8, Sendable, CaseIterable {
    /// A further output of a fact that is counted already.
    case continuation = 0
    /// Taken.
    case accepted = 1
    /// Taken before, with the same content.
    case repeated = 2
    /// Taken before with other content: the first is kept.
    case conflicting = 3
    /// Rejected by `validate`.
    case rejected = 4
    /// A message of the pipeline itself (seal, day closed, activation).
    case control = 5
}

/// One message of `assessments.classified`.
///
/// Its record is keyed like the fact that caused it.
public struct Classified: Sendable {
    /// Scheme.
    public var scheme: String
    /// Offset of the causing fact in `facts.validated`, same partition.
    public var offset: Int64
    /// Ordinal among the outputs of that fact; (offset, index) only grows in a partition, but for a
    /// fact whose worker died over it: its outputs may stand twice, byte for byte.
    public var index: UInt32
    /// What became of the fact; told once, with its first output.
    public var tally: Tally
    /// Code of a rejection or of what was noticed; empty otherwise.
    public var code: String
    /// What is told.
    public var body: Body

    /// What a message tells.
    public enum Body: Sendable {
        /// A person's assessment changed.
        case change(AssessmentChange)
        /// A fact that is no person's, for the ledger.
        case forwarded(Fact)
        /// A dossier changed: a unit's, a funder's or a serial's.
        case dossier(DossierChange)
        /// Nothing but the tally.
        case noted
    }
}

/// A change of assessment as it is read: the assessments still in wire form, in place.
public struct AssessmentChange: Sendable {
    /// 1 for the person's first assessment.
    public var revision: UInt64
    /// Source and number of the causing fact.
    public var cause: String
    /// The assessment before; nil with the first.
    public var previous: Assessment?
    /// The assessment now.
    public var current: Assessment
    /// The bytes of ``current``.
    public var currentBytes: [UInt8]
    /// Bytes of the sealed identity; empty but with the first.
    public var seal: [UInt8]
}

extension Classified {
    /// Writes the common part of a message; the body follows by one of the other writers.
    ///
    /// - Parameters:
    ///   - offset: Offset of the causing fact.
    ///   - index: Ordinal among its outputs.
    public static func writeHead(
        to buffer: ByteBuffer,
        scheme: String,
        offset: Int64,
        index: UInt32,
        tally: Tally,
        code: String = ""
    ) {
        buffer.put(1, wireVersion)
        buffer.put(2, offset)
        buffer.put(3, UInt64(index))
        buffer.put(4, UInt64(tally.rawValue))
        buffer.put(5, code)
        buffer.put(6, scheme)
    }

    /// Writes a change after the head.
    public static func writeChange(
        to buffer: ByteBuffer,
        revision: UInt64,
        cause: String,
        previous: UnsafeRawBufferPointer,
        current: UnsafeRawBufferPointer,
        seal: SealedIdentity?
    ) {
        var cause = cause
        cause.withUTF8 { cause in
            func write(_ seal: PlainSeal?) {
                writeChange(
                    to: buffer,
                    revision: revision,
                    cause: UnsafeRawBufferPointer(cause),
                    previous: previous,
                    current: current,
                    seal: seal
                )
            }
            if let seal { seal.withPlain(write) } else { write(nil) }
        }
    }

    /// Writes a change after the head, of parts in place.
    ///
    /// - Parameter cause: Source and number of the causing fact, UTF-8.
    public static func writeChange(
        to buffer: ByteBuffer,
        revision: UInt64,
        cause: UnsafeRawBufferPointer,
        previous: UnsafeRawBufferPointer,
        current: UnsafeRawBufferPointer,
        seal: PlainSeal?
    ) {
        buffer.put(16) {
            $0.put(1, revision)
            $0.put(2, cause)
            $0.put(3, previous)
            $0.put(4, current)
            if let seal { $0.put(5) { seal.write(to: $0) } }
        }
    }

    /// Writes a forwarded fact after the head.
    public static func writeForwarded(to buffer: ByteBuffer, fact: Fact) {
        buffer.put(17) { fact.write(to: $0) }
    }

    /// Writes a change of a dossier after the head.
    public static func writeDossier(to buffer: ByteBuffer, change: DossierChange) {
        buffer.put(18) { change.write(to: $0) }
    }

    /// Reads a message.
    public init(wire bytes: UnsafeRawBufferPointer) throws(WireProblem) {
        var reader = WireReader(bytes)
        self.init(
            scheme: "",
            offset: 0,
            index: 0,
            tally: .continuation,
            code: "",
            body: .noted
        )
        var version: UInt64 = 0
        while let field = try reader.nextField() {
            switch field {
            case 1:
                version = try reader.varint()
                if version > wireVersion { throw .unknownVersion(version) }
            case 2: offset = try reader.int64()
            case 3: index = UInt32(truncatingIfNeeded: try reader.varint())
            case 4:
                let raw = try reader.varint()
                guard let known = UInt8(exactly: raw).flatMap(Tally.init) else { throw .malformed }
                tally = known
            case 5: code = try reader.text()
            case 6: scheme = try reader.text()
            case 16: body = .change(try AssessmentChange(wire: try reader.bytes()))
            case 17: body = .forwarded(try Fact(wire: try reader.bytes()))
            case 18: body = .dossier(try DossierChange(wire: try reader.bytes()))
            default: try reader.skip()
            }
        }
        guard version > 0 else { throw .unknownVersion(version) }
    }
}

extension AssessmentChange {
    init(wire bytes: UnsafeRawBufferPointer) throws(WireProblem) {
        var reader = WireReader(bytes)
        var revision: UInt64 = 0
        var cause = ""
        var previous: Assessment?
        var current: Assessment?
        var currentBytes: [UInt8] = []
        var seal: [UInt8] = []
        while let field = try reader.nextField() {
            switch field {
            case 1: revision = try reader.varint()
            case 2: cause = try reader.text()
            case 3: previous = try Assessment(wire: try reader.bytes())
            case 4:
                let slice = try reader.bytes()
                current = try Assessment(wire: slice)
                currentBytes = Array(slice)
            case 5: seal = Array(try reader.bytes())
            default: try reader.skip()
            }
        }
        guard let current, revision > 0 else { throw .malformed }
        self.init(
            revision: revision,
            cause: cause,
            previous: previous,
            current: current,
            currentBytes: currentBytes,
            seal: seal
        )
    }
}

extension Assessment {
    /// Writes the assessment in the form of `Topics/assessments.proto`; equal assessments give
    /// equal bytes.
    public func write(to buffer: ByteBuffer) {
        buffer.put(1, UInt64(status.rawValue))
        buffer.put(2, isCovered)
        buffer.put(3, category)
        buffer.put(4, unit)
        buffer.put(5, tier)
        buffer.put(6, premium.fen)
        buffer.put(7, due.fen)
        buffer.put(8, upfront.fen)
        for share in shares { buffer.put(9) { share.write(to: $0) } }
        for receipt in receipts { buffer.put(10) { receipt.write(to: $0) } }
        buffer.put(11, refund.fen)
        buffer.put(12, optional: enrolledOn)
        buffer.put(13, optional: benefitStart)
        for rule in rules { buffer.put(14, rule) }
        for flag in flags { buffer.put(15, flag) }
        for category in otherCategories { buffer.put(16, category) }
        buffer.put(17, household)
        for refund in refunds { buffer.put(30) { refund.write(to: $0) } }
    }

    /// Reads an assessment.
    public init(wire bytes: UnsafeRawBufferPointer) throws(WireProblem) {
        self.init()
        var reader = WireReader(bytes)
        var status: AssessmentStatus?
        while let field = try reader.nextField() {
            switch field {
            case 1: status = UInt8(exactly: try reader.varint()).flatMap(AssessmentStatus.init)
            case 2: isCovered = try reader.varint() != 0
            case 3: category = try reader.text()
            case 4: unit = try reader.text()
            case 5: tier = try reader.text()
            case 6: premium.fen = try reader.int64()
            case 7: due.fen = try reader.int64()
            case 8: upfront.fen = try reader.int64()
            case 9: shares.append(try Share(wire: try reader.bytes()))
            case 10: receipts.append(try Share(wire: try reader.bytes()))
            case 11: refund.fen = try reader.int64()
            case 12: enrolledOn = try reader.optionalDate()
            case 13: benefitStart = try reader.optionalDate()
            case 14: rules.append(try reader.text())
            case 15: flags.append(try reader.text())
            case 16: otherCategories.append(try reader.text())
            case 17: household = try reader.varint()
            case 30: refunds.append(try Share(wire: try reader.bytes()))
            default: try reader.skip()
            }
        }
        guard let status else { throw .malformed }
        self.status = status
    }
}

extension Share {
    func write(to buffer: ByteBuffer) {
        buffer.put(1, party)
        buffer.put(2, amount.fen)
    }

    init(wire bytes: UnsafeRawBufferPointer) throws(WireProblem) {
        var reader = WireReader(bytes)
        var share = Share(party: "", amount: .zero)
        while let field = try reader.nextField() {
            switch field {
            case 1: share.party = try reader.text()
            case 2: share.amount.fen = try reader.int64()
            default: try reader.skip()
            }
        }
        self = share
    }
}
