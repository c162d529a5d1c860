import Foundation
import Stage
import Synchronization
import Testing

/// How many seeds, and which: `ZHENGJIAO_SEEDS=5000` runs more of them, `ZHENGJIAO_SEED=7` one.
private enum Seeds {
    static let first: UInt64 = 1

    static var chosen: [UInt64] {
        let environment = ProcessInfo.processInfo.environment
        if let one = environment["ZHENGJIAO_SEED"].flatMap(UInt64.init) { return [one] }
        let count = environment["ZHENGJIAO_SEEDS"].flatMap(UInt64.init) ?? 1_000
        return Array(first..<first + count)
    }

    static var isTraced: Bool { ProcessInfo.processInfo.environment["ZHENGJIAO_TRACE"] != nil }
}

/// What all seeds together came to.
private struct Results: Sendable {
    var failures: [String] = []
    var tally = FaultTally()
    var steps = 0
    var seals = 0
    var snapshots = SnapshotFigures()
    var seeds = 0
}

@Test func `the season comes out the same whatever goes wrong, for every seed`() async {
    let seeds = Seeds.chosen
    let results = await inLanes(seeds)
    print("simulator: \(results.seeds) seeds, \(results.steps) steps; faults by kind and place:")
    print(results.tally.table)
    print("of these, of the ledger (\(results.tally.fenced) batches of a lost partition refused):")
    print(results.tally.ledgerTable)
    print("seals: \(results.seals); snapshots: \(results.snapshots)")
    #expect(results.seeds == seeds.count)
    if seeds.count >= 200 {
        // What never happened was not tried.
        #expect(results.snapshots.used > 0)
        #expect(results.seals > 0)
        #expect(results.tally.fenced > 0)
        for reason in [SnapshotRefusal.damaged, .unreadable, .place, .form] {
            #expect(results.snapshots.refused[reason] ?? 0 > 0, "\(reason)")
        }
    }
    if seeds.count >= 1_000 { #expect(results.tally.missedByLedger == []) }
    for failure in results.failures { Issue.record("\(failure)") }
}

@Test func `one seed is one story, step by step`() {
    for seed in UInt64(100)..<105 {
        let stories = (0..<2).map { _ in
            let simulation = Simulation(seed: seed)
            try? simulation.run()
            return simulation.summary
        }
        #expect(stories[0] == stories[1])
    }
}

/// Runs the seeds on two threads of their own: each simulation has one thread running at a time,
/// and none of them may block the test's.
private func inLanes(_ seeds: [UInt64]) async -> Results {
    await withCheckedContinuation { (done: CheckedContinuation<Results, Never>) in
        let group = DispatchGroup()
        let lane = Lane(seeds: seeds)
        for _ in 0..<2 {
            group.enter()
            let thread = Thread {
                lane.run()
                group.leave()
            }
            thread.stackSize = 4 << 20
            thread.start()
        }
        group.notify(queue: .global()) { done.resume(returning: lane.results.withLock { $0 }) }
    }
}

/// Takes seeds until there are no more.
private final class Lane: Sendable {
    let results = Mutex(Results())
    private let next = Atomic<Int>(0)
    private let seeds: [UInt64]

    init(seeds: [UInt64]) { self.seeds = seeds }

    func run() {
        while true {
            let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
            if index >= seeds.count { return }
            take(seeds[index])
        }
    }

    private func take(_ seed: UInt64) {
        let simulation = Simulation(seed: seed)
        if Seeds.isTraced { simulation.world.listener = { print($0) } }
        var failure: String?
        do { try simulation.run() } catch { failure = "\(error)" }
        if seeds.count == 1 { print("seed \(seed): \(simulation.summary)") }
        results.withLock { results in
            results.seeds += 1
            results.steps += simulation.world.steps
            results.tally.add(simulation.world.tally)
            results.tally.fenced += simulation.store.books.fenced
            results.seals += simulation.store.books.sealed.count
            results.snapshots.add(simulation.snapshots.figures)
            if let failure {
                results.failures.append(
                    "seed \(seed): \(failure)\n  \(simulation.summary)\n  "
                        + "ZHENGJIAO_SEED=\(seed) swift test --filter SimulatorTests"
                )
            }
        }
    }
}
