import Foundation
import Stage
import Synchronization

/// Many seeds, each a season through the whole pipeline while things go wrong.
public struct Campaign: Sendable {
    private let seeds: [UInt64]
    private let isTraced: Bool
    private let stopsAtFailure: Bool
    private let lanes: Int

    /// Creates a campaign.
    ///
    /// - Parameters:
    ///   - isTraced: Whether every step is printed.
    ///   - stopsAtFailure: Whether no seed is begun after one that failed.
    ///   - lanes: Seeds at work at a time.
    public init(
        seeds: [UInt64],
        isTraced: Bool = false,
        stopsAtFailure: Bool = false,
        lanes: Int = 2
    ) {
        self.seeds = seeds
        self.isTraced = isTraced
        self.stopsAtFailure = stopsAtFailure
        self.lanes = max(1, lanes)
    }

    /// Runs the seeds, each lane on a thread of its own: a simulation has one thread running at a
    /// time.
    ///
    /// - Parameter finish: Called when all are done, on any thread.
    public func run(then finish: @escaping @Sendable (CampaignResults) -> Void) {
        let group = DispatchGroup()
        let lane = Lane(seeds, isTraced: isTraced, stopsAtFailure: stopsAtFailure)
        for _ in 0..<lanes {
            group.enter()
            let thread = Thread {
                lane.run()
                group.leave()
            }
            thread.stackSize = 4 << 20
            thread.start()
        }
        group.notify(queue: .global()) { finish(lane.results.withLock { $0 }) }
    }
}

/// Takes seeds until there are no more.
private final class Lane: Sendable {
    let results = Mutex(CampaignResults())
    private let next = Atomic<Int>(0)
    private let seeds: [UInt64]
    private let isTraced: Bool
    private let stopsAtFailure: Bool

    init(_ seeds: [UInt64], isTraced: Bool, stopsAtFailure: Bool) {
        self.seeds = seeds
        self.isTraced = isTraced
        self.stopsAtFailure = stopsAtFailure
    }

    func run() {
        while true {
            if stopsAtFailure, !results.withLock(\.failures.isEmpty) { return }
            let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
            if index >= seeds.count { return }
            take(seeds[index])
        }
    }

    private func take(_ seed: UInt64) {
        let simulation = Simulation(seed: seed)
        if isTraced { simulation.world.listener = { print($0) } }
        var failure: String?
        do { try simulation.run() } catch { failure = "\(error)" }
        if seeds.count == 1 { print("seed \(seed): \(simulation.summary)") }
        results.withLock { $0.add(simulation, failure) }
    }
}
