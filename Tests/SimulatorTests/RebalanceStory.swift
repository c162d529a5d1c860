import Events
import Stage

@testable import Simulator

/// What happens to the workers of one stage.
enum RebalanceStep: String, CaseIterable {
    case first = "1 worker begins"
    case second = "a 2nd joins"
    case sixteen = "14 join at once: 16"
    case kill = "1 of 16 is killed"
    case comeBack = "its successor joins: 16"
    case killFour = "4 of 16 are killed"
    case fourBack = "4 join at once: 16"
    case half = "8 of 16 leave in order"

    /// Workers that join, are killed, leave.
    var change: (join: Int, kill: Int, leave: Int) {
        switch self {
        case .first, .second, .comeBack: (1, 0, 0)
        case .sixteen: (14, 0, 0)
        case .kill: (0, 1, 0)
        case .killFour: (0, 4, 0)
        case .fourBack: (4, 0, 0)
        case .half: (0, 0, 8)
        }
    }
}

/// What a step did to the partitions.
struct RebalanceFigures {
    var step: RebalanceStep
    var workers: Int
    /// Partitions that another owns now than before.
    var moved: Int
    /// Partitions of the worker that has most, and least.
    var most: Int
    var least: Int
    /// The longest time that a partition was without an owner, in milliseconds.
    var vacantMs: Int64
    /// Records that were worked on again.
    var again: Int
}

/// 64 partitions and up to 16 workers, real ones, on the simulated log: records flow all the time.
final class RebalanceStory: @unchecked Sendable {
    static let partitions = 64
    /// Records come to every partition so often, in milliseconds.
    static let feedMs = 1_000

    let world: World
    let pace: RangeGroup.Pace
    private(set) var figures: [RebalanceFigures] = []
    private let log: SimulatedLog
    private let tally = RelayTally(partitions: RebalanceStory.partitions)
    private var group: RangeGroup?
    private var alive: [Player] = []
    private var before: [String?] = []
    private var againBefore = 0
    private var born = 0
    private var fed: Int64 = 0

    init(seed: UInt64, sessionMs: Int) {
        var pace = RangeGroup.Pace()
        pace.sessionMs = sessionMs
        self.pace = pace
        world = World(dice: Dice(seed: seed), plan: FaultPlan(), stepsMax: 5_000_000)
        log = SimulatedLog(
            world: world,
            delivery: .exactlyOnce,
            partitions: RebalanceStory.partitions,
            gatherMax: 200
        )
        log.makeGroup = { [weak self] name, partitions, world in
            let group = RangeGroup(name: name, partitions: partitions, world: world, pace: pace)
            self?.group = group
            return group
        }
    }

    /// Lets all steps happen, each after the one before has settled.
    ///
    /// - Throws: ``Violation`` when a record is lost, doubled or out of order.
    func run() throws {
        let spanMs = pace.sessionMs + 12_000
        for (index, step) in RebalanceStep.allCases.enumerated() {
            world.after(index * spanMs) { [self] in begin(step) }
            world.after((index + 1) * spanMs - 1) { [self] in end(step) }
        }
        let endMs = RebalanceStep.allCases.count * spanMs
        for ms in stride(from: 0, to: endMs, by: RebalanceStory.feedMs) {
            world.after(ms) { [self] in feed() }
        }
        world.run()
        if let violation = world.violation { throw Violation(violation) }
        try judge()
    }

    private func begin(_ step: RebalanceStep) {
        before = group?.ownerNames ?? []
        againBefore = tally.again
        group?.vacancies.reset()
        for _ in 0..<step.change.join { launch() }
        for _ in 0..<step.change.kill { kill() }
        for _ in 0..<step.change.leave { alive.removeFirst().stop() }
    }

    private func end(_ step: RebalanceStep) {
        let owners = group?.ownerNames ?? []
        let loads = alive.map { player in owners.count { $0 == player.name } }
        if owners.contains(where: { $0 == nil }) {
            world.fail("after «\(step.rawValue)» a partition has no owner")
        }
        figures.append(
            RebalanceFigures(
                step: step,
                workers: alive.count,
                moved: zip(before, owners).count { $0 != $1 },
                most: loads.max() ?? 0,
                least: loads.min() ?? 0,
                vacantMs: group?.vacancies.longest.max() ?? 0,
                again: tally.again - againBefore
            )
        )
    }

    /// It ends with the next thing it does; the group misses it when its session is over.
    private func kill() {
        let player = alive.remove(at: world.dice.below(alive.count))
        player.isCrashed = true
        group?.died(player)
        let sinceBeat = world.dice.number(0...pace.heartbeatMs)
        world.after(pace.sessionMs - sinceBeat) { player.evict() }
    }

    private func launch() {
        born += 1
        let player = Player(name: "validate-\(born)", number: born)
        let stop = StopSignal()
        player.stop = { stop.request() }
        alive.append(player)
        world.start(player) { [self] in
            var options = Worker.Options()
            options.batchRecordsMax = 200
            options.pause = { [world] in world.sleep(Int($0)) }
            let core = RelayCore(tally)
            let worker = Worker(
                log: log,
                group: "validate",
                topics: [.paymentsReceived],
                handler: CoreHandler(core: core, topics: [.paymentsReceived], isStateful: false),
                status: WorkerStatus(stage: player.name),
                options: options
            )
            try worker.run(until: stop)
        }
    }

    private func feed() {
        let batch = RecordBatch()
        for partition in 0..<Int32(RebalanceStory.partitions) {
            batch.append(topic: .paymentsReceived, partition: partition, key: "person") {
                $0.put(1, fed)
            }
        }
        fed += 1
        do { try log.append(batch) } catch { world.fail("feed: \(error)") }
    }

    /// Each record came out once, in its order.
    private func judge() throws {
        for partition in 0..<Int32(RebalanceStory.partitions) {
            let wanted = try log.stream(.paymentsReceived, partition).records
            let found = try log.stream(.factsValidated, partition).records.filter(\.isVisible)
            guard wanted.map(\.bytes) == found.map(\.bytes) else {
                throw Violation(
                    "partition \(partition): \(found.count) records of \(wanted.count) came out, "
                        + "or in another order"
                )
            }
        }
    }
}

/// What all workers have worked on, by offset.
final class RelayTally {
    private var next: [Int64]
    /// Records that were worked on again.
    private(set) var again = 0

    init(partitions: Int) { next = Array(repeating: 0, count: partitions) }

    func take(_ place: RecordPlace) {
        let partition = Int(place.partition)
        if place.offset < next[partition] { again += 1 }
        next[partition] = max(next[partition], place.offset + 1)
    }
}

/// Hands records on as they are.
final class RelayCore: StageCore {
    private let tally: RelayTally

    init(_ tally: RelayTally) { self.tally = tally }

    func assign(partition: Int32) {}

    func revoke(partition: Int32) {}

    func process(_ input: RecordBatch, into output: RecordBatch) {
        for place in input.places {
            tally.take(place)
            let key = input.key(of: place)
            output.append(topic: .factsValidated, partition: place.partition, key: key) {
                $0.append(input.value(of: place))
            }
        }
    }
}
