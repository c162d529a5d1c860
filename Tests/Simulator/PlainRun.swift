import Classification
import Events
import Ledger
import Validation

/// The season through the same cores without worker, database or fault.
struct PlainRun {
    let books = Books()
    private let classifier = Classifier { _, hash in Packs.byHash[hash] }
    private let poster = Poster()

    /// What everything else must come to as well: each producer's messages one after the other.
    init(_ season: Season) throws {
        let validator = Validator(keys: Resident.keys, policies: Packs.compiled)
        let received = (0..<season.partitions).map { _ in RecordBatch() }
        for (offset, message) in season.streams.joined().enumerated() {
            message.key.withUnsafeBytes { key in
                let chosen = Partitioner.partition(of: key, count: season.partitions)
                let partition = message.partition ?? chosen
                message.bytes.withUnsafeBytes { bytes in
                    received[Int(partition)].append(
                        topic: message.topic,
                        partition: partition,
                        offset: Int64(offset),
                        key: key,
                        value: bytes
                    )
                }
            }
        }
        for (partition, batch) in received.enumerated() {
            let validated = RecordBatch()
            validator.process(batch, into: validated)
            try post(validated, Int32(partition))
        }
    }

    /// The ledger that the log of record gives by itself.
    init(replaying log: SimulatedLog) throws {
        for partition in 0..<Int32(log.partitions) {
            let facts = RecordBatch()
            _ = log.deliver(.factsValidated, partition, from: 0, maxRecords: .max, into: facts)
            try post(facts, partition)
        }
    }

    private func post(_ outputs: RecordBatch, _ partition: Int32) throws {
        classifier.assign(partition: partition)
        poster.assign(books.open(partition))
        let facts = RecordBatch()
        for place in outputs.places where place.topic == .factsValidated {
            facts.append(
                topic: .factsValidated,
                partition: partition,
                offset: Int64(facts.count),
                key: outputs.key(of: place),
                value: outputs.value(of: place)
            )
        }
        let classified = RecordBatch()
        classifier.process(facts, into: classified)
        var number: Int64 = 0
        classified.number(from: &number)
        try books.apply(poster.post(classified) { _, _ in })
    }
}
