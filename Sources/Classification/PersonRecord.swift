import Events

/// Everything known of one person, as bytes in place: how the person was last told to stand, then the
/// facts in order of arrival.
///
/// Layout: bytes of the whole record (3 bytes), of the standing (1); ``Standing``; facts as
/// ``StoredFact`` writes them. Little endian.
struct PersonRecord {
    let base: UnsafeMutableRawPointer

    /// Bytes before the standing.
    static let headCount = 4
    private static let countMax = 0xFF_FFFF

    /// Bytes of the whole record.
    var count: Int { Int(head & 0xFF_FFFF) }
    /// Bytes of the standing; 0 before the first.
    var standingCount: Int { Int(head >> 24) }
    /// The record as it is stored.
    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: base, count: count) }

    private var head: UInt32 { UInt32(littleEndian: base.load(as: UInt32.self)) }

    /// Writes the head.
    func setCounts(_ count: Int, standing: Int) {
        precondition(count <= PersonRecord.countMax, "a person has not a million facts")
        base.storeBytes(of: (UInt32(standing) << 24 | UInt32(count)).littleEndian, as: UInt32.self)
    }

    /// How the person was last told to stand; nil before the first time.
    var standing: Standing? {
        if standingCount == 0 { return nil }
        return Standing(PayloadReader(base + PersonRecord.headCount, count: standingCount))
    }

    /// The fact of that kind and identity; nil when it is not there.
    func fact(_ tag: FactTag, identity: UInt64) -> FactView? {
        var found: FactView?
        forEachFact { if $0.tag == tag.rawValue, $0.identity == identity { found = $0 } }
        return found
    }

    /// Calls `body` with each fact, in order of arrival.
    @inline(__always)
    func forEachFact(_ body: (FactView) -> Void) {
        var cursor = UnsafeRawPointer(base) + PersonRecord.headCount + standingCount
        let end = UnsafeRawPointer(base) + count
        while cursor < end {
            let fact = FactView(base: cursor)
            body(fact)
            cursor += fact.count
        }
    }

    /// Whether bytes are a record whose facts end where it ends.
    static func isWhole(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard bytes.count >= headCount, bytes.count <= countMax else { return false }
        let head = UInt32(littleEndian: bytes.loadUnaligned(as: UInt32.self))
        guard Int(head & 0xFF_FFFF) == bytes.count else { return false }
        var cursor = headCount + Int(head >> 24)
        while cursor < bytes.count {
            guard bytes.count - cursor >= 2, FactTag(rawValue: bytes[cursor]) != nil else {
                return false
            }
            cursor += FactView.headCount(bytes[cursor]) + Int(bytes[cursor + 1])
        }
        return cursor == bytes.count
    }
}

/// How a person was last told to stand: which assessment, in which form, and what of it is the
/// person's own.
struct Standing: Equatable {
    /// Counted up from 1 with each change.
    var revision: UInt64
    /// Number of the form in ``AssessmentForms``.
    var form: UInt32
    /// Unit, as a symbol.
    var unit: UInt32
    /// Day that counts; ``Verdict/noDay`` for none.
    var enrolledDay: Int32
    /// First day of benefit; ``Verdict/noDay`` for none.
    var benefitDay: Int32
    /// Key of the household; 0 for none.
    var household: UInt64

    /// As a record keeps it.
    var payload: FactPayload {
        var payload = FactPayload()
        payload.put(revision)
        payload.put(form)
        payload.put(unit)
        payload.put(day: enrolledDay)
        payload.put(day: benefitDay)
        if household != 0 { payload.put(hash: household) }
        return payload
    }

    /// Whether two standings tell the same assessment.
    func tellsTheSame(as other: Standing) -> Bool {
        form == other.form && unit == other.unit && enrolledDay == other.enrolledDay
            && benefitDay == other.benefitDay && household == other.household
    }
}

extension Standing {
    init(_ reader: PayloadReader) {
        var reader = reader
        revision = reader.number()
        form = reader.symbol()
        unit = reader.symbol()
        enrolledDay = reader.day()
        benefitDay = reader.day()
        household = reader.hash()
    }
}
