import Events

/// Tells how far a worker is behind, and since when its oldest record waits.
///
/// A log does not say when a record came that nobody has read. But it came after the last record
/// that was taken, and after the last moment at which nothing waited; where records stand still it
/// is read once, for its date. Used by the thread of its worker.
final class LagMeter {
    private struct Place {
        var topic: Topic
        var partition: Int32
        /// The first offset not done.
        var done: Int64
        /// The oldest record that waits is not older, in milliseconds since 1970.
        var notBeforeMs: Int64
        /// An end behind which nothing is to be read: markers of transactions.
        var emptyEnd: Int64 = -1
    }

    /// Time between two looks at a record that is not delivered, in nanoseconds.
    private static let probeEvery: UInt64 = 2_000_000_000

    private let clock: WallClock
    private var places: [Place] = []
    private var probed: UInt64 = 0
    private let probe = RecordBatch()

    init(clock: WallClock) { self.clock = clock }

    /// Takes partitions, from the positions on at which they stand.
    func take(_ positions: [LogPosition]) {
        let now = clock.milliseconds()
        forget(positions.map(\.partition))
        places += positions.map {
            Place(topic: $0.topic, partition: $0.partition, done: $0.offset, notBeforeMs: now)
        }
    }

    /// Gives partitions up.
    func forget(_ gone: [Int32]) { places.removeAll { gone.contains($0.partition) } }

    /// Takes in that the records of a batch are done.
    func count(_ batch: RecordBatch, upTo positions: [LogPosition]) {
        for position in positions {
            guard let index = index(position.topic, position.partition) else { continue }
            places[index].done = position.offset
        }
        guard let last = batch.places.last, last.writtenMs > 0,
            let index = index(last.topic, last.partition)
        else { return }
        places[index].notBeforeMs = max(places[index].notBeforeMs, last.writtenMs)
    }

    /// The figures, from where the partitions end.
    func figures(_ ends: [LogPosition]) -> [LagFigure] {
        let now = clock.milliseconds()
        return ends.compactMap { end in
            guard let index = index(end.topic, end.partition) else { return nil }
            let place = places[index]
            let isEmpty = end.offset <= place.done || end.offset == place.emptyEnd
            if isEmpty { places[index].notBeforeMs = now }
            return LagFigure(
                topic: end.topic,
                partition: end.partition,
                events: isEmpty ? 0 : end.offset - place.done,
                sinceMs: isEmpty ? 0 : max(1, min(place.notBeforeMs, now))
            )
        }
    }

    /// Looks whether records wait that the log does not deliver.
    ///
    /// - Returns: Whether there are any; nil when nothing seems to wait, or it is not the time to look.
    func isStanding(_ figures: [LagFigure], log: any EventLog) throws -> Bool? {
        let waiting = figures.filter { $0.events > 0 }
        if waiting.isEmpty { return nil }
        let now = Nanoseconds.now
        guard now &- probed > Self.probeEvery else { return nil }
        probed = now
        var isStanding = false
        for figure in waiting {
            guard let index = index(figure.topic, figure.partition) else { continue }
            let done = places[index].done
            try log.read(
                topic: figure.topic,
                partition: figure.partition,
                from: done,
                maxRecords: 1,
                into: probe
            )
            if let first = probe.places.first {
                isStanding = true
                if first.writtenMs > 0 { places[index].notBeforeMs = first.writtenMs }
            } else {
                places[index].emptyEnd = done + figure.events
            }
        }
        return isStanding
    }

    private func index(_ topic: Topic, _ partition: Int32) -> Int? {
        places.firstIndex { $0.partition == partition && $0.topic == topic }
    }
}
