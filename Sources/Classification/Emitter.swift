import Events

/// A place among the outputs: offset of the record that caused it, then its number.
struct OutputMark {
    var offset: Int64
    var index: UInt32
}

/// Writes the outputs of one input, numbered.
final class Emitter {
    let place: RecordPlace
    private let input: RecordBatch
    private let output: RecordBatch
    /// Number of the next output.
    var next: UInt32 = 0
    /// What is out already.
    var published: OutputMark?

    init(place: RecordPlace, input: RecordBatch, output: RecordBatch) {
        self.place = place
        self.input = input
        self.output = output
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

    func change(
        _ person: PersonKey,
        scheme: String,
        tally: Tally,
        cause: Fact,
        revision: UInt64,
        previous: UnsafeRawBufferPointer,
        current: UnsafeRawBufferPointer,
        seal: SealedIdentity?
    ) {
        person.withBytes { key in
            emit(key: key, scheme: scheme, tally: tally, code: "") {
                Classified.writeChange(
                    to: $0,
                    revision: revision,
                    cause: "\(cause.source)/\(cause.number)",
                    previous: previous,
                    current: current,
                    seal: seal
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
