import Dispatch
import Events
import Synchronization

/// Keeps the state of a core's partitions in a ``SnapshotStore``, and finds it there again.
///
/// What is written is the state at a committed position only. Nothing that goes wrong here stops the
/// stage: it is told, and the log is read instead. Used by the thread of its worker.
public final class SnapshotKeeper {
    /// When a state is written.
    public struct Options: Sendable {
        /// A partition's state is written when it has moved on by so many records.
        public var everyRecords: Int64 = 500_000
        /// A partition that is given up is written when it has moved on by so many records.
        public var leavingRecords: Int64 = 50_000
        /// Giving partitions up takes no longer than about so many milliseconds.
        public var leavingMs = 1_000
        /// Nanoseconds of a monotonic clock.
        public var now: @Sendable () -> UInt64 = { DispatchTime.now().uptimeNanoseconds }

        /// Creates the default options.
        public init() {}
    }

    /// What was done of a partition, and when its state was written last.
    struct Progress {
        var inputs: [InputProgress]
        var partitionCounts: [Int]
        var savedAt: Int64 = 0

        var position: Int64 { inputs.reduce(0) { $0 + $1.position } }
        /// Records done since.
        var moved: Int64 { position - savedAt }
    }

    let group: String
    let topics: [Topic]
    let store: any SnapshotStore
    let status: WorkerStatus
    let tell: @Sendable (String) -> Void
    private let options: Options
    private let scribe: any SnapshotScribe
    var partitions: [Int32: Progress] = [:]
    private let cost = SnapshotCost()

    /// Creates a keeper.
    ///
    /// - Parameters:
    ///   - group: Consumer group, the stage's name.
    ///   - topics: Input topics.
    ///   - status: Receives what was written, used and refused.
    ///   - tell: Takes a sentence for people when a snapshot is refused or cannot be written.
    public init(
        group: String,
        topics: [Topic],
        store: any SnapshotStore,
        status: WorkerStatus,
        options: Options = Options(),
        scribe: any SnapshotScribe = BackgroundScribe(),
        tell: @escaping @Sendable (String) -> Void
    ) {
        self.group = group
        self.topics = topics
        self.store = store
        self.status = status
        self.options = options
        self.scribe = scribe
        self.tell = tell
    }

    /// Knows nothing of these partitions any more.
    func forget(_ gone: [Int32]) { for partition in gone { partitions[partition] = nil } }

    /// Takes in that the records of a batch were done, and are committed.
    func note(_ batch: RecordBatch) {
        var spans: [(first: Int, last: Int)] = []
        for (index, place) in batch.places.enumerated() {
            let known = spans.lastIndex {
                let first = batch.places[$0.first]
                return first.partition == place.partition && first.topic == place.topic
            }
            if let known { spans[known].last = index } else { spans.append((index, index)) }
        }
        for (first, last) in spans {
            let (first, last) = (batch.places[first], batch.places[last])
            guard let index = topics.firstIndex(of: first.topic) else { continue }
            partitions[first.partition]?.inputs[index].move(from: first, to: last, in: batch)
        }
    }

    /// Writes the state of the partition that has moved on most, if it has moved on far enough and
    /// nothing is being written.
    func saveIfDue(_ core: any RestorableCore) {
        guard scribe.isIdle else { return }
        let most = partitions.max { ($0.value.moved, $1.key) < ($1.value.moved, $0.key) }
        guard let (partition, progress) = most, progress.moved >= options.everyRecords else {
            return
        }
        save(partition, of: core)
    }

    /// Writes the states of partitions that are given up, as many as the time allows.
    ///
    /// - Parameter isSettled: Whether the core has done nothing that is not committed.
    func leave(_ leaving: [Int32], _ core: any RestorableCore, isSettled: Bool) {
        if leaving.isEmpty { return }
        defer { forget(leaving) }
        let end = options.now() + UInt64(options.leavingMs) * 1_000_000
        if isSettled {
            let moved = leaving.filter { partitions[$0]?.moved ?? 0 >= options.leavingRecords }
                .sorted { partitions[$0]?.moved ?? 0 > partitions[$1]?.moved ?? 0 }
            for partition in moved {
                guard scribe.settle(withinMs: millisecondsLeft(until: end)) else { return }
                guard options.now() + cost.nanoseconds <= end else { return }
                save(partition, of: core)
            }
        }
        _ = scribe.settle(withinMs: millisecondsLeft(until: end))
    }

    private func millisecondsLeft(until end: UInt64) -> Int {
        let now = options.now()
        return end > now ? Int((end - now) / 1_000_000) : 0
    }

    /// Copies the state here and writes it beside the stage.
    ///
    /// A state that cannot be written is not tried again before as many records as after one that
    /// was: a full disk does not slow the stage down.
    private func save(_ partition: Int32, of core: any RestorableCore) {
        guard let progress = partitions[partition], progress.moved > 0 else { return }
        let start = options.now()
        let body = ByteBuffer(capacity: core.stateSize(of: partition) + (1 << 16))
        core.save(partition, to: body)
        let draft = SnapshotDraft(
            form: core.stateForm,
            basis: core.basis(of: partition),
            place: SnapshotPlace(group: group, topics: topics, partition: partition),
            partitionCounts: progress.partitionCounts,
            inputs: progress.inputs,
            body: body
        )
        partitions[partition]?.savedAt = progress.position
        let (store, status, tell, cost, now) = (store, status, tell, cost, options.now)
        scribe.begin {
            draft.write(to: store, status: status, tell: tell)
            cost.note(now() - start)
        }
    }
}

/// How long the last state took to be copied and written.
private final class SnapshotCost: Sendable {
    private let last = Atomic<UInt64>(0)

    var nanoseconds: UInt64 { last.load(ordering: .relaxed) }

    func note(_ nanoseconds: UInt64) { last.store(nanoseconds, ordering: .relaxed) }
}

/// A state on its way to the store.
///
/// Unchecked: made by the stage's thread, handed to the scribe's, not touched by the first again.
private final class SnapshotDraft: @unchecked Sendable {
    private let form: StateForm
    private let basis: [UInt8]
    private let place: SnapshotPlace
    private let partitionCounts: [Int]
    private let inputs: [InputProgress]
    private let body: ByteBuffer

    init(
        form: StateForm,
        basis: [UInt8],
        place: SnapshotPlace,
        partitionCounts: [Int],
        inputs: [InputProgress],
        body: ByteBuffer
    ) {
        self.form = form
        self.basis = basis
        self.place = place
        self.partitionCounts = partitionCounts
        self.inputs = inputs
        self.body = body
    }

    func write(
        to store: any SnapshotStore,
        status: WorkerStatus,
        tell: @Sendable (String) -> Void
    ) {
        let header = SnapshotHeader(
            form: form,
            basis: basis,
            place: place,
            partitionCounts: partitionCounts,
            inputs: inputs,
            body: body.bytes
        )
        let head = ByteBuffer()
        header.write(to: head)
        do {
            try store.save(place, position: header.position, parts: [head.bytes, body.bytes])
            status.update { $0.snapshots.written += 1 }
        } catch {
            status.update { $0.snapshots.failed += 1 }
            tell(
                "\(place.group): the snapshot of \(place.name) at \(header.position) is not "
                    + "written: \(error). The stage goes on without it."
            )
        }
    }
}

extension SnapshotPlace {
    /// Topics and partition, as in `facts.validated/3`.
    var name: String { "\(topics.map(\.rawValue).joined(separator: "+"))/\(partition)" }
}
