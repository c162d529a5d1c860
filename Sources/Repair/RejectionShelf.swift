import Events
import Stage

/// Reads rejections, what was done about them, and the messages themselves from a log.
public struct RejectionShelf {
    private let log: any EventLog

    /// Creates a shelf over a log.
    public init(_ log: any EventLog) { self.log = log }

    /// Every rejection of the log and what became of it.
    ///
    /// - Throws: What the log says; ``WireProblem`` for a rejection that is none.
    public func book() throws -> RejectionBook {
        var book = RejectionBook()
        try scan(.rejections) {
            book.take(try Rejection(wire: $0.value(of: $1)), writtenMs: $1.writtenMs)
        }
        try scan(.operationsReceived) { batch, place in
            if let fact = try? Fact(wire: batch.value(of: place)) { book.take(fact) }
        }
        return book
    }

    /// A message as it stands in a received topic: key and value, byte for byte.
    public struct Message {
        /// Where it stands.
        public var place: Rejection.Place
        /// The key.
        public var key: [UInt8]
        /// The value.
        public var value: [UInt8]
    }

    /// Reads the message that `validate` rejected.
    ///
    /// - Returns: Nil when the log holds it no longer.
    public func message(at place: Rejection.Place) throws -> Message? {
        let batch = RecordBatch()
        try log.read(
            topic: place.topic,
            partition: place.partition,
            from: place.offset,
            maxRecords: 1,
            into: batch
        )
        guard let found = batch.places.first(where: { $0.offset == place.offset }) else {
            return nil
        }
        return Message(
            place: place,
            key: Array(batch.key(of: found)),
            value: Array(batch.value(of: found))
        )
    }

    /// Calls `body` with each record of a topic.
    func scan(_ topic: Topic, _ body: (RecordBatch, RecordPlace) throws -> Void) throws {
        for partition in 0..<Int32(try log.partitionCount(of: topic)) {
            try log.scan(topic, partition: partition, body)
        }
    }
}
