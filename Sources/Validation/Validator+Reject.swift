import Events

extension Validator {
    /// Publishes the rejection with the message's bytes sealed, and forwards a tombstone so that
    /// counts close downstream.
    func reject(
        _ fact: Fact?,
        _ refusal: Refusal,
        place: RecordPlace,
        input: RecordBatch,
        output: RecordBatch
    ) {
        // What no store can hold names nothing.
        let head = fact.flatMap { $0.isNameable ? $0 : nil }
        let source = head?.source ?? place.topic.rawValue
        let number = head?.number ?? "\(place.partition)/\(place.offset)"
        let scheme = head?.scheme ?? Validator.schemeOfUndecodable
        let rejection = Rejection(
            scheme: scheme,
            source: source,
            number: number,
            code: refusal.code.rawValue,
            stage: .validate,
            office: refusal.code.office,
            seal: try? keys(of: scheme)?.seal(
                bytes: Array(input.value(of: place).prefix(Validator.sealedBytesMax)),
                scheme: scheme
            ),
            place: Rejection.Place(
                topic: place.topic,
                partition: place.partition,
                offset: place.offset
            )
        )
        output.append(topic: .rejections, partition: place.partition, key: rejection.key) {
            rejection.write(to: $0)
        }
        output.addHeaders(rejection.headers)
        let list: (id: String, row: Int64) =
            if case .listRow(let row) = head?.body { (row.list, row.row) } else { ("", 0) }
        var tombstone = Fact(
            scheme: scheme,
            source: source,
            number: number,
            body: .rejected(
                Tombstone(code: refusal.code.rawValue, list: list.id, row: list.row)
            )
        )
        tombstone.origin = Origin(topic: place.topic, offset: place.offset)
        output.append(
            topic: .factsValidated,
            partition: place.partition,
            key: input.key(of: place)
        ) { tombstone.write(to: $0) }
    }

    /// The scheme under which undecodable messages are counted.
    public static let schemeOfUndecodable = "unknown"
    private static let sealedBytesMax = 65_536
}
