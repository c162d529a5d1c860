import ArgumentParser
import Documents
import Events
import Foundation
import Ledger
import Policy
import Stage

/// What every command that makes documents from the books takes.
public struct DocumentArguments: ParsableArguments {
    @OptionGroup var ledger: LedgerArguments
    @OptionGroup var log: LogArguments
    @OptionGroup var policies: PolicyArguments
    @OptionGroup var keys: KeyArguments

    @Option(help: "Scheme id; may be left out where the ledger has one scheme.")
    var scheme: String?

    @Flag(help: "Name the persons; needs the key file. Without it they stand by their keys.")
    var names = false

    @Flag(help: "With --names: mask the identity numbers. What is printed (html) always does.")
    var masked = false

    @Option(help: "csv, json, xlsx or html; when not given, what --out ends in, else csv.")
    var format: ReportFormat?

    /// Creates empty arguments.
    public init() {}

    /// Refuses what cannot be meant.
    public mutating func validate() throws {
        if masked, !names {
            throw ValidationError("--masked: persons stand by their keys. Give --names as well.")
        }
    }

    /// The format of a file: as asked for, else as its name ends.
    ///
    /// - Throws: ``ConfigurationProblem`` when name and format differ, or a terminal cannot show it.
    func format(of out: String?) throws -> ReportFormat {
        let ending = out.flatMap { out in
            ReportFormat(rawValue: URL(fileURLWithPath: out).pathExtension.lowercased())
        }
        let format = format ?? ending ?? .csv
        if let out, let ending, ending != format {
            throw ConfigurationProblem(
                "--out \(out): ends in .\(ending.rawValue), --format says \(format.rawValue). "
                    + "Let them say the same."
            )
        }
        if out == nil, !format.isText {
            throw ConfigurationProblem("--format \(format.rawValue): is no text. Give --out FILE.")
        }
        return format
    }

    /// Writes a document, or prints it where there is no file; with names only its owner reads it.
    func write(_ file: ReportFile, to out: String?) throws {
        guard let out else {
            return print(String(decoding: file.bytes, as: UTF8.self), terminator: "")
        }
        try FileOutput.write(file.bytes, to: out, isPrivate: names)
    }

    /// Calls `body` with the books at one moment.
    ///
    /// - Parameter format: What is printed shows identity numbers masked.
    func read<R>(
        _ request: ReportRequest,
        for format: ReportFormat? = nil,
        _ body: (ReportBooks) throws -> R
    ) throws -> R {
        let store = try ledger.open()
        defer { try? store.close() }
        let scheme = try known(store)
        let keys = names ? try self.keys.load(of: scheme) : nil
        let log = try Setting.value("log", self.log.log).map { try Adapters.log($0) }
        defer { try? log?.close() }
        let pack: PolicyPack
        if let log, let activated = try Activation.lastActivated(scheme, log: log) {
            pack = activated
        } else {
            pack = try PolicyLibrary(directory: policies.folder, scheme: scheme).pack(scheme)
        }
        do {
            return try store.read { reader in
                try body(
                    ReportBooks(
                        reader,
                        pack: pack,
                        request: request,
                        log: log.map { LogFacts(log: $0) },
                        keys: keys,
                        isMasked: masked || format == .html
                    )
                )
            }
        } catch let problem as ReportProblem {
            throw ConfigurationProblem(problem.description)
        }
    }

    /// The scheme asked for, or the only one of the ledger.
    private func known(_ store: any LedgerStore) throws -> String {
        let all = try store.read { try $0.schemes() }
        if let scheme, all.contains(scheme) { return scheme }
        if scheme == nil, all.count == 1 { return all[0] }
        throw ConfigurationProblem(
            (scheme.map { "--scheme \($0): this ledger knows nothing of it. " }
                ?? "--scheme is not given. ")
                + "The ledger has: \(all.isEmpty ? "nothing" : all.joined(separator: ", "))."
        )
    }
}

extension ReportFormat: ExpressibleByArgument {}

/// The log of record as documents read it.
struct LogFacts: ReportLog {
    let log: any EventLog

    func facts(
        of scheme: String,
        _ body: (Fact, UnsafeRawBufferPointer) throws -> Void
    ) throws {
        for partition in 0..<Int32(try log.partitionCount(of: .factsValidated)) {
            try log.scan(.factsValidated, partition: partition) { batch, place in
                let fact = try Fact(wire: batch.value(of: place))
                if fact.scheme == scheme { try body(fact, batch.key(of: place)) }
            }
        }
    }

    func rankings(of scheme: String, _ body: (RankingPublished) throws -> Void) throws {
        for partition in 0..<Int32(try log.partitionCount(of: .rankingsPublished)) {
            try log.scan(.rankingsPublished, partition: partition) { batch, place in
                let ranking = try RankingPublished(wire: batch.value(of: place))
                if ranking.scheme == scheme { try body(ranking) }
            }
        }
    }
}

/// `zhengjiao report`.
public struct ReportCommand {
    private let documents: DocumentArguments

    /// Creates the command.
    public init(_ documents: DocumentArguments) { self.documents = documents }

    /// Prints the kinds: id, title, features, whether the log is needed, whether it names persons.
    public static func list() {
        print("kind,title,features,log,persons,as_of")
        for kind in ReportKind.all {
            print(
                [
                    kind.id, kind.title, kind.features.joined(separator: " "), kind.log.rawValue,
                    kind.isPersonal ? "yes" : "no", kind.hasDays ? "yes" : "no",
                ].joined(separator: ",")
            )
        }
        print("archive,归档包（文件夹）,F-093,helps,yes,yes")
    }

    /// Makes one document.
    ///
    /// - Parameter out: File to write; printed when nil. For `archive` a folder that is not there
    ///   yet.
    public func run(
        kind id: String,
        unit: String,
        asOf: CivilDate?,
        about: String,
        out: String?
    ) throws {
        if id == "archive" { return try archive(unit: unit, asOf: asOf, out: out) }
        guard let kind = ReportKind.named(id) else {
            throw ConfigurationProblem(
                "report \(id): no such kind. zhengjiao report --list names them."
            )
        }
        let request = ReportRequest(unit: unit, asOf: asOf, about: about)
        let format = try documents.format(of: out)
        let file = try documents.read(request) { try kind.file($0, as: format) }
        try documents.write(file, to: out)
    }

    private func archive(unit: String, asOf: CivilDate?, out: String?) throws {
        guard let out, !unit.isEmpty else {
            throw ConfigurationProblem("report archive: --unit U and --out FOLDER are needed.")
        }
        if let format = documents.format {
            throw ConfigurationProblem(
                "--format \(format.rawValue): an archive has every format. Leave --format out."
            )
        }
        if FileManager.default.fileExists(atPath: out) {
            throw ConfigurationProblem("--out \(out): exists already; name a new folder.")
        }
        let request = ReportRequest(unit: unit, asOf: asOf)
        let archive = try documents.read(request) { books in
            try Archive { try books.forArchive(of: $0) }
        }
        try FileOutput.makePrivateFolder(out)
        let folder = URL(fileURLWithPath: out)
        for file in archive.files {
            let path = folder.appendingPathComponent(file.name).path
            try FileOutput.write(file.bytes, to: path, isPrivate: true)
        }
        print("\(archive.files.count) files")
    }
}
