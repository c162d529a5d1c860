import CLibrdkafka
import Stage

/// The librdkafka that the process runs with.
///
/// Built and tested with 2.0.2, what Debian 12 has.
///
/// Defects of 2.0.2 that touch the pipeline, and what is done about each:
/// - The first record by name to a topic waits up to 1 s: topic handles are made and metadata is
///   asked for before (``TopicHandles``).
/// - `flush` wakes every 10 ms only, unless delivery reports come: they are always asked for, and
///   served on the thread that waits (``DeliveryTally``).
/// - Seek, pause and resume beside the batch calls lose or misplace records, and the time limit of
///   seek is wrong: there is no seek, a move is a new assignment with explicit offsets.
/// - `position` has moved past records that are still in the array when a partition is revoked: it
///   is never asked, ``Stream`` keeps its own.
/// - A callback cannot end a batch call by `rd_kafka_yield`: the queue is woken instead.
/// - Idempotent producers may fail fatally without need: a producer that failed is made anew.
/// - An unassigned member's group metadata names no generation, and a transaction with it is not
///   fenced: metadata is taken once, with the assignment, and dies with it.
/// - `consumer_close` and `destroy` may hang: both run on a thread that is not waited for
///   (``Deadline``).
/// - Cooperative assignment has several: the assignor is `range`.
/// - AlterConfigs resets what it does not name: ``KafkaAdmin`` reads, merges, writes.
/// - Headers may be freed twice: none are written.
/// - SCRAM sends the client's nonce twice (mended in 2.6.1, librdkafka#4895), which brokers of Kafka
///   4.x refuse as invalid credentials: the refusal says so (``note(on:number:name:)``).
public enum LibrdkafkaVersion {
    /// The lowest version that is known to work, as `major.minor.revision`.
    public static let lowest = "2.0.2"

    /// The version that the process runs with.
    public static var running: String { String(cString: rd_kafka_version_str()) }

    /// Refuses an older library.
    ///
    /// - Throws: ``LogProblem/unusable(_:)``.
    public static func check() throws { try check(number: rd_kafka_version(), name: running) }

    /// What to do about a refused SASL mechanism that this library cannot use with every broker.
    static func note(
        on mechanism: String?,
        number: Int32 = rd_kafka_version(),
        name: String = running
    ) -> String? {
        guard let mechanism, mechanism.uppercased().hasPrefix("SCRAM"), number >> 8 < 0x02_06_01
        else { return nil }
        return "Brokers of Kafka 4.x refuse \(mechanism) of librdkafka \(name), whatever the "
            + "password: use PLAIN over TLS, a client certificate, or librdkafka 2.6.1 or later."
    }

    /// - Parameter number: 0xMMmmrrff: major, minor, revision, pre-release.
    static func check(number: Int32, name: String) throws {
        guard number >> 8 >= 0x02_00_02 else {
            throw LogProblem.unusable(
                "librdkafka \(name) is too old: \(lowest) or later expected. Install librdkafka1."
            )
        }
    }
}
