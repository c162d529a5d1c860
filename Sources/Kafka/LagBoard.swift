import CLibrdkafka
import Events
import Stage
import Synchronization

/// How far a member of a group is behind in one topic partition.
public struct KafkaLag: Sendable, Equatable {
    /// The group.
    public var group: String
    /// The topic.
    public var topic: Topic
    /// The partition.
    public var partition: Int32
    /// Offsets between the next record to deliver and the end of what is decided, as last asked.
    ///
    /// Markers of transactions count: a drained partition may show 1 or 2.
    public var offsets: Int64
}

/// Where the members of a process write how far they are, for others to read.
///
/// librdkafka's own figure does not know what transactions have committed.
final class LagBoard: Sendable {
    private struct Entry {
        var lags: [KafkaLag]
        var statistics: [KafkaStatistics]
    }

    private let entries = Mutex<[Int: Entry]>([:])

    /// All lags.
    var lags: [KafkaLag] { entries.withLock { all in all.values.flatMap(\.lags) } }

    /// The last statistics of all members.
    var statistics: [KafkaStatistics] {
        entries.withLock { all in all.values.flatMap(\.statistics) }
    }

    /// Writes how far a member is behind.
    func update(_ member: KafkaConsumer, _ lags: [KafkaLag]) {
        let key = Int(bitPattern: member.client.handle)
        let entry = Entry(lags: lags, statistics: member.statistics)
        entries.withLock { $0[key] = entry }
    }

    /// Forgets a member that leaves.
    func remove(_ member: KafkaConsumer) {
        let key = Int(bitPattern: member.client.handle)
        _ = entries.withLock { $0.removeValue(forKey: key) }
    }
}
