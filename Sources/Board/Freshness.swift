import Overview
import Synchronization

/// Of which moment the figures are that the board shows, by scheme: fed by the read model, shown in
/// the foot of every page and in the metrics.
public final class Freshness: Sendable {
    /// The moment of the figures and when they were read.
    public struct Reading: Sendable {
        /// The moment of the books.
        public var moment: Moment
        /// When the books were read: seconds since 1970.
        public var readAt: Int64
    }

    private let readings = Mutex<[String: Reading]>([:])

    /// Creates an empty one.
    public init() {}

    /// Notes that the figures of a scheme were read.
    public func note(scheme: String, moment: Moment, readAt seconds: Int64) {
        readings.withLock { $0[scheme] = Reading(moment: moment, readAt: seconds) }
    }

    /// The figures of a scheme; nil before they were read.
    public func reading(of scheme: String) -> Reading? { readings.withLock { $0[scheme] } }

    /// All schemes with their figures, in order of ids.
    var all: [(scheme: String, reading: Reading)] {
        readings.withLock { $0.map { ($0.key, $0.value) } }.sorted { $0.0 < $1.0 }
    }
}
