import Events

/// The next record to read of a topic partition.
struct StreamCursor {
    /// The topic.
    var topic: Topic
    /// The partition.
    var partition: Int32
    /// Its stream in the file.
    var stream: Int
    /// The next offset.
    var position: Int64
}
