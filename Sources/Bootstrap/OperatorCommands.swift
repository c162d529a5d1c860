import ArgumentParser
import Classification
import Events
import Foundation
import Policy
import Stage

/// `zhengjiao audit`.
public struct AuditCommand {
    private let ledger: LedgerArguments
    private let log: LogArguments
    private let policies: PolicyArguments
    private let anchor: String?

    /// Creates the command.
    ///
    /// - Parameter anchor: File of the seals noted outside of the database.
    public init(
        ledger: LedgerArguments,
        log: LogArguments,
        policies: PolicyArguments,
        anchor: String? = nil
    ) {
        self.ledger = ledger
        self.log = log
        self.policies = policies
        self.anchor = anchor
    }

    /// Prints each statement and the digests; exit status 1 when a statement does not hold.
    public func run() throws {
        let library = try PolicyLibrary(directory: policies.folder)
        let log = try Setting.value("log", self.log.log).map { try Adapters.log($0) }
        let store = try ledger.open()
        let anchor = try anchor.map { try SealAnchor(path: $0) }
        let audit = try Audit(
            store: store,
            library: library,
            log: log,
            anchor: anchor,
            line: ProgressLine()
        )
        print("\(audit.journalCount) journals, \(audit.personCount) persons")
        print("\(audit.sealedCount) journals under \(audit.sealCount) seals")
        for journals in audit.unsealed { print("       not sealed yet: \(journals)") }
        for finding in audit.findings {
            print("\(finding.violations.isEmpty ? "holds " : "BROKEN") \(finding.statement)")
            for violation in finding.violations { print("       \(violation)") }
        }
        print("outcome: \(audit.outcome)")
        print("journal: \(audit.journal)")
        if !audit.isSound { throw ExitCode(1) }
        if let anchor {
            let count = try anchor.note(try store.read { try $0.chainSeals() })
            print("anchor: \(count) seals noted")
        }
    }
}

/// `zhengjiao replay`.
public struct ReplayCommand {
    private let from: String
    private let ledger: LedgerArguments
    private let policies: PolicyArguments

    /// Creates the command.
    public init(from: String, ledger: LedgerArguments, policies: PolicyArguments) {
        self.from = from
        self.ledger = ledger
        self.policies = policies
    }

    /// Replays into an empty ledger.
    public func run() throws {
        let library = try PolicyLibrary(directory: policies.folder)
        let log = try Adapters.log(from)
        let store = try ledger.open()
        let line = ProgressLine()
        line.begin("replaying")
        var facts: Int64 = 0
        try Replay(log: log, store: store, library: library).run { done, total in
            facts = done
            line.update(perMille: done * 1_000 / max(total, 1), count: done, unit: "facts")
        }
        line.finish()
        try store.close()
        print("replayed \(facts) facts")
    }
}

/// `zhengjiao assess`.
public enum CaseCheck {
    /// Assesses cases; with `isCheck`, exit status 1 when any differs.
    public static func run(
        file: String,
        scheme: String?,
        isCheck: Bool,
        policies: PolicyArguments
    ) throws {
        let library = try PolicyLibrary(directory: policies.folder)
        let text: String
        do {
            text = try String(contentsOfFile: file, encoding: .utf8)
        } catch {
            throw ConfigurationProblem("--cases \(file): cannot be read as UTF-8.")
        }
        if let scheme { _ = try library.pack(scheme) }
        let result = GoldenCases.check(
            csv: text,
            scheme: scheme,
            packs: Array(library.packs.values)
        )
        if !isCheck {
            print(result.outputCSV, terminator: "")
            return
        }
        for difference in result.differences { print(difference) }
        if !result.differences.isEmpty { throw ExitCode(1) }
        print("all cases as expected")
    }
}

/// `zhengjiao policy`.
public struct PolicyCommand {
    private let policies: PolicyArguments

    /// Creates the command.
    public init(policies: PolicyArguments) { self.policies = policies }

    /// The folder of the packs.
    var folder: URL { policies.folder }

    /// Loads every pack and tells warnings.
    public func check() throws {
        let library = try PolicyLibrary(directory: policies.folder)
        for (scheme, pack) in library.packs.sorted(by: { $0.key < $1.key }) {
            print(
                "\(scheme): \(pack.compiled.categories.count) categories, "
                    + "\(pack.compiled.units.count) units, \(pack.compiled.rules.count) rules"
            )
            for warning in pack.warnings { print("  note: \(warning)") }
        }
    }

    /// Prints the rules of a pack with their clauses.
    public func show(_ scheme: String) throws {
        let pack = try PolicyLibrary(directory: policies.folder, scheme: scheme).pack(scheme)
        for rule in pack.compiled.rules {
            print("\(rule.id): \(rule.citation.clause)")
            for quote in rule.citation.quotes { print("  「\(quote)」") }
        }
    }

    /// Puts a pack in force.
    public func activate(_ scheme: String, log: LogArguments) throws {
        let pack = try PolicyLibrary(directory: policies.folder, scheme: scheme).pack(scheme)
        let log = try Adapters.log(try log.url(), partitions: log.partitions)
        try Activation.activateIfNeeded(pack, log: log)
        try log.close()
    }
}
