import Foundation
import PostgresServer
import Synchronization
import Testing

/// The built programs, started as a user starts them.
enum Programs {
    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// The folder in which the test runner itself was built.
    static let folder: URL = {
        let runner = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
        let beside = FileManager.default.fileExists(
            atPath: runner.appendingPathComponent("zhengjiao").path
        )
        return beside ? runner : root.appendingPathComponent(".build/debug")
    }()

    /// Starts a program.
    ///
    /// - Parameter wrapper: Words before it: a program of the system, by its path, that starts it.
    static func start(
        _ name: String,
        _ arguments: [String],
        output: URL? = nil,
        wrapper: [String] = []
    ) throws -> Process {
        let process = Process()
        let words = wrapper + [folder.appendingPathComponent(name).path] + arguments
        process.executableURL = URL(fileURLWithPath: words[0])
        process.arguments = Array(words.dropFirst())
        process.currentDirectoryURL = root
        if let output {
            if !FileManager.default.fileExists(atPath: output.path) {
                try Data().write(to: output)
            }
            let handle = try FileHandle(forWritingTo: output)
            handle.seekToEndOfFile()
            process.standardOutput = handle
            process.standardError = handle
        }
        try process.run()
        return process
    }

    /// Runs a program to its end.
    ///
    /// - Returns: Exit status, standard output, standard error.
    static func run(
        _ name: String,
        _ arguments: [String],
        environment: [String: String] = [:]
    ) throws -> (status: Int32, output: String, errors: String) {
        let process = Process()
        process.executableURL = folder.appendingPathComponent(name)
        process.arguments = arguments
        process.currentDirectoryURL = root
        process.environment = ProcessInfo.processInfo.environment
            .merging(environment) { _, new in new }
        let files = FileManager.default.temporaryDirectory
            .appendingPathComponent("run-\(UInt64.random(in: 0 ..< .max))")
        try FileManager.default.createDirectory(at: files, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: files) }
        let (out, err) = (files.appendingPathComponent("out"), files.appendingPathComponent("err"))
        for url in [out, err] { try Data().write(to: url) }
        process.standardOutput = try FileHandle(forWritingTo: out)
        process.standardError = try FileHandle(forWritingTo: err)
        try process.run()
        process.waitUntilExit()
        return (
            process.terminationStatus, try String(contentsOf: out, encoding: .utf8),
            try String(contentsOf: err, encoding: .utf8)
        )
    }

    /// Runs a program that must succeed.
    @discardableResult
    static func succeed(
        _ name: String,
        _ arguments: [String],
        environment: [String: String] = [:]
    ) throws -> String {
        let (status, output, errors) = try run(name, arguments, environment: environment)
        try #require(
            status == 0,
            "\(name) \(arguments.first ?? ""): \(errors) \(output.suffix(2_000))"
        )
        return output
    }
}

/// A season in a folder of its own: files, keys, log, ledger.
///
/// Gone with it.
final class SeasonFolder: Sendable {
    let url: URL
    let scheme: String
    private let databases = Mutex<[String: String]>([:])
    private let logs = Mutex<[String: String]>([:])

    init(residents: Int, seed: Int = 7, scheme: String = "tengzhou-2023") throws {
        self.scheme = scheme
        url = FileManager.default.temporaryDirectory
            .appendingPathComponent("season-\(UInt64.random(in: 0 ..< .max))")
        try Programs.succeed(
            "zhengjiao",
            [
                "simulate", "--scheme", scheme, "--residents", "\(residents)", "--seed",
                "\(seed)", "--out", input.path,
            ]
        )
        try Programs.succeed("zhengjiao", ["keys", "create", "--keys", keys.path])
    }

