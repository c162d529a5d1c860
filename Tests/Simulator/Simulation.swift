import Classification
import Events
import Foundation
import Ledger
import LedgerStage
import Policy
import Ranking
import Stage
import Validation

/// The stages, in the order of the data.
enum StageKind: String, CaseIterable, Sendable {
    case validate, classify, ledger, ranking

    var topics: [Topic] {
        switch self {
        case .validate: Topic.received
        case .classify: [.factsValidated]
        case .ledger: [.assessmentsClassified]
        case .ranking: [.ledgerPosted]
        }
    }
}

/// One seed: a season, a world that goes wrong, and what came of it.
final class Simulation: @unchecked Sendable {
    let seed: UInt64
    let season: Season
    let world: World
    let log: SimulatedLog
    let store: SimulatedLedgerStore
    let delivery: Delivery
    let snapshots: SimulatedSnapshots
    let dice: Dice
    private let batchMax: Int
    /// Records after which a state is written; 0 when there are no snapshots.
    private let snapshotEvery: Int
    /// Steps back of its clock that a worker has told people of.
    private(set) var clockSteps: Int64 = 0
    private var born = 0
    private var alive: [StageKind: Int] = [:]

    init(seed: UInt64) {
        self.seed = seed
        dice = Dice(seed: seed)
        delivery = dice.chance(600) ? .exactlyOnce : .effectivelyOnce
        let partitions = dice.number(1...4)
        batchMax = dice.pick([3, 8, 25, 100, 1_000])
        let people = dice.number(8...(batchMax < 10 ? 20 : 50))
        season = Season(dice: Dice(seed: ~seed), partitions: partitions, people: people)
        world = World(dice: dice, plan: FaultPlan(dice, delivery: delivery))
        log = SimulatedLog(
            world: world,
            delivery: delivery,
            partitions: partitions,
            gatherMax: batchMax
        )
        store = SimulatedLedgerStore(world: world)
        snapshots = SimulatedSnapshots(world: world)
        snapshotEvery = dice.pick([0, 0, 1, 5, 20, 60])
    }

    /// Runs the season to its rest, and judges.
    ///
    /// - Throws: ``Violation``.
    func run() throws {
        for stream in season.streams { send(stream) }
        for stage in StageKind.allCases {
            for _ in 0..<dice.number(1...3) { launch(stage) }
        }
        world.run()
        if let violation = world.violation { throw Violation(violation) }
        try Judge(self).judge()
    }

    /// One line of what the seed is about.
    var summary: String {
        "\(delivery.rawValue), \(season.partitions) partitions, \(season.lives.count) people, "
            + "batches of \(batchMax), \(world.tally.counts.count) kinds of fault, "
            + "\(world.steps) steps, \(world.nowMs) ms, trace \(String(world.trace, radix: 16))"
    }

    /// Starts one process of a stage.
    private func launch(_ stage: StageKind) {
        born += 1
        alive[stage, default: 0] += 1
        let player = Player(name: "\(stage.rawValue)-\(born)", number: born)
        let stop = StopSignal()
        player.stop = { stop.request() }
        player.onCrash = { [weak self] in self?.comeBack(stage) }
        player.scale = { [weak self] in
            guard let self else { return }
            if alive[stage, default: 0] < 4 { launch(stage) } else { stop.request() }
        }
        world.start(player) { [self] in
            var options = Worker.Options()
            options.batchRecordsMax = batchMax
            options.pause = { [world] in world.sleep(Int($0)) }
            options.clock = WallClock { [world] in world.wallMs(off: player.clockMs) }
            let status = WorkerStatus(stage: player.name)
            defer {
                snapshots.add(status.snapshot.snapshots)
                clockSteps += status.snapshot.clockSteps
            }
            let worker = Worker(
                log: log,
                group: stage.rawValue,
                topics: stage.topics,
                handler: handler(stage, status),
                status: status,
                options: options
            )
            do {
                try worker.run(until: stop)
            } catch let error where Simulation.isRefusal(error) {
                // The process has ended with an error; whoever watches over it starts it anew.
            }
            comeBack(stage)
        }
    }

    private static func isRefusal(_ error: any Error) -> Bool {
        error as? LogProblem == SimulatedLog.refusal
            || error as? LedgerProblem == SimulatedLedgerStore.refusal
    }

    private func comeBack(_ stage: StageKind) {
        alive[stage, default: 0] -= 1
        if world.isOver { return }
        world.after(dice.number(0...5_000)) { [weak self] in self?.launch(stage) }
    }

    private func handler(_ stage: StageKind, _ status: WorkerStatus) -> any BatchHandler {
        switch stage {
        case .validate:
            CoreHandler(
                core: Validator(keys: Resident.keys, policies: Packs.compiled),
                topics: stage.topics,
                isStateful: false
            )
        case .classify:
            CoreHandler(
                // Slices so small that every sweep over the few people here has many.
                core: Classifier(sweepLimit: dice.number(1...3)) { _, hash in Packs.byHash[hash] },
                topics: stage.topics,
                isStateful: true,
                snapshots: keeper(stage, status)
            )
        case .ledger:
            LedgerHandler(store: store, blockMax: Int64(dice.number(1...30)), restsMax: 1) {
                [world] in world.fail("sealing: \($0)")
            }
        case .ranking:
            CoreHandler(
                core: Ranker(
                    seasons: Simulation.seasons,
                    partitionCount: season.partitions
                ),
                topics: stage.topics,
                isStateful: true,
                snapshots: keeper(stage, status)
            )
        }
    }

    private func keeper(_ stage: StageKind, _ status: WorkerStatus) -> SnapshotKeeper? {
        if snapshotEvery == 0 || dice.chance(100) { return nil }
        var options = SnapshotKeeper.Options()
        options.everyRecords = Int64(dice.number(1...snapshotEvery))
        options.leavingRecords = Int64(dice.number(1...snapshotEvery))
        options.now = { [world] in UInt64(world.nowMs) * 1_000_000 }
        return SnapshotKeeper(
            group: stage.rawValue,
            topics: stage.topics,
            store: snapshots,
            status: status,
            options: options,
            scribe: SimulatedScribe(world: world),
            tell: { _ in }
        )
    }

    /// What the ranking knows of each scheme.
    static let seasons: [RankingSeason] = Packs.schemes.compactMap { scheme in
        guard let pack = Packs.compiled[scheme], let first = CivilDate("2022-10-17"),
            let last = CivilDate("2022-11-20")
        else { return nil }
        var season = RankingSeason(
            scheme: scheme,
            towns: pack.units.map(\.name),
            weeks: first...last,
            sources: [Season.taxBureau, Season.operations] + pack.bureaus.map(\.id)
        )
        season.ties = [.amountRate, .printedOrder]
        season.unitPercent = 60
        season.scores = [
            RankingSeason.ScoreStep(points: 10, by: first.adding(days: 2)),
            RankingSeason.ScoreStep(points: nil, by: first.adding(days: 9)),
            RankingSeason.ScoreStep(points: 0, by: nil),
        ]
        season.halfMonths = [first.adding(days: -1)...first.adding(days: 14)]
        season.fullCoverage = pack.categories.filter(\.isFullCoverage).map(\.id)
        return season
    }
}
