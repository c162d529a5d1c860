import Bootstrap
import Events
import Foundation
import Ledger
import Policy
import Synchronization
import Testing

/// A year's turn: the next season comes while the last one still runs.
@Suite(.serialized) struct YearTurnTests {
    private let schemes = ["tengzhou-2023", "tengzhou-2024", "lingcheng-2021"]

    @Test(arguments: bothStores)
    func
        `F-125 F-134 two years of a county and another county go through one log and one ledger, apart`(
            store: String
        ) throws
    {
        let deployment = try Deployment(in: store)
        try prepare(deployment)
        // The workers know the packs of last year; nobody starts them anew for the new one.
        let running = try deployment.startWorkers(packs: "old")
        defer { for worker in running where worker.isRunning { worker.terminate() } }
        let failures = Mutex<[String]>([])
        DispatchQueue.concurrentPerform(iterations: schemes.count) { index in
            let scheme = schemes[index]
            do {
                try Programs.succeed(
                    "zhengjiao",
                    [
                        "policy", "activate", "--scheme", scheme, "--log", deployment.log,
                        "--policies", deployment.packs("all").path,
                    ]
                )
                try deployment.send(scheme, packs: "all")
            } catch {
                failures.withLock { $0.append("\(scheme): \(error)") }
            }
        }
        #expect(failures.withLock { $0 } == [])
        for worker in running { worker.terminate() }
        for worker in running {
            worker.waitUntilExit()
            #expect(worker.terminationStatus == 0)
        }
        for worker in try deployment.startWorkers(packs: "old", ["--until-drained"]) {
            worker.waitUntilExit()
            #expect(worker.terminationStatus == 0)
        }
        try compareWithEachAlone(deployment)
        try checkRankings(deployment)
        try checkOnePersonInBothYears(deployment)
        try eraseOneYear(deployment)
    }

    /// Two packs of last year, and the next year's as a person makes it.
    private func prepare(_ deployment: Deployment) throws {
        for scheme in ["tengzhou-2023", "lingcheng-2021"] {
            try deployment.install(scheme, into: "old")
            try deployment.install(scheme, into: "all")
            try deployment.makeSeason(scheme, simulatedAs: scheme, years: 0)
        }
        let drafted = try Programs.succeed(
            "zhengjiao",
            [
                "policy", "new", "--scheme", "tengzhou-2024", "--from", "tengzhou-2023", "--out",
                deployment.packs("drafts").path,
            ]
        )
        #expect(drafted.contains("opens: { date: \(PackDraft.open)"))
        let folder = deployment.packs("drafts").appendingPathComponent("tengzhou-2024")
        // A pack that is open is not put in force.
        let refused = try Programs.run(
            "zhengjiao",
            [
                "policy", "activate", "--scheme", "tengzhou-2024", "--log", deployment.log,
                "--policies", deployment.packs("drafts").path,
            ]
        )
        #expect(refused.status == 78)
        #expect(refused.errors.contains("is open"))
        for name in PolicyPack.fileNames {
            let file = folder.appendingPathComponent(name)
            let old = Programs.root.appendingPathComponent("Policies/tengzhou-2023/\(name)")
            let before = try String(contentsOf: old, encoding: .utf8).components(separatedBy: "\n")
            try String(contentsOf: file, encoding: .utf8).components(separatedBy: "\n")
                .enumerated()
                .map { $1.contains(PackDraft.open) ? later(before[$0]) : $1 }
                .joined(separator: "\n")
                .write(to: file, atomically: true, encoding: .utf8)
        }
        try FileManager.default.moveItem(
            at: folder,
            to: deployment.packs("all").appendingPathComponent("tengzhou-2024")
        )
        try deployment.makeSeason("tengzhou-2024", simulatedAs: "tengzhou-2023", years: 1)
    }

    private func later(_ line: String) -> String {
        line.replacing("2023", with: "2024").replacing("2022", with: "2023")
    }

