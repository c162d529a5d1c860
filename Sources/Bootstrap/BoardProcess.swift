import Board
import Embedded
import Events
import Foundation
import Policy
import Stage

/// A process that is the board.
public struct BoardProcess {
    private let arguments: BoardArguments

    /// Creates the process.
    public init(_ arguments: BoardArguments) { self.arguments = arguments }

    /// Serves until a signal; with `--check` only prints.
    public func run() async throws {
        let settings = try arguments.settings()
        let library = try PolicyLibrary(directory: arguments.policies.folder)
        let packs = try packs(library)
        let keys = try loadKeys(packs.keys.sorted())
        let (log, ledger) = (try arguments.log.url(), try arguments.ledger.url())
        let folder = try arguments.accounts.folder()
        try printConfiguration(settings, log, ledger, packs, hasKeys: !keys.isEmpty)
        if arguments.check { return }
        let status = WorkerStatus(stage: "board")
        let retry = Retry(stop: StopSignal(), status: status)
        let accounts = try AccountsArguments.open(try arguments.accounts.file())
        let sources = BoardSources(
            log: try retry.run { try Adapters.log(log, partitions: arguments.log.partitions) },
            ledger: try retry.run { try Adapters.ledger(ledger) },
            packs: packs,
            keys: keys,
            dataFolder: folder
        )
        let board = try Board(
            settings: settings,
            sources: sources,
            accounts: accounts,
            sections: try BoardSections.make(
                sources,
                uploads: try UploadDesks.open(arguments, sources)
            )
        )
        let health = try startHealth(status, board)
        defer { health?.cancel() }
        try await board.run { port in
            status.update { $0.isReady = true }
            StandardError.write("board: listening on \(settings.host):\(port)\n")
        }
        try accounts.close()
        try sources.ledger.close()
        try sources.log.close()
        StandardError.write("board: stopped\n")
    }

    private func packs(_ library: PolicyLibrary) throws -> [String: PolicyPack] {
        guard !arguments.scheme.isEmpty else { return library.packs }
        return try arguments.scheme.reduce(into: [:]) { $0[$1] = try library.pack($1) }
    }

    private func loadKeys(_ schemes: [String]) throws -> [String: SeasonKeys] {
        guard Setting.value("keys", arguments.keys.keys) != nil else { return [:] }
        let find = try arguments.keys.finder()
        return schemes.reduce(into: [:]) { $0[$1] = find($1) }
    }

    private func startHealth(
        _ status: WorkerStatus,
        _ board: Board
    ) throws -> Task<Void, any Error>? {
        guard let address = Setting.value("metrics", arguments.metrics) else { return nil }
        let server = try HealthServer(
            address: address,
            statuses: [status],
            further: { [file = arguments.backups.file] in
                board.metrics() + BackupMetrics.served(from: file)
            }
        )
        return Task { try await server.run() }
    }

    private func printConfiguration(
        _ settings: BoardSettings,
        _ log: String,
        _ ledger: String,
        _ packs: [String: PolicyPack],
        hasKeys: Bool
    ) throws {
        let lines = [
            ("stage", "board"), ("log", Masked.url(log)), ("ledger", Masked.url(ledger)),
            ("schemes", packs.keys.sorted().joined(separator: ",")),
            ("keys", hasKeys ? "given" : "none"), ("listen", "\(settings.host):\(settings.port)"),
            ("tls", settings.tls == nil ? "off" : "on"), ("origin", settings.origin ?? "none"),
            ("behindProxy", "\(settings.isBehindProxy)"),
            ("accounts", try arguments.accounts.file()),
            ("metrics", Setting.value("metrics", arguments.metrics) ?? "none"),
            ("backupMetrics", arguments.backups.file ?? "none"),
        ]
        let text = lines.map { "\($0.0)=\($0.1)" }.joined(separator: " ")
        if arguments.check { print(text) } else { StandardError.write("\(text)\n") }
    }
}

extension AccountsArguments {
    /// Opens the accounts.
    ///
    /// - Throws: ``ConfigurationProblem`` when a person must act.
    static func open(_ path: String) throws -> AccountsSQLite {
        do {
            return try AccountsSQLite(path: path)
        } catch AccountProblem.unusable(let sentence) {
            throw ConfigurationProblem("--accounts \(path): \(sentence)")
        }
    }
}
