/// A fact of the kinds that come by the million, as it lies in its bytes: nothing is copied, nothing
/// allocated.
///
/// Only what is written as ``Fact/write(to:)`` writes it is a plain fact: known fields, in order, each
/// once, texts in UTF-8 without control characters. For whatever else there is ``Fact``, which
/// reads the same bytes to the same meaning.
public struct PlainFact {
    /// The scheme, UTF-8.
    public private(set) var scheme = none
    /// Who sent it, UTF-8.
    public private(set) var source = none
    /// The source's own number of it, UTF-8.
    public private(set) var number = none
    /// Name and number of the person, sealed.
    public private(set) var seal: PlainSeal?
    /// What `validate` derived from the opened seal.
    public var person: PersonAttributes?
    /// Where `validate` read it.
    public var origin: Origin?
    /// What happened.
    public private(set) var body: Body

    /// What a plain fact may be.
    public enum Body {
        /// A payment, or the reversal of one.
        case payment(PlainPayment)
        /// A person on the payment roster.
        case rosterLine(PlainRosterLine)
        /// A registration for enrolment.
        case registration(PlainRosterLine)
    }

    static var none: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: nil, count: 0) }

    /// Reads a fact; nil when it is not plain.
    ///
    /// - Parameter bytes: Must outlive the fact.
    public init?(_ bytes: UnsafeRawBufferPointer) {
        var reader = PlainReader(bytes)
        var version: UInt64 = 0
        var body: Body?
        while let field = reader.nextField() {
            switch field {
            case 1: version = reader.number()
            case 2: scheme = reader.text()
            case 3: source = reader.text()
            case 4: number = reader.text()
            case 5: seal = PlainSeal(&reader)
            case 6: person = try? PersonAttributes(wire: reader.bytes())
            case 7: origin = try? Origin(wire: reader.bytes())
            case 16: body = PlainPayment(reader.bytes()).map { .payment($0) }
            case 18: body = PlainRosterLine(reader.bytes()).map { .rosterLine($0) }
            case 19: body = PlainRosterLine(reader.bytes()).map { .registration($0) }
            default: return nil
            }
            // What follows a body is another body; and what is there must have been understood.
            if field >= 16 && body == nil { return nil }
        }
        guard reader.isPlain, version == wireVersion, let body, !scheme.isEmpty, !source.isEmpty,
            !number.isEmpty, (reader.fields & 0x20 == 0) == (seal == nil),
            (reader.fields & 0x40 == 0) == (person == nil),
            (reader.fields & 0x80 == 0) == (origin == nil)
        else { return nil }
        self.body = body
    }

    /// Writes the fact in the form of `Topics/facts.proto`.
    public func write(to buffer: ByteBuffer) {
        buffer.put(1, wireVersion)
        buffer.put(2, scheme)
        buffer.put(3, source)
        buffer.put(4, number)
        if let seal { buffer.put(5) { seal.write(to: $0) } }
        if let person { buffer.put(6) { person.write(to: $0) } }
        if let origin {
            buffer.put(7) {
                $0.put(1, origin.topic.originCode)
                $0.put(2, origin.offset)
            }
        }
        switch body {
        case .payment(let it): buffer.put(16) { it.write(to: $0) }
        case .rosterLine(let it): buffer.put(18) { it.write(to: $0) }
        case .registration(let it): buffer.put(19) { it.write(to: $0) }
        }
    }
}

/// A sealed name and number in place; see ``SealedIdentity``.
public struct PlainSeal {
    /// Which data key of the key file seals it.
    public var dataKey: UInt32
    /// 12 bytes nonce, ciphertext, 16 bytes tag.
    public var box: UnsafeRawBufferPointer

    /// Creates a seal of its parts.
    public init(dataKey: UInt32, box: UnsafeRawBufferPointer) {
        self.dataKey = dataKey
        self.box = box
    }

    fileprivate init?(_ outer: inout PlainReader) {
        var reader = PlainReader(outer.bytes())
        (dataKey, box) = (0, PlainFact.none)
        while let field = reader.nextField() {
            switch field {
            case 1: dataKey = reader.number32()
            case 2: box = reader.bytes()
            default: return nil
            }
        }
        guard reader.isPlain else { return nil }
    }

