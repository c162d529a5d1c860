import Bootstrap
import Events
import Foundation
import Ledger
import Policy
import Testing

/// The schemes that have a pack.
let allSchemes = [
    "lingcheng-2021", "fangcheng-2021", "zhangshanzi-2020", "tengzhou-2023", "yanjiang-2021",
]

/// The same season in both stores, by the programs as a user starts them.
@Suite(.serialized) struct TwoLedgersTests {
    @Test(arguments: allSchemes)
    func `F-059 F-079 F-125 F-128 a season of each scheme ends alike in SQLite and in PostgreSQL`(
        scheme: String
    ) throws {
        let season = try SeasonFolder(residents: 1_500, seed: 11, scheme: scheme)
        let expected = try season.expected()
        _ = try season.makeDatabase("pg")
        #expect(try SeasonFolder.object(season.runInOneProcess("pg")) == expected)
        #expect(try SeasonFolder.object(season.runInOneProcess("own")) == expected)
        // The log of the one again, into the other store.
        try Programs.succeed(
            "zhengjiao",
            ["replay", "--from", season.log("pg"), "--ledger", season.ledger("sqlite")]
        )
        let posted = try season.audit("pg")
        let replayed = try season.audit("sqlite", withLog: false)
        #expect(replayed.outcome == posted.outcome)
        #expect(replayed.journal == posted.journal)
        #expect(try season.audit("own").outcome == posted.outcome)
        let balances = try season.balances("pg")
        #expect(!balances.isEmpty)
        #expect(balances.values.reduce(.zero, +) == .zero)
        #expect(try season.balances("sqlite") == balances)
        #expect(try season.balances("own") == balances)
        for name in ["pg", "own"] { try season.applyForAll(name) }
        #expect(try season.balances("own") == season.balances("pg"))
    }
}

extension SeasonFolder {
    /// Applies for all that each funder owes of whom the season has money, and checks that the money
    /// which waited for it has gone its way.
    func applyForAll(_ name: String) throws {
        let records = try String(
            contentsOf: input.appendingPathComponent("operations.jsonl"),
            encoding: .utf8
        ).split(separator: "\n").map { try SeasonFolder.object(String($0)) }
        let pack = try PolicyPack.load(
            folder: Programs.root.appendingPathComponent("Policies/\(scheme)")
        )
        func of(_ type: String, _ funder: String) -> [NSDictionary] {
            records.filter {
                $0["type"] as? String == type && $0["funder"] as? String == funder
                    && $0["to"] as? String != "某某公司"
            }
        }
        func fen(_ records: [NSDictionary]) -> Int64 {
            records.reduce(0) { $0 + ($1["amount_fen"] as? Int64 ?? 0) }
        }
        var claims: [String: Money] = [:]
        var lines: [String] = []
        for funder in pack.compiled.funders {
            guard let first = of("FundingReceived", funder.name).first else { continue }
            let rule = try #require(
                pack.compiled.offices.funding.first {
                    $0.funders.contains(funder.id) && !$0.paysPersons
                }
            )
            let claim = try read(name) {
                try FundingClaim(
                    $0,
                    scheme: scheme,
                    funder: funder.id,
                    categories: Set(rule.categories)
                )
            }
            claims[funder.id] = claim.amount
            let number = first["application"] as? String ?? ""
            let hands = (["医保局"] + rule.signatories).map { #""\#($0)""# }.joined(separator: ",")
            lines.append(
                #"{"type":"FundingApplied","id":"apply-\#(number)","at":"\#(pack.compiled.coverageYear)-12-31","by":{"office":"医保局","role":"clerk"},"#
                    + #""funder":"\#(funder.id)","application":"\#(number)","purpose":"\#(rule.id)","amount_fen":\#(claim.amount.fen),"#
                    + #""claims_through":\#(claim.through.json),"signatories":[\#(hands)]}"#
            )
        }
        // Of what is not printed there is no money (A-ZS-20).
        #expect(lines.isEmpty == (scheme == "zhangshanzi-2020"))
        if lines.isEmpty { return }
        let file = url.appendingPathComponent("applications.jsonl")
        try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: file)
        try Programs.succeed(
            "operations-producer",
            ["--log", log(name), "--keys", keys.path, "--scheme", scheme, file.path]
        )
        try drain(name)
        _ = try audit(name)
        let balances = try balances(name)
        func fen(_ kind: AccountKind, _ party: String) -> Int64 {
            balances.filter { $0.key.kind == kind && $0.key.party == party }.values
                .reduce(0) { $0 + $1.fen }
        }
        var onTheWay: Int64 = 0
        for funder in pack.compiled.funders {
            guard let claimed = claims[funder.id]?.fen else { continue }
            let received = fen(of("FundingReceived", funder.name))
            let deposited = fen(of("TreasuryDeposited", funder.name))
            #expect(fen(.fundingReceivable, funder.id) == claimed)
            #expect(fen(.fundingClaimed, funder.id) == -claimed)
            #expect(fen(.fundingApplied, funder.id) == max(0, claimed - received))
            #expect(fen(.fundingSurplus, funder.id) == min(0, claimed - received))
            #expect(fen(.treasury, funder.id) == deposited)
            onTheWay += received - deposited
        }
        let places: Set<AccountKind> = [.pendingRemittance, .fundingInTransit]
        let held = balances.filter { places.contains($0.key.kind) }.values
        #expect(held.reduce(0) { $0 + $1.fen } == onTheWay)
    }
}

extension SeasonFolder {
    /// A JSON object as it is compared.
    static func object(_ text: String) throws -> NSDictionary {
        try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? NSDictionary)
    }

    /// What must come out of the season.
    func expected() throws -> NSDictionary {
        let file = input.appendingPathComponent("expected.json")
        return try SeasonFolder.object(String(contentsOf: file, encoding: .utf8))
    }

    /// Reads a ledger.
    func read<R>(_ name: String, _ body: (any LedgerReader) throws -> R) throws -> R {
        let store = try Adapters.ledger(ledger(name))
        defer { try? store.close() }
        return try store.read(body)
    }

    /// The balances of a ledger, in any store.
    func balances(_ name: String) throws -> [Account: Money] {
        try read(name) { try $0.balances(scheme: scheme) }
    }
}
