import Foundation
import PostgresServer
import Testing

/// Kills workers, and the database server if it is given one, with SIGKILL at random moments while
/// the input comes in, and starts others.
final class KillCampaign {
    private let season: SeasonFolder
    private let name: String
    private let kills: Int
    private let server: PostgresServer?
    private let seed: UInt64
    private let places: [Place]
    private var running: [Process?] = []
    /// Kills by what was killed; a database server counts as `postgres`.
    private(set) var counts: [String: Int] = [:]

    /// A worker that there should be: one of each stage, or several.
    private struct Place {
        var worker: String
        var number: Int
    }

    /// - Parameters:
    ///   - ledgerWorkers: How many share the ledger.
    ///   - server: Killed as well, about once in six times.
    ///   - seed: Of victims and pauses; nil takes `ZHENGJIAO_TEST_SEED`, or chance.
    init(
        season: SeasonFolder,
        name: String,
        kills: Int,
        ledgerWorkers: Int = 1,
        server: PostgresServer? = nil,
        seed: UInt64? = nil
    ) {
        self.season = season
        self.name = name
        self.kills = kills
        self.server = server
        self.seed = seed ?? CampaignSettings.seed
        places = workers.flatMap { worker in
            let count = worker == "ledger-worker" ? ledgerWorkers : 1
            return (0..<count).map { Place(worker: worker, number: $0) }
        }
    }

    /// Returns the number of processes that were killed while they ran; a server counts as one.
    func run() throws -> Int {
        // Small batches: many commits, so that kills meet every step.
        running = try places.map { try start($0) }
        let sending = Thread { [season, name] in
            do { try season.send(name) } catch { Issue.record("\(error)") }
        }
        print("kill campaign: seed \(seed), \(kills) kills, \(CampaignSettings.replay(seed))")
        var random = Lehmer(state: seed | 1)
        sending.start()
        while counts.values.reduce(0, +) < kills {
            Thread.sleep(forTimeInterval: Double(random.next() % 150) / 1_000)
            if let server, random.next() % 6 == 0 {
                try server.kill9()
                try server.startAgain()
                counts["postgres", default: 0] += 1
            } else {
                try replace(Int(random.next() % UInt64(places.count)))
            }
        }
        while !sending.isFinished { Thread.sleep(forTimeInterval: 0.05) }
        // The last one started must have come to listen before it is asked to stop.
        Thread.sleep(forTimeInterval: 1)
        try stopAll()
        print("killed: \(counts.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" })")
        return counts.values.reduce(0, +)
    }

    private func replace(_ index: Int) throws {
        guard let process = running[index] else { return }
        let worker = places[index].worker
        if process.isRunning {
            counts[worker, default: 0] += 1
        } else {
            Issue.record(
                "\(worker) ended by itself with \(process.terminationStatus): \(tail(worker))"
            )
        }
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        running[index] = try start(places[index])
    }

    private func stopAll() throws {
        for case let process? in running {
            process.terminate()
            process.waitUntilExit()
            #expect(process.terminationStatus == 0, "SIGTERM is a clean stop")
        }
        for worker in workers {
            try Programs.succeed(
                worker,
                season.arguments(of: worker, name) + ["--until-drained"]
            )
        }
    }

    private func tail(_ worker: String) -> String {
        let text = try? String(contentsOf: season.output(worker), encoding: .utf8)
        return String((text ?? "").suffix(1_000))
    }

    private func start(_ place: Place) throws -> Process {
        let worker = place.worker
        let isStateful = ["classify-worker", "ranking-worker"].contains(worker)
        return try Programs.start(
            worker,
            season.arguments(of: worker, name) + ["--batch", "100"]
                + (isStateful ? season.snapshotArguments(name) : []),
            output: season.output(worker)
        )
    }
}

/// What the environment says of campaigns.
enum CampaignSettings {
    private static func number(_ name: String) -> UInt64? {
        ProcessInfo.processInfo.environment[name].flatMap(UInt64.init)
    }

    /// `ZHENGJIAO_TEST_SEED`, or chance.
    static var seed: UInt64 {
        number("ZHENGJIAO_TEST_SEED") ?? UInt64.random(in: 1..<1 << 31)
    }

    /// `ZHENGJIAO_KILLS`: kills of each campaign, in rounds of at most ``roundMax``.
    static var kills: Int { number("ZHENGJIAO_KILLS").map(Int.init) ?? 60 }

    /// Kills of one season: later ones would meet workers that have nothing left to do.
    static let roundMax = 100

    /// Each round with its seed.
    static var rounds: [(seed: UInt64, kills: Int)] {
        let seed = seed
        return stride(from: 0, to: kills, by: roundMax).enumerated().map { index, done in
            (seed + UInt64(index), min(roundMax, kills - done))
        }
    }

    /// How to do a round again.
    static func replay(_ seed: UInt64) -> String {
        "again: make campaign SEED=\(seed) KILLS=\(min(kills, roundMax))"
            + (testBroker.map { " KAFKA=\($0)" } ?? "")
    }
}

/// Lehmer's generator: x ← 48271·x mod (2³¹ − 1).
private struct Lehmer {
    var state: UInt64

    mutating func next() -> UInt64 {
        state = (state % 0x7FFF_FFFF) * 48_271 % 0x7FFF_FFFF
        return state
    }
}
