import Embedded
import Events
import Foundation
import Ledger
import Postgres

/// `zhengjiao ledger`: the life of a store.
public struct LedgerCommand {
    let url: String

    /// Creates the command.
    public init(ledger: LedgerArguments) throws { url = try ledger.url() }

    private var isPostgres: Bool { Adapters.isPostgres(url) }

    /// Brings the schema up to date.
    public func migrate() throws {
        try explaining {
            guard isPostgres else {
                try Adapters.ledger(url).close()
                print("up to date")
                return
            }
            let outcome = try LedgerMigrator.migrate(url: url)
            for step in outcome.applied { print("applied \(step)") }
            print("up to date at step \(outcome.version)")
            if !outcome.missingRoles.isEmpty {
                let roles = outcome.missingRoles.joined(separator: ", ")
                StandardError.write(
                    "The group roles \(roles) are not there and this user may not make them: let an "
                        + "administrator run CREATE ROLE … NOLOGIN for each, then migrate again.\n"
                )
            }
        }
    }

    /// Copies the books to a new file while workers go on.
    ///
    /// - Parameter metrics: Told when the copy is whole.
    public func backUp(to file: String, metrics: BackupMetrics) throws {
        try metrics.check()
        try backUp(to: file)
        try metrics.tellSuccess()
    }

    /// Copies the books to a new file while workers go on.
    func backUp(to file: String) throws {
        try explaining {
            try refuseExisting(file)
            if isPostgres {
                try Adapters.ledger(url).close()
                try dump(to: file)
            } else {
                let path = try Adapters.path(of: url, option: "--ledger")
                guard FileManager.default.fileExists(atPath: path) else {
                    throw ConfigurationProblem("--ledger \(url): there is no such file.")
                }
                let store = try LedgerSQLite(path: path)
                try store.backUp(to: file)
                try store.close()
            }
            print("backed up to \(file)")
        }
    }

    /// Makes the books from a copy, in a place that holds none.
    ///
    /// The positions are in the copy: workers go on from where it was made, and what they post
    /// again is the same.
    public func restore(from file: String) throws {
        try explaining {
            guard FileManager.default.fileExists(atPath: file) else {
                throw ConfigurationProblem("--from \(file): there is no such file.")
            }
            if isPostgres {
                guard try !LedgerMigrator.isPresent(url: url) else {
                    throw ConfigurationProblem(
                        "--ledger \(Masked.url(url)): holds a ledger already; restore into a new "
                            + "database (createdb)."
                    )
                }
                try runPostgres(
                    "pg_restore",
                    ["--no-owner", "--no-privileges", "--single-transaction", file]
                )
                // Rights are given as on a new ledger, and steps made since the copy are applied.
                _ = try LedgerMigrator.migrate(url: url)
            } else {
                let path = try Adapters.path(of: url, option: "--ledger")
                try LedgerSQLite.restore(from: file, to: path)
            }
            try printPositions()
        }
    }

    private func printPositions() throws {
        let store = try Adapters.ledger(url)
        let positions = try store.read { try $0.positions() }
        for state in positions {
            print(
                "partition \(state.partition): \(state.journalSequence) journals, next offset "
                    + "\(state.nextOffset)"
            )
        }
        try store.close()
    }

    /// Dumps beside the file's place and moves it there when it is whole.
    private func dump(to file: String) throws {
        let partial = file + ".partial"
        do {
            try runPostgres("pg_dump", ["-Fc", "-n", "zhengjiao", "-f", partial])
            try FileManager.default.moveItem(atPath: partial, toPath: file)
        } catch {
            try? FileManager.default.removeItem(atPath: partial)
            throw error
        }
    }

    private func refuseExisting(_ file: String) throws {
        guard !FileManager.default.fileExists(atPath: file) else {
            throw ConfigurationProblem("--out \(file): exists already; name a new file.")
        }
    }

    /// Runs one of PostgreSQL's own programs on the database.
    private func runPostgres(_ program: String, _ arguments: [String]) throws {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        let found = folders.map { "\($0)/\(program)" }.first {
            FileManager.default.isExecutableFile(atPath: $0)
        }
        guard let found else {
            throw ConfigurationProblem(
                "\(program) is not on this machine: apt-get install postgresql-client (Debian)."
            )
        }
        let login = try PostgresLogin(url: url)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: found)
        process.arguments = ["--dbname=\(login.connectionString)", "--no-password"] + arguments
        process.environment = ProcessInfo.processInfo.environment
        if let password = login.password { process.environment?["PGPASSWORD"] = password }
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw ConfigurationProblem(
                "\(program) ended with \(process.terminationStatus); its reason stands above."
            )
        }
    }

    func explaining(_ body: () throws -> Void) throws {
        do {
            try body()
        } catch LedgerProblem.unusable(let sentence) {
            throw ConfigurationProblem("--ledger \(Masked.url(url)): \(sentence)")
        }
    }
}
