import Events

/// Keeps snapshots: bytes under a place and a position.
///
/// Several processes may write for one place at once: what is there under a position is whole, and
/// valid whoever wrote it.
public protocol SnapshotStore: Sendable {
    /// The positions of which there is a snapshot, greatest first.
    func positions(of place: SnapshotPlace) throws -> [Int64]

    /// All bytes of a snapshot.
    func load(_ place: SnapshotPlace, position: Int64) throws -> [UInt8]

    /// Keeps a snapshot, its bytes given in parts, and forgets all but the newest few of the place.
    ///
    /// It is there whole or not at all, whatever happens meanwhile.
    func save(
        _ place: SnapshotPlace,
        position: Int64,
        parts: [UnsafeRawBufferPointer]
    ) throws
}

/// Whose state a snapshot is.
public struct SnapshotPlace: Hashable, Sendable {
    /// The consumer group, which is the stage's name.
    public var group: String
    /// The input topics.
    public var topics: [Topic]
    /// The partition.
    public var partition: Int32

    /// Creates a place.
    public init(group: String, topics: [Topic], partition: Int32) {
        self.group = group
        self.topics = topics
        self.partition = partition
    }
}
