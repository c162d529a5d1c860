import Foundation
import Testing

@testable import Simulator

/// 64 partitions and 16 workers; the table of Docs/scale.md is what this prints with
/// `ZHENGJIAO_SEEDS=8`.
@Suite struct RebalanceTests {
    private static var seeds: [UInt64] {
        let asked = ProcessInfo.processInfo.environment["ZHENGJIAO_SEEDS"].flatMap(UInt64.init)
        return Array(1...min(asked ?? 2, 20))
    }

    @Test(arguments: [6_000, 10_000, 30_000, 45_000])
    func `F-133 64 partitions go round among 16 workers that join, die and leave`(
        sessionMs: Int
    ) async throws {
        var table: [RebalanceStep: [RebalanceFigures]] = [:]
        for seed in RebalanceTests.seeds {
            for figures in try await story(seed: seed, sessionMs: sessionMs) {
                table[figures.step, default: []].append(figures)
                check(figures, sessionMs: sessionMs)
            }
        }
        print("session \(sessionMs) ms; moved, most/least, without owner ms, again:")
        for step in RebalanceStep.allCases {
            let all = table[step] ?? []
            #expect(all.count == RebalanceTests.seeds.count, "\(step.rawValue)")
            print(RebalanceTests.row(step, all))
        }
    }

    /// What must hold of a step, whatever the seed.
    private func check(_ figures: RebalanceFigures, sessionMs: Int) {
        let pace = RangeGroup.Pace()
        let (join, kill, leave) = figures.step.change
        let name = figures.step.rawValue
        // Range shares as evenly as can be: one partition more or less.
        #expect(figures.most - figures.least <= 1, "\(name)")
        #expect(figures.most * figures.workers >= RebalanceStory.partitions, "\(name)")
        if kill > 0 {
            // Whoever owned them was missed when its session was over, and not before.
            #expect(figures.vacantMs >= Int64(sessionMs - pace.heartbeatMs), "\(name)")
            #expect(figures.vacantMs <= Int64(sessionMs + pace.heartbeatMs + 2_000), "\(name)")
            // A batch of each of its partitions at most.
            #expect(figures.moved >= RebalanceStory.partitions / 16 * kill, "\(name)")
        } else {
            // Nobody who joins or leaves in order makes anybody work twice.
            #expect(figures.again == 0, "\(name)")
        }
        if figures.step != .first, join + leave > 0 {
            #expect(figures.vacantMs <= Int64(pace.heartbeatMs + 2_000), "\(name)")
        }
    }

    /// The story blocks the thread that it runs on.
    private func story(seed: UInt64, sessionMs: Int) async throws -> [RebalanceFigures] {
        try await withCheckedThrowingContinuation { done in
            let thread = Thread {
                let story = RebalanceStory(seed: seed, sessionMs: sessionMs)
                done.resume(
                    with: Result {
                        try story.run()
                        return story.figures
                    }
                )
            }
            thread.stackSize = 4 << 20
            thread.start()
        }
    }

    /// Least to most of all seeds.
    private static func row(_ step: RebalanceStep, _ all: [RebalanceFigures]) -> String {
        func span(_ value: (RebalanceFigures) -> Int) -> String {
            let values = all.map(value)
            guard let least = values.min(), let most = values.max() else { return "-" }
            return least == most ? "\(least)" : "\(least)–\(most)"
        }
        let loads = "\(span { $0.most })/\(span { $0.least })"
        return "| \(step.rawValue) | \(span { $0.moved }) | \(loads) | "
            + "\(span { Int($0.vacantMs) }) | \(span { $0.again }) |"
    }
}
