import Events

/// Kinds of facts in a record.
///
/// Raw values are the form of the state.
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
///
/// Layout: tag (1 byte), length of the payload (1), identity (8), content (4), payload; attributes,
/// which a person has once, have neither identity nor content.
struct StoredFact {
    var tag: FactTag
    /// Hash of source and number: within one person it stands for the event's identity.
    var identity: UInt64
    /// Hash of the content, to tell a redelivery from a conflict.
    var content: UInt32
    var payload: FactPayload

    /// Bytes that it takes.
    var size: Int { FactView.headCount(tag.rawValue) + payload.count }

    /// Writes it where ``size`` bytes are free.
    func write(to place: UnsafeMutableRawPointer) {
        place.storeBytes(of: tag.rawValue, as: UInt8.self)
        place.storeBytes(of: UInt8(payload.count), toByteOffset: 1, as: UInt8.self)
        if tag != .attributes {
            place.storeBytes(of: identity.littleEndian, toByteOffset: 2, as: UInt64.self)
            place.storeBytes(of: content.littleEndian, toByteOffset: 10, as: UInt32.self)
        }
        payload.withBytes {
            guard let start = $0.baseAddress else { return }
            (place + FactView.headCount(tag.rawValue)).copyMemory(from: start, byteCount: $0.count)
        }
    }
}

/// A fact in a record, in place.
struct FactView {
    let base: UnsafeRawPointer

    /// Bytes before the payload.
    @inline(__always)
    static func headCount(_ tag: UInt8) -> Int { tag == FactTag.attributes.rawValue ? 2 : 14 }

    var tag: UInt8 { base.load(as: UInt8.self) }
    /// Bytes of the whole fact.
    var count: Int { FactView.headCount(tag) + Int(base.load(fromByteOffset: 1, as: UInt8.self)) }
    /// Not of attributes.
    var identity: UInt64 {
        UInt64(littleEndian: base.loadUnaligned(fromByteOffset: 2, as: UInt64.self))
    }
    /// Not of attributes.
    var content: UInt32 {
        UInt32(littleEndian: base.loadUnaligned(fromByteOffset: 10, as: UInt32.self))
    }

    /// The payload from its beginning.
    var payload: PayloadReader {
        PayloadReader(
            base + FactView.headCount(tag),
            count: Int(base.load(fromByteOffset: 1, as: UInt8.self))
        )
    }
}
