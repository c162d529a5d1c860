import Events

/// Everything known of one person, as bytes: the last assessment, then the facts one after another.
///
/// Layout: assessment length (2 bytes), revision (4), the assessment in wire form; then facts, each
/// of them: tag (1), length of the whole fact (1), identity (8), content (4), payload. Little endian.
struct PersonRecord {
    private(set) var bytes: [UInt8]

    init() { bytes = [0, 0, 0, 0, 0, 0] }

    /// A record as it was; nil unless it is one whose facts end where it ends.
    init?(_ bytes: UnsafeRawBufferPointer) {
        guard bytes.count >= PersonRecord.headCount else { return nil }
        var cursor = PersonRecord.headCount + (Int(bytes[0]) | Int(bytes[1]) << 8)
        while cursor < bytes.count {
            guard bytes.count - cursor >= PersonRecord.factHeadCount,
                FactTag(rawValue: bytes[cursor]) != nil,
                bytes[cursor + 1] >= PersonRecord.factHeadCount
            else { return nil }
            cursor += Int(bytes[cursor + 1])
        }
        guard cursor == bytes.count else { return nil }
        self.bytes = [UInt8](bytes)
    }

    /// Bytes before the assessment.
    static let headCount = 6
    /// Bytes before the payload of a fact.
    static let factHeadCount = 14

    var assessmentCount: Int { Int(bytes[0]) | Int(bytes[1]) << 8 }

    var revision: UInt32 {
        bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: 2, as: UInt32.self) }
    }

    /// Calls `body` with the last assessment in wire form; empty before the first.
    func withAssessment<R>(_ body: (UnsafeRawBufferPointer) -> R) -> R {
        bytes.withUnsafeBytes {
            let start = PersonRecord.headCount
            return body(UnsafeRawBufferPointer(rebasing: $0[start..<start + assessmentCount]))
        }
    }

    /// Puts a new assessment in the place of the last and counts it.
    mutating func replaceAssessment(_ new: UnsafeRawBufferPointer) {
        precondition(new.count <= 0xFFFF, "an assessment is some hundred bytes")
        let start = PersonRecord.headCount
        bytes.replaceSubrange(start..<start + assessmentCount, with: new)
        bytes[0] = UInt8(truncatingIfNeeded: new.count)
        bytes[1] = UInt8(truncatingIfNeeded: new.count >> 8)
        let next = revision + 1
        bytes.withUnsafeMutableBytes { $0.storeBytes(of: next, toByteOffset: 2, as: UInt32.self) }
    }

    /// Adds a fact unless it is there.
    ///
    /// - Returns: What becomes of it: accepted, repeated, or conflicting with the one that is there.
    mutating func add(_ fact: StoredFact) -> Tally {
        var outcome = Tally.accepted
        forEachFact { known in
            if known.tag == fact.tag.rawValue, known.identity == fact.identity {
                outcome = known.content == fact.content ? .repeated : .conflicting
            }
        }
        if outcome == .accepted { fact.append(to: &bytes) }
        return outcome
    }

    /// Whether a fact of that kind and identity is there.
    func has(_ tag: FactTag, identity: UInt64) -> Bool {
        var isKnown = false
        forEachFact { if $0.tag == tag.rawValue, $0.identity == identity { isKnown = true } }
        return isKnown
    }

    /// Calls `body` with each fact, in order of arrival.
    func forEachFact(_ body: (FactView) -> Void) {
        bytes.withUnsafeBytes { all in
            var cursor = PersonRecord.headCount + assessmentCount
            while cursor < all.count {
                let length = Int(all[cursor + 1])
                body(
                    FactView(bytes: UnsafeRawBufferPointer(rebasing: all[cursor..<cursor + length]))
                )
                cursor += length
            }
        }
    }
}

/// Kinds of facts in a record.
enum FactTag: UInt8 {
    case attributes = 1
    case payment = 2
    case rosterLine = 3
    case registration = 4
    case listRow = 5
    case exclusion = 6
    case mark = 7
    case householdTier = 8
    case transfer = 9
    case refundPaid = 20
    case decision = 21
}

/// A fact to be stored.
struct StoredFact {
    var tag: FactTag
    /// Hash of source and number: within one person it stands for the event's identity.
    var identity: UInt64
    /// Hash of the content, to tell a redelivery from a conflict.
    var content: UInt32
    var payload: FactPayload

    func append(to bytes: inout [UInt8]) {
        let start = bytes.count
        bytes.append(tag.rawValue)
        bytes.append(0)
        append(identity, to: &bytes)
        append(content, to: &bytes)
        let payload = payload
        withUnsafeBytes(of: payload.words) {
            bytes.append(contentsOf: $0.prefix(payload.count))
        }
        bytes[start + 1] = UInt8(bytes.count - start)
    }

    private func append(_ value: some FixedWidthInteger, to bytes: inout [UInt8]) {
        withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
    }
}

/// Up to 48 bytes of payload, on the stack.
struct FactPayload {
    fileprivate var words = (
        UInt64(0), UInt64(0), UInt64(0), UInt64(0), UInt64(0), UInt64(0)
    )
    fileprivate(set) var count = 0

    mutating func put(_ value: some FixedWidthInteger) {
        let width = MemoryLayout.size(ofValue: value)
        precondition(count + width <= 48)
        withUnsafeMutableBytes(of: &words) {
            $0.storeBytes(of: value.littleEndian, toByteOffset: count, as: type(of: value))
        }
        count += width
    }
}

/// A fact in a record, in place.
struct FactView {
    let bytes: UnsafeRawBufferPointer

    var tag: UInt8 { bytes[0] }
    var identity: UInt64 { bytes.loadUnaligned(fromByteOffset: 2, as: UInt64.self) }
    var content: UInt32 { bytes.loadUnaligned(fromByteOffset: 10, as: UInt32.self) }

    /// The number at an offset of the payload.
    func value<T: FixedWidthInteger & BitwiseCopyable>(_ offset: Int, as type: T.Type) -> T {
        bytes.loadUnaligned(fromByteOffset: PersonRecord.factHeadCount + offset, as: type)
    }
}
