import Classification
import Events
import Ledger
import Ranking
import Stage
import Validation

/// Messages of the log: every type of `Topics/*.proto`, in place and the long way, and what `validate`
/// makes of them.
final class WireTarget: FuzzTarget {
    static let name = "wire"

    private let world: FuzzWorld
    private let validator: Validator
    private let key: [UInt8]
    private let seal: SealedIdentity
    private let scheme = "tengzhou-2023"
    /// A field that no build knows, by which a message goes the long way.
    private static let unknown: [UInt8] = [0xE0, 3, 1]

    init() throws {
        world = try FuzzWorld([scheme, "yanjiang-2021"])
        validator = Validator(keys: world.keys, policies: world.policies)
        let person = world.person
        key = world.keys.personKey(kind: person.kind, number: person.number)
            .withBytes { Array($0) }
        seal = try world.keys.seal(person, scheme: scheme)
    }

    func read(_ input: UnsafeRawBufferPointer) throws {
        var feed = InputFeed(input)
        switch feed.choice(of: 10) {
        case 0: try fact(feed.rest)
        case 1: try validate(feed.rest)
        case 2: try classified(feed.rest)
        case 3: try stable(feed.rest, LedgerPosted.init(wire:)) { $0.write(to: $1) }
        case 4: try stable(feed.rest, RankingPublished.init(wire:)) { $0.write(to: $1) }
        case 5: try stable(feed.rest, Rejection.init(wire:)) { $0.write(to: $1) }
        case 6: try stable(feed.rest, OfficeEvent.init(wire:)) { $0.write(to: $1) }
        case 7: try stable(feed.rest, DossierChange.init(wire:)) { $0.write(to: $1) }
        case 8: try stable(feed.rest, Assessment.init(wire:)) { $0.write(to: $1) }
        default: try headers(feed.rest)
        }
    }

    /// What is read and written is read again, and written the same.
    private func stable<Message>(
        _ bytes: UnsafeRawBufferPointer,
        _ read: (UnsafeRawBufferPointer) throws -> Message,
        _ write: (Message, ByteBuffer) -> Void
    ) throws {
        guard let first = try? read(bytes) else { return }
        let once = written { write(first, $0) }
        guard let second = try? once.withUnsafeBytes(read) else {
            throw Broken("\(Message.self): what was written is not read")
        }
        let twice = written { write(second, $0) }
        try promise(once == twice, "\(Message.self): is written otherwise the second time")
    }

    /// What is read in place is a fact, and is written as the fact is.
    private func fact(_ bytes: UnsafeRawBufferPointer) throws {
        try stable(bytes, Fact.init(wire:)) { $0.write(to: $1) }
        guard let plain = PlainFact(bytes) else { return }
        guard let fact = try? Fact(wire: bytes) else {
            throw Broken("a plain fact is no fact")
        }
        try promise(
            written { plain.write(to: $0) } == written { fact.write(to: $0) },
            "a fact in place means something else"
        )
    }

    private func classified(_ bytes: UnsafeRawBufferPointer) throws {
        let message = try? Classified(wire: bytes)
        guard let plain = PlainChange(bytes) else { return }
        guard let message else {
            // The assessments in it are read by whoever posts them.
            guard
                (try? Assessment(wire: plain.current)) == nil
                    || (!plain.previous.isEmpty && (try? Assessment(wire: plain.previous)) == nil)
            else { throw Broken("a plain change is no message") }
            return
        }
        guard case .change(let change) = message.body else {
            throw Broken("a plain change is another message")
        }
        try promise(
            plain.scheme.elementsEqual(message.scheme.utf8) && plain.offset == message.offset
                && plain.index == message.index && plain.tally == message.tally
                && plain.revision == change.revision
                && plain.cause.elementsEqual(change.cause.utf8)
                && plain.current.elementsEqual(change.currentBytes)
                && plain.seal.elementsEqual(change.seal)
                && plain.previous.isEmpty == (change.previous == nil),
            "a change in place means something else"
        )
    }

    /// Both ways through `validate` accept the same and give the same bytes.
    private func validate(_ bytes: UnsafeRawBufferPointer) throws {
        guard var fact = try? Fact(wire: bytes) else {
            let refused = output(Array(bytes)).contains { $0.topic == .rejections }
            return try promise(refused, "what is no fact is not refused")
        }
        var value = Array(bytes)
        // Nobody guesses a seal: what has one gets a good one.
        if fact.seal != nil {
            fact.seal = seal
            fact.scheme = scheme
            value = written { fact.write(to: $0) }
        }
        let (short, long) = (output(value), output(value + WireTarget.unknown))
        try promise(short.count == long.count, "one way refuses what the other takes")
        for (one, other) in zip(short, long) where one.topic == .factsValidated {
            try promise(one.value == other.value, "the ways give other facts")
            guard (try? one.value.withUnsafeBytes { try Fact(wire: $0) }) != nil else {
                throw Broken("what validate passes on is no fact")
            }
        }
        try promise(short.contains { $0.topic == .factsValidated }, "a message gives no output")
    }

    private func output(_ value: [UInt8]) -> [(topic: Topic, value: [UInt8])] {
        let (input, output) = (RecordBatch(capacity: 1024), RecordBatch(capacity: 2048))
        key.withUnsafeBytes { key in
            value.withUnsafeBytes {
                input.append(
                    topic: .paymentsReceived,
                    partition: 0,
                    offset: 7,
                    key: key,
                    value: $0
                )
            }
        }
        validator.process(input, into: output)
        return output.places.map { ($0.topic, Array(output.value(of: $0))) }
    }

    /// Headers end where their bytes do; a trace is what its text says.
    private func headers(_ bytes: UnsafeRawBufferPointer) throws {
        var copied = RecordHeaders()
        let isWhole = RecordHeaders.forEach(in: bytes) { copied.add($0, $1) }
        if isWhole {
            let other = RecordHeaders(copying: bytes)
            try promise(copied.texts.count == other.texts.count, "headers are counted otherwise")
            try promise(
                copied.texts.elementsEqual(other.texts) { $0 == $1 },
                "headers are copied otherwise"
            )
            for (name, _) in other.texts
            where other[name] == nil
                && !name.unicodeScalars.contains("\u{FFFD}")
            {
                throw Broken("a header is not found by its name")
            }
        }
        if let trace = TraceContext(String(decoding: bytes, as: UTF8.self)) {
            try promise(TraceContext(trace.description) == trace, "a trace is told otherwise")
        }
    }
}