    /// Writes the seal as ``SealedIdentity`` is written.
    public func write(to buffer: ByteBuffer) {
        buffer.put(1, UInt64(dataKey))
        buffer.put(2, box)
    }
}

extension SealedIdentity {
    /// Calls `body` with the seal in place.
    public func withPlain<R>(_ body: (PlainSeal) -> R) -> R {
        box.withUnsafeBytes { body(PlainSeal(dataKey: dataKey, box: $0)) }
    }

    /// Copies a seal.
    public init(_ plain: PlainSeal) {
        self.init(dataKey: plain.dataKey, box: Array(plain.box))
    }
}

/// A payment line in place; see ``Payment``.
public struct PlainPayment {
    /// Amount received, or taken back by a reversal.
    public private(set) var amount = Money.zero
    /// Unit that it is counted for.
    public private(set) var unit = PlainFact.none
    /// Channel id.
    public private(set) var channel = PlainFact.none
    /// When the payer paid.
    public private(set) var paidAt = CivilTime(second: 0)
    /// Tier chosen.
    public private(set) var tier = PlainFact.none
    /// The number of the payment that this line takes back.
    public private(set) var reverses = PlainFact.none

    fileprivate init?(_ bytes: UnsafeRawBufferPointer) {
        var reader = PlainReader(bytes)
        while let field = reader.nextField() {
            switch field {
            case 1: amount.fen = Int64(bitPattern: reader.number())
            case 2: unit = reader.text()
            case 3: channel = reader.text()
            case 4: paidAt.second = reader.zigzag()
            case 5: tier = reader.text()
            case 6: reverses = reader.text()
            default: return nil
            }
        }
        guard reader.isPlain else { return nil }
    }

    fileprivate func write(to buffer: ByteBuffer) {
        buffer.put(1, amount.fen)
        buffer.put(2, unit)
        buffer.put(3, channel)
        buffer.put(4, zigzag: paidAt.second)
        buffer.put(5, tier)
        buffer.put(6, reverses)
    }
}

/// A line of the payment roster, or a registration, in place; see ``RosterLine``.
///
/// Without the household number, which goes no further than `validate`.
public struct PlainRosterLine {
    /// Unit.
    public private(set) var unit = PlainFact.none
    /// Where the person lives and studies.
    public private(set) var residence: Residence = []
    /// Birth date, where there is no number that tells it.
    public private(set) var birth: CivilDate?
    /// Tier.
    public private(set) var tier = PlainFact.none
    /// Whether the guardian's particulars are given.
    public private(set) var hasGuardian = false
    /// When it was filed.
    public private(set) var filedOn: CivilDate?
    /// Key of the household; 0 when none is known.
    public private(set) var householdKey: UInt64 = 0
    /// Tier that most of the household's rows name.
    public private(set) var householdTier = PlainFact.none

    fileprivate init?(_ bytes: UnsafeRawBufferPointer) {
        var reader = PlainReader(bytes)
        while let field = reader.nextField() {
            switch field {
            case 1: unit = reader.text()
            case 3: residence = Residence(rawValue: UInt32(truncatingIfNeeded: reader.number()))
            case 4: birth = reader.optionalDay()
            case 5: tier = reader.text()
            case 6: hasGuardian = reader.number() != 0
            case 7: filedOn = reader.optionalDay()
            case 8: householdKey = reader.number()
            case 9: householdTier = reader.text()
            default: return nil
            }
        }
        guard reader.isPlain else { return nil }
    }

    /// Forgets the household, which no rule of a scheme may need.
    public mutating func forgetHousehold() { (householdKey, householdTier) = (0, PlainFact.none) }

    fileprivate func write(to buffer: ByteBuffer) {
        buffer.put(1, unit)
        buffer.put(3, UInt64(residence.rawValue))
        buffer.put(4, optional: birth)
        buffer.put(5, tier)
        buffer.put(6, hasGuardian)
        buffer.put(7, optional: filedOn)
        buffer.put(8, householdKey)
        buffer.put(9, householdTier)
    }
}

extension PlainFact {
    /// Puts a roster line or registration in the place of the one that was read.
    public mutating func replace(_ line: PlainRosterLine) {
        switch body {
        case .payment: preconditionFailure("a payment is no line")
        case .rosterLine: body = .rosterLine(line)
        case .registration: body = .registration(line)
        }
    }
}
