import Events

/// Passes each record on, to the same partition.
final class EchoCore: StageCore {
    func assign(partition: Int32) {}

    func revoke(partition: Int32) {}

    func process(_ input: RecordBatch, into output: RecordBatch) {
        for place in input.places {
            let value = input.value(of: place)
            output.append(
                topic: .factsValidated,
                partition: place.partition,
                key: input.key(of: place)
            ) { $0.append(value) }
        }
    }
}