    private func compareWithEachAlone(_ deployment: Deployment) throws {
        for scheme in schemes {
            let alone = "sqlite://\(deployment.url.path)/\(scheme)"
            try Programs.succeed(
                "zhengjiao",
                [
                    "run", "--scheme", scheme, "--in", deployment.input(scheme).path, "--log",
                    "\(alone)-log", "--ledger", "\(alone)-ledger", "--keys", deployment.keys.path,
                    "--policies", deployment.packs("all").path, "--json",
                ]
            )
            let books = try Deployment.books("\(alone)-ledger", scheme)
            #expect(books.balances.values.contains { $0 > .zero })
            let shared = try Deployment.books(deployment.ledger, scheme)
            #expect(shared.balances == books.balances, "\(scheme)")
            #expect(shared.progress == books.progress, "\(scheme)")
            #expect(shared.census == books.census, "\(scheme)")
            // What the lists' producer refuses by itself is no fact; `run` leaves it to validate.
            #expect(shared.tallies == books.tallies, "\(scheme)")
            #expect(shared.closures == books.closures, "\(scheme)")
        }
        let audit = try Programs.succeed(
            "zhengjiao",
            [
                "audit", "--ledger", deployment.ledger, "--log", deployment.log, "--policies",
                deployment.packs("all").path,
            ]
        )
        #expect(!audit.contains("BROKEN"))
    }

    /// The audit has held each ranking against the books; each season has some.
    private func checkRankings(_ deployment: Deployment) throws {
        let log = try Adapters.log(deployment.log)
        defer { try? log.close() }
        var ranked: Set<String> = []
        let batch = RecordBatch()
        for partition in 0..<Int32(try log.partitionCount(of: .rankingsPublished)) {
            var offset: Int64 = 0
            while offset < (try log.endOffset(topic: .rankingsPublished, partition: partition)) {
                try log.read(
                    topic: .rankingsPublished,
                    partition: partition,
                    from: offset,
                    maxRecords: 1_000,
                    into: batch
                )
                for place in batch.places {
                    ranked.insert(try RankingPublished(wire: batch.value(of: place)).scheme)
                }
                offset = (batch.places.last?.offset ?? .max - 1) + 1
            }
        }
        #expect(ranked == Set(schemes))
    }

    /// The same number in two years: two keys, each with journals of its own year only.
    private func checkOnePersonInBothYears(_ deployment: Deployment) throws {
        let payments = try String(
            contentsOf: deployment.input("tengzhou-2023").appendingPathComponent("payments.csv"),
            encoding: .utf8
        )
        let number = try #require(
            payments.split(separator: "\n").dropFirst().lazy
                .map { $0.split(separator: ",", omittingEmptySubsequences: false)[1] }
                .first { $0.count == 18 }
        )
        let keys = try ["tengzhou-2023", "tengzhou-2024"].map { scheme in
            try SeasonKeys(contentsOf: deployment.keys.appendingPathComponent("\(scheme).json"))
                .personKey(kind: .residentID, number: Array(number.utf8))
        }
        #expect(keys[0] != keys[1])
        let store = try Adapters.ledger(deployment.ledger)
        defer { try? store.close() }
        for (index, scheme) in ["tengzhou-2023", "tengzhou-2024"].enumerated() {
            var counts = [0, 0]
            for (place, key) in keys.enumerated() {
                try store.read {
                    try $0.journals(of: key, scheme: scheme) { _ in counts[place] += 1 }
                }
            }
            #expect(counts[index] > 0)
            #expect(counts[1 - index] == 0)
        }
    }

    /// Names of the old year go; those of the new one stay.
    private func eraseOneYear(_ deployment: Deployment) throws {
        let after = deployment.keys.appendingPathComponent("tengzhou-2024.json")
        let kept = try Data(contentsOf: after)
        let erased = try Programs.succeed(
            "zhengjiao",
            [
                "erase-season", "--scheme", "tengzhou-2023", "--yes", "tengzhou-2023", "--by",
                "医保局/clerk", "--note", "F-134", "--keys", deployment.keys.path, "--ledger",
                deployment.ledger, "--log", deployment.log, "--certificate",
                deployment.url.appendingPathComponent("certificate.json").path,
            ]
        )
        #expect(erased.contains("persons whose names no longer open"))
        #expect(try Data(contentsOf: after) == kept)
        let old = deployment.keys.appendingPathComponent("tengzhou-2023.json")
        #expect(try SeasonKeys(contentsOf: old).isErased)
        #expect(try !SeasonKeys(contentsOf: after).isErased)
    }
}
