import Events

/// Which rejections are meant.
public struct RejectionFilter: Sendable {
    /// Only these ids; empty means all.
    public var ids: Set<String> = []
    /// Only of this scheme.
    public var scheme: String?
    /// Only this code.
    public var code: String?
    /// Only what this office can put right.
    public var office: String?
    /// Only from this source.
    public var source: String?
    /// Only from this file.
    public var file: String?
    /// Only of this stage.
    public var stage: Rejection.Stage?
    /// Only read from this topic.
    public var topic: Topic?
    /// Only read from this partition.
    public var partition: Int32?
    /// Only read at these offsets.
    public var offsets: ClosedRange<Int64>?
    /// Only what the log took in this time, in milliseconds since 1970.
    public var written: ClosedRange<Int64>?
    /// Only in these states; empty means all.
    public var states: Set<RejectionBook.State> = []

    /// Creates a filter that lets everything through.
    public init() {}

    /// Whether a rejection is meant.
    public func takes(_ entry: RejectionBook.Entry) -> Bool {
        let it = entry.rejection
        if !ids.isEmpty, !ids.contains(entry.id) { return false }
        // What could not be read has no scheme of its own.
        if let scheme, it.scheme != scheme, it.scheme != RejectionFilter.unknownScheme {
            return false
        }
        return isEqual(code, it.code) && isEqual(office, it.office) && isEqual(source, it.source)
            && isEqual(file, it.file) && isEqual(stage, it.stage)
            && takesPlace(it.place)
            && (written?.contains(entry.writtenMs) ?? true)
            && (states.isEmpty || states.contains(entry.state))
    }

    private static let unknownScheme = "unknown"

    private func isEqual<T: Equatable>(_ wanted: T?, _ value: T) -> Bool {
        wanted == nil || wanted == value
    }

    private func takesPlace(_ place: Rejection.Place?) -> Bool {
        if topic == nil, partition == nil, offsets == nil { return true }
        guard let place else { return false }
        return isEqual(topic, place.topic) && isEqual(partition, place.partition)
            && (offsets?.contains(place.offset) ?? true)
    }
}
