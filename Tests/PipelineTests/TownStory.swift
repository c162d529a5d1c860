import Bootstrap
import Events
import Foundation
import Ledger
import Policy
import PostgresServer
import Testing

/// The stores in which every story is told.
let bothStores = ["sqlite", "postgres"]

/// A short season of a few people, told file by file to the programs; after each step the books are
/// audited, and their accounts read.
final class TownStory {
    let pack: PolicyPack
    private let season: SeasonFolder
    private let policies: URL
    private let isInPostgres: Bool
    private var files = 0
    private var payments: [String] = []
    private var records: [String] = []

    /// Begins a story.
    ///
    /// - Parameters:
    ///   - store: One of ``bothStores``.
    ///   - decided: Changes the pack's text: what the notice leaves open is decided.
    init(_ scheme: String, in store: String, decided: (String) -> String = { $0 }) throws {
        season = try SeasonFolder(untold: scheme)
        isInPostgres = store == "postgres"
        if isInPostgres { _ = try season.makeDatabase("books") }
        policies = season.url.appendingPathComponent("policies")
        try FileManager.default.createDirectory(at: policies, withIntermediateDirectories: true)
        let folder = policies.appendingPathComponent(scheme)
        try FileManager.default.copyItem(
            at: Programs.root.appendingPathComponent("Policies/\(scheme)"),
            to: folder
        )
        let file = folder.appendingPathComponent("policy.yaml")
        let text = try String(contentsOf: file, encoding: .utf8)
        try decided(text).write(to: file, atomically: true, encoding: .utf8)
        pack = try PolicyPack.load(folder: folder)
        try succeed(
            "zhengjiao",
            ["policy", "activate", "--scheme", scheme, "--log", season.log("books")]
        )
    }

    // MARK: - Telling

    /// An identity number of nobody: born in 1980, from 900 on in 1950.
    static func number(_ person: Int) -> String {
        let birth = person < 900 ? "19800101" : "19500101"
        let digits = Array("370481\(birth)\(String(1_000 + person).dropFirst())".utf8)
        return String(decoding: digits + [IdentityNumber.checkCharacter(of: digits)], as: UTF8.self)
    }

    /// The keys of a person in a record.
    static func named(_ person: Int) -> String {
        #""identity_number":"\#(number(person))","name":"示例""#
    }

    /// The roster of the season.
    func roster(_ people: [Int], of unit: String, tier: String = "") throws {
        let rows = people.enumerated().map { row, person in
            "\(row + 1),示例,\(TownStory.number(person)),\(unit),H\(person),本地,\(tier)"
        }
        try sendList(
            ["序号,姓名,身份证号,单位,户号,户籍,档次"] + rows,
            ["--kind", "roster", "--list-id", "roster", "--bureau", "medical-insurance"],
            on: pack.terms.window.opens.value
        )
    }

    /// A list of a bureau, audited.
    func list(
        _ id: String,
        _ category: String,
        by bureau: String,
        on day: CivilDate,
        _ people: [Int],
        approved: String = ""
    ) throws {
        let rows = people.enumerated().map { row, person in
            "\(row + 1),示例,\(TownStory.number(person)),\(category),\(approved)"
        }
        try sendList(
            ["序号,姓名,身份证号,类别,批准日期"] + rows,
            ["--kind", "list", "--list-id", id, "--bureau", bureau],
            on: day
        )
        record(
            "ListAudited",
            "audit-\(id)",
            "\(day)",
            by: "医保局",
            as: "auditor",
            #""list":"\#(id)""#
        )
    }

    /// A payment.
    func pays(_ person: Int, _ yuan: Int, _ at: String, _ channel: String, tier: String = "") {
        let row = [
            "T\(files)-\(payments.count)", TownStory.number(person), "示例", "", "\(yuan)", channel,
            at, tier,
        ]
        payments.append(row.joined(separator: ","))
    }

    /// A record of an office.
    func record(
        _ type: String,
        _ id: String,
        _ at: String,
        by office: String,
        as role: String = "clerk",
        _ fields: String
    ) {
        records.append(
            #"{"type":"\#(type)","id":"\#(id)","at":"\#(at)","by":{"office":"\#(office)","role":"\#(role)"},\#(fields)}"#
        )
    }

