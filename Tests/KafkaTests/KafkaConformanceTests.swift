import Kafka
import LogConformance
import Testing

/// The Kafka adapter keeps the promises of the port.
struct KafkaConformanceTests {
    /// What librdkafka's mock cluster cannot show of transactions: its TxnOffsetCommit forgets the
    /// positions (M5), so that whoever comes later begins at 0.
    private static let needsTransactions: Set<LogConformance.Exercise> = [
        .commitsOutputsAndPositionsTogether, .continuesAtTheCommittedPosition,
        .handsEachRecordToOneOwner,
    ]
    /// What only transactions promise: without them a member that is fenced between its outputs and
    /// its positions leaves outputs that come again.
    private static let promisedByTransactions: Set<LogConformance.Exercise> = [
        .handsEachRecordToOneOwner
    ]

    @Test(arguments: LogConformance.Exercise.allCases, KafkaSettings.Delivery.allCases)
    func `the Kafka log keeps what the port promises, on the mock cluster`(
        exercise: LogConformance.Exercise,
        delivery: KafkaSettings.Delivery
    ) async throws {
        let left = delivery == .exactlyOnce ? Self.needsTransactions : Self.promisedByTransactions
        if left.contains(exercise) { return }
        try await TestThread.run {
            let mock = try KafkaMock(partitions: 4)
            let url = mock.url(mode: delivery)
            try Self.conformance(delivery) { try KafkaEventLog(url: url) }.run(exercise)
        }
    }

    @Test(
        RealBroker.condition,
        arguments: LogConformance.Exercise.allCases,
        KafkaSettings.Delivery.allCases
    )
    func `F-133 the Kafka log keeps what the port promises, on a real broker`(
        exercise: LogConformance.Exercise,
        delivery: KafkaSettings.Delivery
    ) async throws {
        if delivery == .effectivelyOnce, Self.promisedByTransactions.contains(exercise) { return }
        try await TestThread.run {
            try FreshTopics.use(delivery) { topics in
                try Self.conformance(delivery) { try topics.open() }.run(exercise)
            }
        }
    }

    private static func conformance(
        _ delivery: KafkaSettings.Delivery,
        _ makeLog: @escaping @Sendable () throws -> KafkaEventLog
    ) -> LogConformance {
        LogConformance(
            patienceMs: 60_000,
            hasGaps: delivery == .exactlyOnce,
            revokesLate: true,
            makeLog: makeLog
        )
    }
}
