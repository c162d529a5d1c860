import ArgumentParser
import Events
import Foundation
import Ledger
import Policy

/// Where the log is.
///
/// `--log` or `ZHENGJIAO_LOG`.
public struct LogArguments: ParsableArguments {
    @Option(help: "The log: sqlite:///path or kafka://host:port. Environment: ZHENGJIAO_LOG.")
    var log: String?

    @Option(help: "Partitions of a new embedded log (4 when not given); fixed from then on.")
    var partitions: Int?

    /// Creates empty arguments.
    public init() {}

    /// The URL given.
    func url() throws -> String { try Setting.required("log", log) }
}

/// Where the ledger is.
///
/// `--ledger` or `ZHENGJIAO_LEDGER`.
public struct LedgerArguments: ParsableArguments {
    @Option(
        help: """
            The ledger: sqlite:///path or postgresql://user@host:port/database. Environment: \
            ZHENGJIAO_LEDGER.
            """
    )
    var ledger: String?

    /// Creates empty arguments.
    public init() {}

    /// The URL given.
    func url() throws -> String { try Setting.required("ledger", ledger) }

    /// The URL without its password.
    public func masked() throws -> String { Masked.url(try url()) }

    /// Opens the ledger.
    public func open() throws -> any LedgerStore { try Adapters.ledger(try url()) }
}

/// Where the policy packs are.
///
/// `--policies` or `ZHENGJIAO_POLICIES`; by default `Policies` beside the working directory.
public struct PolicyArguments: ParsableArguments {
    @Option(help: "Folder of the policy packs. Environment: ZHENGJIAO_POLICIES.")
    var policies: String?

    /// Creates empty arguments.
    public init() {}

    /// The folder: as named, else `Policies` beside the working directory, else what came with the
    /// programs.
    var folder: URL {
        Setting.value("policies", policies).map { URL(fileURLWithPath: $0) }
            ?? SharedFiles.url("Policies")
    }

    /// The pack of a scheme; nil where nobody named a folder and none stands beside the working
    /// directory: then `validate` alone judges.
    ///
    /// - Throws: What the library says of a folder that is there.
    public func packWhereThere(_ scheme: String) throws -> CompiledPolicy? {
        let isNamed = Setting.value("policies", policies) != nil
        if !isNamed, !FileManager.default.fileExists(atPath: folder.path) { return nil }
        return try PolicyLibrary(directory: folder, scheme: scheme).pack(scheme).compiled
    }
}

/// A setting from the command line or the environment.
enum Setting {
    static func value(_ name: String, _ option: String?) -> String? {
        option ?? ProcessInfo.processInfo.environment[key(name)]
    }

    static func required(_ name: String, _ option: String?) throws -> String {
        guard let value = value(name, option), !value.isEmpty else {
            throw ConfigurationProblem(
                "--\(name) is not given, nor \(key(name)) in the environment."
            )
        }
        return value
    }

    private static func key(_ name: String) -> String {
        "ZHENGJIAO_" + name.uppercased().replacing("-", with: "_")
    }
}

/// Runs a command and turns its errors into sentences and exit statuses: 78 for configuration, 1
/// for anything else. (64, usage, is the argument parser's own.)
public enum Guarded {
    /// Runs `body`.
    public static func run(_ body: () throws -> Void) throws {
        do {
            try body()
        } catch let exit as ExitCode {
            throw exit
        } catch let problem as PolicyProblems {
            for one in problem.problems { report("\(one)") }
            throw ExitCode(78)
        } catch let problem as ConfigurationProblem {
            report(problem.description)
            throw ExitCode(78)
        } catch let problem as KeyFileProblem {
            report(problem.description)
            throw ExitCode(78)
        } catch LedgerProblem.unavailable(let sentence), LedgerProblem.full(let sentence),
            LedgerProblem.unusable(let sentence)
        {
            report(sentence)
            throw ExitCode(1)
        } catch {
            report("\(error)")
            throw ExitCode(1)
        }
    }

    /// Runs `body`, which waits.
    public static func run(_ body: () async throws -> Void) async throws {
        do {
            try await body()
        } catch {
            try run { throw error }
        }
    }

    private static func report(_ sentence: String) { StandardError.write("error: \(sentence)\n") }
}
