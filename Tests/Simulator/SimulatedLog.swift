import Events
import Stage

/// A log in memory with Kafka's ways: transactions that are open for a while, markers that take up
/// offsets, groups that share partitions anew, members that are dead and go on.
///
/// Thread safety: whoever has the world's turn has the log.
final class SimulatedLog: EventLog, @unchecked Sendable {
    let world: World
    let delivery: Delivery
    let partitions: Int
    /// Records that a poll or read brings at most.
    let gatherMax: Int
    private var streams: [[Stream]] = []
    private var groups: [String: Group] = [:]
    /// How a group shares its partitions.
    var makeGroup: (_ name: String, _ partitions: Int, _ world: World) -> Group = {
        Group(name: $0, partitions: $1, world: $2)
    }
    private var open: [Transaction] = []

    init(world: World, delivery: Delivery, partitions: Int, gatherMax: Int) {
        self.world = world
        self.delivery = delivery
        self.partitions = partitions
        self.gatherMax = gatherMax
        for topic in Topic.allCases {
            let count = topic.isPartitionedByPerson ? partitions : 1
            streams.append((0..<count).map { _ in Stream() })
        }
    }

    func partitionCount(of topic: Topic) throws -> Int { streams[topic.index].count }

    func append(_ batch: RecordBatch) throws { try store(batch, in: nil) }

    func consumer(group: String, topics: [Topic]) throws -> any LogConsumer {
        try call(.join)
        guard let player = world.current else { throw Crash() }
        let group = self.group(group, topics)
        if group.isAway { throw LogProblem.unavailable("broker: the coordinator has moved") }
        abortOpen(of: player.name)
        return SimulatedConsumer(log: self, group: group, topics, player)
    }

    func read(
        topic: Topic,
        partition: Int32,
        from offset: Int64,
        maxRecords: Int,
        into batch: RecordBatch
    ) throws {
        try call(.read)
        batch.removeAll()
        if try stream(topic, partition).isAway(world.nowMs) {
            throw LogProblem.unavailable("broker: the leader has moved")
        }
        let limit = min(maxRecords, world.dice.number(1...gatherMax * 3))
        _ = deliver(topic, partition, from: offset, maxRecords: limit, into: batch)
    }

    /// The offset after the last visible record: markers and what was aborted are not waited for.
    func endOffset(topic: Topic, partition: Int32) throws -> Int64 {
        let stream = try stream(topic, partition)
        var end = stream.stableEnd
        while end > 0, !stream.records[Int(end) - 1].isVisible { end -= 1 }
        return end
    }

    func committed(group: String, topic: Topic, partition: Int32) throws -> Int64 {
        groups[group]?.position(topic, partition) ?? 0
    }

    func close() throws {}

    /// What withdrawn rights are told as.
    static let refusal = LogProblem.unusable("broker: not authorized, for a moment")

    /// A call to the broker: it may be away, and others may go first.
    func call(_ place: Place) throws {
        try world.reach(place)
        try world.repeatInClient(at: place)
        if world.meets(.refused, at: place) { throw Self.refusal }
        if world.isAway(.brokerAway) || world.meets(.unavailable, at: place) {
            throw LogProblem.unavailable("broker: \(place.rawValue)")
        }
    }

    private func group(_ name: String, _ topics: [Topic]) -> Group {
        if let known = groups[name] { return known }
        let count = topics.map { streams[$0.index].count }.max() ?? 1
        let group = makeGroup(name, count, world)
        groups[name] = group
        return group
    }
}

extension SimulatedLog {
    /// Writes records: visible at once, or when the transaction is committed.
    ///
    /// - Parameter isTorn: Whether only the first so many of each partition get there: the dice say
    ///   how many, for brokers are written to side by side.
    func store(_ batch: RecordBatch, in transaction: Transaction?, isTorn: Bool = false) throws {
        var left: [ObjectIdentifier: Int] = [:]
        for place in batch.places {
            let key = batch.key(of: place)
            let stream = try target(of: place, key)
            if isTorn {
                let id = ObjectIdentifier(stream)
                let rest = left[id] ?? world.dice.below(batch.count + 1)
                left[id] = rest - 1
                if rest <= 0 { continue }
            }
            stream.records.append(
                Stream.Record(
                    bytes: Array(key) + Array(batch.value(of: place)),
                    keyCount: key.count,
                    writtenMs: world.wallMs(off: world.brokerClockMs),
                    transaction: transaction
                )
            )
            transaction?.touch(stream)
            if transaction == nil { world.tell(topic: place.topic.index) }
        }
    }

    /// Whether the leader of a partition that a batch goes to is away.
    func meetsMove(_ batch: RecordBatch) throws -> Bool {
        try batch.places.contains { try target(of: $0, batch.key(of: $0)).isAway(world.nowMs) }
    }

    private func target(of place: RecordPlace, _ key: UnsafeRawBufferPointer) throws -> Stream {
        let count = streams[place.topic.index].count
        let isChosen = place.partition >= 0
        return try stream(
            place.topic,
            isChosen ? place.partition : Partitioner.partition(of: key, count: count)
        )
    }

