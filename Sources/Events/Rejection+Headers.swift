extension Rejection {
    /// What tools for dead letters read: the names of Kafka Connect, and ours beside them.
    ///
    /// No value of a row stands in them; the sentence is that of ``message``, masked.
    public var headers: RecordHeaders {
        var headers = RecordHeaders()
        if let place {
            headers.add("__connect.errors.topic", place.topic.rawValue)
            headers.add("__connect.errors.partition", "\(place.partition)")
            headers.add("__connect.errors.offset", "\(place.offset)")
        }
        headers.add("__connect.errors.stage", "\(stage)")
        headers.add("__connect.errors.exception.class.name", code)
        headers.add("__connect.errors.exception.message", message.isEmpty ? code : message)
        headers.add("dlq.reason", code)
        headers.add("dlq.id", id)
        return headers
    }
}
