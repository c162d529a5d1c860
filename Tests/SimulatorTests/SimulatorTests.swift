import Foundation
import Stage
import Testing

@testable import Simulator

/// How many seeds, and which: `ZHENGJIAO_SEEDS=5000` runs more of them, `ZHENGJIAO_SEED=7` one;
/// `make simulate` runs many more, and faster.
private enum Seeds {
    static var chosen: [UInt64] {
        let environment = ProcessInfo.processInfo.environment
        if let one = environment["ZHENGJIAO_SEED"].flatMap(UInt64.init) { return [one] }
        let count = environment["ZHENGJIAO_SEEDS"].flatMap(UInt64.init) ?? 1_000
        return Array(1...max(1, count))
    }

    static var isTraced: Bool { ProcessInfo.processInfo.environment["ZHENGJIAO_TRACE"] != nil }
}

@Test func `the season comes out the same whatever goes wrong, for every seed`() async {
    let seeds = Seeds.chosen
    let campaign = Campaign(seeds: seeds, isTraced: Seeds.isTraced)
    let results = await withCheckedContinuation { done in
        campaign.run { done.resume(returning: $0) }
    }
    print("simulator: \(results.report)")
    #expect(results.seeds == seeds.count)
    if seeds.count >= 200 {
        // What never happened was not tried.
        #expect(results.tally.missed == [])
        #expect(results.snapshots.used > 0)
        #expect(results.seals > 0)
        #expect(results.tally.fenced > 0)
        #expect(results.clockSteps > 0)
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