    /// Lets some partition of one of the topics stand still.
    func obstruct(_ topics: [Topic], _ fault: Fault, forMs milliseconds: Int) {
        let topic = world.dice.pick(topics)
        let stream = world.dice.pick(streams[topic.index])
        let until = world.nowMs + Int64(milliseconds)
        stream.heldUntilMs = max(stream.heldUntilMs, until)
        if fault == .leaderMoved { stream.awayUntilMs = max(stream.awayUntilMs, until) }
        world.after(milliseconds + 1) { [world] in world.tell(topic: topic.index) }
    }

    /// Ends what a process of this name has left open.
    func abortOpen(of owner: String) {
        for transaction in open where transaction.owner == owner { end(transaction, false) }
    }

    /// Begins a transaction, which the broker aborts when it takes too long.
    func begin(_ owner: String) -> Transaction {
        let transaction = Transaction(owner: owner)
        open.append(transaction)
        world.after(world.dice.number(2_000...12_000)) { [weak self] in
            self?.end(transaction, false)
        }
        return transaction
    }

    /// Commits or aborts: every partition written gets a marker, which takes up an offset.
    ///
    /// What the coordinator has noted as committed is not aborted any more.
    func end(_ transaction: Transaction, _ isCommitted: Bool) {
        guard transaction.state == .open, isCommitted || !transaction.isPrepared else { return }
        transaction.state = isCommitted ? .committed : .aborted
        open.removeAll { $0 === transaction }
        for stream in transaction.streams {
            stream.records.append(
                Stream.Record(bytes: [], keyCount: 0, transaction: transaction, isMarker: true)
            )
        }
        transaction.group?.resolve(transaction)
        for topic in Topic.allCases { world.tell(topic: topic.index) }
    }

    /// Copies visible records into a batch.
    ///
    /// - Returns: The offset to read on at.
    func deliver(
        _ topic: Topic,
        _ partition: Int32,
        from offset: Int64,
        maxRecords: Int,
        into batch: RecordBatch
    ) -> Int64 {
        guard let stream = try? stream(topic, partition) else { return offset }
        let end = stream.stableEnd
        var (next, left) = (offset, maxRecords)
        while next < end, left > 0 {
            let record = stream.records[Int(next)]
            if record.isVisible {
                record.bytes.withUnsafeBytes { bytes in
                    batch.append(
                        topic: topic,
                        partition: partition,
                        offset: next,
                        writtenMs: record.writtenMs,
                        key: UnsafeRawBufferPointer(rebasing: bytes[..<record.keyCount]),
                        value: UnsafeRawBufferPointer(rebasing: bytes[record.keyCount...])
                    )
                }
                left -= 1
            }
            next += 1
        }
        return next
    }

    /// Writes a run of records of an inner topic once more, as a producer does that is not sure.
    func redeliver() {
        let topic = world.dice.pick([Topic.factsValidated, .assessmentsClassified, .ledgerPosted])
        let stream = world.dice.pick(streams[topic.index])
        guard !stream.records.isEmpty else { return }
        let start = world.dice.below(stream.records.count)
        let end = min(stream.records.count, start + world.dice.number(1...8))
        stream.records += stream.records[start..<end]
        world.tell(topic: topic.index)
    }

    func stream(_ topic: Topic, _ partition: Int32) throws -> Stream {
        guard streams[topic.index].indices.contains(Int(partition)) else {
            throw LogProblem.unusable("\(topic.rawValue) has no partition \(partition)")
        }
        return streams[topic.index][Int(partition)]
    }
}

/// One partition of a topic.
final class Stream {
    struct Record {
        var bytes: [UInt8]
        var keyCount: Int
        /// When the broker took it, by its clock.
        var writtenMs: Int64 = 0
        var transaction: Transaction?
        var isMarker = false

        var isVisible: Bool { !isMarker && (transaction?.state ?? .committed) == .committed }
    }

    var records: [Record] = []
    /// Until when nothing of it is delivered, though others' records are.
    var heldUntilMs: Int64 = 0
    /// Until when it can be neither read nor written.
    var awayUntilMs: Int64 = 0
    private var settled = 0

    func isAway(_ nowMs: Int64) -> Bool { nowMs < awayUntilMs }

    /// The offset of the first record whose transaction is open, or the end: nobody reads beyond.
    var stableEnd: Int64 {
        while settled < records.count, records[settled].transaction?.state != .open { settled += 1 }
        return Int64(settled)
    }
}

/// Records and positions that become visible together or not at all.
final class Transaction {
    enum State {
        case open, committed, aborted
    }

    let owner: String
    var state = State.open
    /// Whether the coordinator has noted that it is committed, and has yet to tell the partitions.
    var isPrepared = false
    private(set) var streams: [Stream] = []
    /// The group whose positions it moves.
    weak var group: Group?
    var positions: [LogPosition] = []

    init(owner: String) { self.owner = owner }

    func touch(_ stream: Stream) {
        if !streams.contains(where: { $0 === stream }) { streams.append(stream) }
    }
}

extension Topic {
    /// Its place among all topics.
    var index: Int {
        switch self {
        case .paymentsReceived: 0
        case .subsidyListsReceived: 1
        case .operationsReceived: 2
        case .policiesActivated: 3
        case .rejections: 4
        case .factsValidated: 5
        case .assessmentsClassified: 6
        case .ledgerPosted: 7
        case .rankingsPublished: 8
        }
    }
}