    /// An application for all that a funder owes by now and nobody has applied for.
    ///
    /// - Parameter purpose: Id of the way of funding.
    func applies(
        _ number: String,
        to funder: String,
        for purpose: String,
        on day: String,
        by office: String,
        with others: [String] = []
    ) throws {
        let rule = try #require(pack.compiled.offices.funding(purpose, funder: funder))
        let claim = try season.read("books") {
            try FundingClaim(
                $0,
                scheme: pack.scheme,
                funder: funder,
                categories: Set(rule.categories)
            )
        }
        let signatories = ([office] + others).map { #""\#($0)""# }.joined(separator: ",")
        record(
            "FundingApplied",
            number,
            day,
            by: office,
            #""funder":"\#(funder)","application":"\#(number)","purpose":"\#(purpose)","amount_fen":\#(claim.amount.fen),"claims_through":\#(claim.through.json),"signatories":[\#(signatories)]"#
        )
    }

    /// Sends what was told, runs the workers until nothing is left, and audits the books.
    func happens() throws {
        files += 1
        let common = ["--log", season.log("books"), "--keys", season.keys.path]
        let send = common + ["--scheme", pack.scheme]
        if !payments.isEmpty {
            let header = "event_id,identity_number,name,unit,amount_yuan,channel,paid_at,tier"
            let file = try write([header] + payments, "payments-\(files).csv")
            try succeed("payment-producer", send + [file])
        }
        if !records.isEmpty {
            let file = try write(records, "records-\(files).jsonl")
            try succeed("operations-producer", send + [file])
        }
        (payments, records) = ([], [])
        try season.drainTogether("books", policies: policies)
        try succeed("zhengjiao", ["audit", "--ledger", season.ledger("books")] + log)
        #expect(try season.balances("books").values.reduce(.zero, +) == .zero)
        #expect(try season.rejections("books") == [:])
    }

    private var log: [String] { ["--log", season.log("books")] }

    private func sendList(_ lines: [String], _ options: [String], on day: CivilDate) throws {
        files += 1
        let file = try write(lines, "list-\(files).csv")
        let common = ["--keys", season.keys.path, "--scheme", pack.scheme]
        try succeed(
            "subsidy-list-producer",
            log + common + options + ["--snapshot-date", "\(day)", file]
        )
    }

    private func write(_ lines: [String], _ name: String) throws -> String {
        let file = season.url.appendingPathComponent(name)
        try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: file)
        return file.path
    }

    @discardableResult
    private func succeed(_ program: String, _ arguments: [String]) throws -> String {
        let environment = ["ZHENGJIAO_POLICIES": policies.path]
        return try Programs.succeed(program, arguments, environment: environment)
    }

    // MARK: - Reading

    /// Σ of the balances of a kind, in yuan, of one party and unit or of all.
    func yuan(_ kind: AccountKind, _ party: String? = nil, unit: String? = nil) throws -> Int64 {
        try season.balances("books").reduce(into: Int64(0)) { sum, entry in
            guard entry.key.kind == kind, party == nil || entry.key.party == party,
                unit == nil || entry.key.unit == unit
            else { return }
            sum += entry.value.fen
        } / 100
    }

    /// An item of a dossier.
    func item(_ subject: DossierSubject, _ key: String) throws -> DossierItem? {
        try season.read("books") { reader in
            try reader.dossierItems(scheme: pack.scheme)
                .first { $0.subject == subject && $0.item.key == key }?.item
        }
    }

    /// Keys of the items on which somebody has to act.
    func open() throws -> [String] {
        try season.read("books") { reader in
            try reader.dossierItems(scheme: pack.scheme).map(\.item).filter(\.status.isOpen)
                .map(\.key).sorted()
        }
    }

    /// What is told of a person.
    func explained(_ person: Int) throws -> String {
        let file = try write([TownStory.number(person)], "number")
        return try succeed(
            "zhengjiao",
            [
                "explain", "--scheme", pack.scheme, "--identity-file", file, "--keys",
                season.keys.path, "--ledger", season.ledger("books"),
            ] + log
        )
    }
}

extension SeasonFolder {
    /// Runs all workers at once until nothing is left to do.
    func drainTogether(_ name: String, policies: URL) throws {
        let processes = try workers.map {
            try Programs.start(
                $0,
                arguments(of: $0, name) + ["--policies", policies.path, "--until-drained"],
                output: output("\($0)-\(name)")
            )
        }
        for (process, worker) in zip(processes, workers) {
            process.waitUntilExit()
            let said = try String(contentsOf: output("\(worker)-\(name)"), encoding: .utf8)
            try #require(process.terminationStatus == 0, "\(worker): \(said.suffix(2_000))")
        }
    }
}

/// A day that a test names.
func day(_ text: String) throws -> CivilDate { try #require(CivilDate(text)) }

extension [JournalPosition] {
    /// As records write it.
    var json: String {
        "{" + map { #""\#($0.partition)":\#($0.sequence)"# }.joined(separator: ",") + "}"
    }
}
