import Events

/// A place among the outputs: offset of the record that caused it, then its number.
struct OutputMark {
    var offset: Int64
    var index: UInt32
}

/// Writes the outputs of one input after the other, numbered.
///
/// One serves a whole batch, on one thread.
final class Emitter {
    @exclusivity(unchecked) private(set) var place: RecordPlace
    private let input: RecordBatch
    private let output: RecordBatch
    /// Number of the next output.
    @exclusivity(unchecked) var next: UInt32 = 0
    /// What is out already.
    @exclusivity(unchecked) private var published: OutputMark?
    /// Source and number of the fact that causes changes.
    private let causing = ByteBuffer(capacity: 256)

    init(place: RecordPlace, input: RecordBatch, output: RecordBatch) {
        self.place = place
        self.input = input
        self.output = output
    }

    /// Passes on to an input, of whose outputs some may be out already.
    func turn(to place: RecordPlace, published: OutputMark?) {
        self.place = place
        self.published = published
        next = 0
    }

    var key: UnsafeRawBufferPointer { input.key(of: place) }
    var value: UnsafeRawBufferPointer { input.value(of: place) }
    /// Records in the output, those of other inputs too.
    var outputCount: Int { output.count }

    func note(scheme: String, _ tally: Tally, code: String = "") {
        emit(key: key, scheme: scheme, tally: tally, code: code) { _ in }
    }

    func forward(_ fact: Fact, scheme: String, tally: Tally) {
        emit(key: key, scheme: scheme, tally: tally, code: "") {
            Classified.writeForwarded(to: $0, fact: fact)
        }
    }

    func dossier(_ change: DossierChange, scheme: String) {
        Array(change.subject.id.utf8).withUnsafeBytes {
            emit(key: $0, scheme: scheme, tally: .continuation, code: "") {
                Classified.writeDossier(to: $0, change: change)
            }
        }
    }

    /// Names what causes the changes that follow.
    func cause(_ source: UnsafeRawBufferPointer, _ number: UnsafeRawBufferPointer) {
        causing.removeAll()
        causing.append(source)
        causing.append(byte: UInt8(ascii: "/"))
        causing.append(number)
    }

    /// Names what causes the changes that follow.
    func cause(_ fact: Fact) {
        var (source, number) = (fact.source, fact.number)
        source.withUTF8 { source in
            number.withUTF8 { cause(UnsafeRawBufferPointer(source), UnsafeRawBufferPointer($0)) }
        }
    }

    func change(_ change: StandingChange, scheme: String, tally: Tally) {
        change.person.withBytes { key in
            emit(key: key, scheme: scheme, tally: tally, code: "") {
                Classified.writeChange(
                    to: $0,
                    revision: change.revision,
                    cause: causing.bytes,
                    previous: change.previous,
                    current: change.current,
                    seal: change.seal
                )
            }
        }
    }

    private func emit(
        key: UnsafeRawBufferPointer,
        scheme: String,
        tally: Tally,
        code: String,
        body: (ByteBuffer) -> Void
    ) {
        let index = next
        next += 1
        if let published, (place.offset, index) <= (published.offset, published.index) { return }
        output.append(
            topic: .assessmentsClassified,
            partition: place.partition,
            key: key
        ) { buffer in
            Classified.writeHead(
                to: buffer,
                scheme: scheme,
                offset: place.offset,
                index: index,
                tally: tally,
                code: code
            )
            body(buffer)
        }
    }
}

/// A change of one person's assessment, in wire form and in place.
struct StandingChange {
    var person: PersonKey
    /// 1 for the first.
    var revision: UInt64
    /// The assessment before; empty with the first.
    var previous: UnsafeRawBufferPointer
    /// The assessment now.
    var current: UnsafeRawBufferPointer
    /// Goes with the first.
    var seal: PlainSeal?
}