    /// A folder with keys and nothing else: whoever makes it tells what happens.
    init(untold scheme: String) throws {
        self.scheme = scheme
        url = FileManager.default.temporaryDirectory
            .appendingPathComponent("season-\(UInt64.random(in: 0 ..< .max))")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        try Programs.succeed("zhengjiao", ["keys", "create", "--keys", keys.path])
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    var input: URL { url.appendingPathComponent("in") }
    var keys: URL { url.appendingPathComponent("keys.json") }
    /// An embedded log of that name; `kafka-NUMBER-MODE` names topics on the test broker.
    func log(_ name: String) -> String {
        if let elsewhere = logs.withLock({ $0[name] }) { return elsewhere }
        let parts = name.split(separator: "-", maxSplits: 2).map(String.init)
        guard parts[0] == "kafka", parts.count == 3, let testBroker else {
            return "sqlite://\(url.path)/\(name)-log"
        }
        return "kafka://\(testBroker)?prefix=t\(parts[1]).&mode=\(parts[2])"
    }
    /// An embedded ledger of that name, unless a database was made for it.
    func ledger(_ name: String) -> String {
        databases.withLock { $0[name] } ?? "sqlite://\(url.path)/\(name)-ledger"
    }

    /// Makes a PostgreSQL ledger of that name, as an operator does.
    ///
    /// - Parameter server: A server of the test's own; nil = the one that all tests share.
    func makeDatabase(_ name: String, on server: PostgresServer? = nil) throws -> TestDatabase {
        let database = try server.map { try TestDatabase(on: $0) } ?? TestDatabase()
        databases.withLock { $0[name] = database.url }
        try Programs.succeed("zhengjiao", ["ledger", "migrate", "--ledger", database.url])
        return database
    }

    /// Has the ledger of that name stand elsewhere.
    func useLedger(_ url: String, for name: String) { databases.withLock { $0[name] = url } }

    /// Has the log of that name stand elsewhere.
    func useLog(_ url: String, for name: String) { logs.withLock { $0[name] = url } }

    func output(_ name: String) -> URL { url.appendingPathComponent("\(name).out") }

    /// Runs the season in one process.
    @discardableResult
    func runInOneProcess(_ name: String, input: URL? = nil) throws -> String {
        try Programs.succeed(
            "zhengjiao",
            [
                "run", "--scheme", scheme, "--in", (input ?? self.input).path, "--log", log(name),
                "--ledger", ledger(name), "--keys", keys.path, "--json",
            ]
        )
    }

    /// The digests of an audit that found nothing wrong.
    func audit(_ name: String, withLog: Bool = true) throws -> (outcome: String, journal: String) {
        let output = try Programs.succeed(
            "zhengjiao",
            ["audit", "--ledger", ledger(name)] + (withLog ? ["--log", log(name)] : [])
        )
        func digest(_ label: String) throws -> String {
            let line = try #require(
                output.split(separator: "\n").first { $0.hasPrefix("\(label): ") }
            )
            return String(line.dropFirst(label.count + 2))
        }
        return (try digest("outcome"), try digest("journal"))
    }

    /// The arguments of a worker.
    func arguments(of worker: String, _ name: String) -> [String] {
        let more: [String: [String]] = [
            "validate-worker": ["--keys", keys.path],
            "ledger-worker": ["--ledger", ledger(name)],
        ]
        return ["--log", log(name)] + (more[worker] ?? [])
    }

    /// The folder of the snapshots.
    func snapshots(_ name: String) -> URL { url.appendingPathComponent("\(name)-snapshots") }

    /// What has a worker keep snapshots, often.
    func snapshotArguments(_ name: String) -> [String] {
        ["--snapshots", snapshots(name).path, "--snapshot-every", "100"]
    }

    /// Sends all input with the producers' own programs, as `run` does in one process.
    func send(_ name: String) throws {
        try Programs.succeed(
            "zhengjiao",
            ["policy", "activate", "--scheme", scheme, "--log", log(name)]
        )
        let common = ["--log", log(name), "--keys", keys.path, "--scheme", scheme]
        let index = try String(
            contentsOf: input.appendingPathComponent("lists/index.csv"),
            encoding: .utf8
        )
        var bureaus: Set<String> = [
            "civilAffairs", "ruralRevitalization", "disabledFederation", "health", "veterans",
        ]
        for line in index.split(separator: "\n").dropFirst() {
            let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(
                String.init
            )
            bureaus.insert(cells[3])
            try Programs.succeed(
                "subsidy-list-producer",
                common + [
                    "--kind", cells[1], "--list-id", cells[2], "--bureau", cells[3], "--category",
                    cells[4], "--snapshot-date", cells[5], "--supersedes", cells[6],
                    input.appendingPathComponent("lists/\(cells[0])").path,
                ]
            )
        }
        let day = ["--close-day", "2023-12-31"]
        try Programs.succeed(
            "operations-producer",
            common + day + [input.appendingPathComponent("operations.jsonl").path]
        )
        try Programs.succeed(
            "payment-producer",
            common + day + [input.appendingPathComponent("payments.csv").path]
        )
        for bureau in bureaus.sorted() {
            try Programs.succeed("subsidy-list-producer", common + day + ["--bureau", bureau])
        }
    }
}

let workers = ["validate-worker", "classify-worker", "ledger-worker", "ranking-worker"]
