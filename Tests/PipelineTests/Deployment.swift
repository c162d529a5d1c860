import Bootstrap
import Events
import Foundation
import Ledger
import Policy
import PostgresServer
import Testing

/// One log, one ledger and one set of workers, with the seasons of several years and counties.
final class Deployment: Sendable {
    let url: URL
    let ledger: String

    /// - Parameter store: One of ``bothStores``.
    init(in store: String) throws {
        url = FileManager.default.temporaryDirectory
            .appendingPathComponent("deployment-\(UInt64.random(in: 0 ..< .max))")
        for name in ["keys", "in", "packs"] {
            try FileManager.default.createDirectory(
                at: url.appendingPathComponent(name),
                withIntermediateDirectories: true
            )
        }
        if store == "postgres" {
            ledger = try TestDatabase().url
            try Programs.succeed("zhengjiao", ["ledger", "migrate", "--ledger", ledger])
        } else {
            ledger = "sqlite://\(url.path)/ledger"
        }
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    var log: String { "sqlite://\(url.path)/log" }
    /// The folder of the key files, `SCHEME.json`.
    var keys: URL { url.appendingPathComponent("keys") }
    func input(_ scheme: String) -> URL { url.appendingPathComponent("in/\(scheme)") }
    func packs(_ name: String) -> URL { url.appendingPathComponent("packs/\(name)") }

    /// Puts a pack of the project into a folder of packs.
    func install(_ scheme: String, into name: String) throws {
        try FileManager.default.createDirectory(
            at: packs(name),
            withIntermediateDirectories: true
        )
        try FileManager.default.copyItem(
            at: Programs.root.appendingPathComponent("Policies/\(scheme)"),
            to: packs(name).appendingPathComponent(scheme)
        )
    }

    /// Files and keys of a season; `years` later than it was simulated.
    func makeSeason(_ scheme: String, simulatedAs other: String, years: Int) throws {
        try Programs.succeed(
            "zhengjiao",
            [
                "simulate", "--scheme", other, "--residents", "300", "--seed", "7", "--out",
                input(scheme).path,
            ]
        )
        try Programs.succeed(
            "zhengjiao",
            ["keys", "create", "--keys", keys.appendingPathComponent("\(scheme).json").path]
        )
        if years == 0 { return }
        let files = FileManager.default.enumerator(
            at: input(scheme),
            includingPropertiesForKeys: nil
        )
        for case let file as URL in files ?? .init()
        where ["csv", "jsonl"].contains(file.pathExtension) {
            var text = try String(contentsOf: file, encoding: .utf8)
            text.replace(#/\b(20\d\d)(-\d\d-\d\d)/#) {
                "\((Int($0.output.1) ?? 0) + years)\($0.output.2)"
            }
            try text.write(to: file, atomically: true, encoding: .utf8)
        }
    }

    /// Sends a season with the producers' own programs.
    func send(_ scheme: String, packs name: String) throws {
        let pack = try PolicyPack.load(folder: packs(name).appendingPathComponent(scheme))
        let payments = ["--log", log, "--keys", keys.path, "--scheme", scheme]
        let common = payments + ["--policies", packs(name).path]
        let index = try String(
            contentsOf: input(scheme).appendingPathComponent("lists/index.csv"),
            encoding: .utf8
        )
        for line in index.split(separator: "\n").dropFirst() {
            let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(
                String.init
            )
            try Programs.succeed(
                "subsidy-list-producer",
                common + [
                    "--kind", cells[1], "--list-id", cells[2], "--bureau", cells[3], "--category",
                    cells[4], "--snapshot-date", cells[5], "--supersedes", cells[6],
                    input(scheme).appendingPathComponent("lists/\(cells[0])").path,
                ]
            )
        }
        let day = ["--close-day", "\(pack.compiled.coverageYear)-12-31"]
        let file = input(scheme).appendingPathComponent("operations.jsonl").path
        try Programs.succeed("operations-producer", common + day + [file])
        try Programs.succeed(
            "payment-producer",
            payments + day + [input(scheme).appendingPathComponent("payments.csv").path]
        )
        for bureau in pack.compiled.bureaus {
            try Programs.succeed("subsidy-list-producer", common + day + ["--bureau", bureau.id])
        }
    }

    /// Starts the four workers.
    func startWorkers(packs name: String, _ more: [String] = []) throws -> [Process] {
        try workers.map { worker in
            let own: [String: [String]] = [
                "validate-worker": ["--keys", keys.path], "ledger-worker": ["--ledger", ledger],
            ]
            return try Programs.start(
                worker,
                ["--log", log, "--policies", packs(name).path] + (own[worker] ?? []) + more,
                output: url.appendingPathComponent("\(worker).out")
            )
        }
    }

    /// The books of a season as they are compared.
    static func books(_ ledger: String, _ scheme: String) throws -> SeasonBooks {
        let store = try Adapters.ledger(ledger)
        defer { try? store.close() }
        return try store.read { try SeasonBooks($0, scheme: scheme) }
    }
}

/// What a ledger says of a season, without whose numbers they are.
struct SeasonBooks {
    let balances: [Account: Money]
    let progress: [ProgressKey: Events.Progress]
    let census: [AssessmentStatus: Int64]
    /// Without what was rejected.
    let tallies: [TallyKey: Int64]
    let closures: [String: CivilDate]

    init(_ reader: any LedgerReader, scheme: String) throws {
        balances = try reader.balances(scheme: scheme)
        progress = try reader.progress(scheme: scheme)
        census = try reader.census(scheme: scheme)
        tallies = try reader.tallies(scheme: scheme).filter { $0.key.tally != .rejected }
        closures = try reader.closures(scheme: scheme)
    }
}
