import Events
import Foundation
import Ledger
import Policy
import Testing

/// The money of funders in a simulated season, which waits for applications.
struct FunderMoney {
    /// What is applied for, and of whom.
    private struct Claim {
        let funder: (id: String, name: String)
        let amount: Money
    }

    let season: SeasonFolder
    let name: String
    private let pack: PolicyPack
    private let records: [NSDictionary]
    private var claims: [Claim] = []

    /// - Parameter name: The season's log and ledger.
    init(_ season: SeasonFolder, _ name: String) throws {
        self.season = season
        self.name = name
        pack = try PolicyPack.load(
            folder: Programs.root.appendingPathComponent("Policies/\(season.scheme)")
        )
        let file = season.input.appendingPathComponent("operations.jsonl")
        records = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
            .map { try SeasonFolder.object(String($0)) }
    }

    /// Applies for all that each funder owes of whom the season has money, and checks that the money
    /// which waited for it has gone its way.
    static func applyForAll(_ season: SeasonFolder, _ name: String) throws {
        var money = try FunderMoney(season, name)
        let lines = try money.applications()
        // Of what is not printed there is no money (A-ZS-20).
        #expect(lines.isEmpty == (season.scheme == "zhangshanzi-2020"))
        if lines.isEmpty { return }
        let file = season.url.appendingPathComponent("applications.jsonl")
        try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: file)
        try Programs.succeed(
            "operations-producer",
            [
                "--log", season.log(name), "--keys", season.keys.path, "--scheme", season.scheme,
                file.path,
            ]
        )
        try season.drain(name)
        _ = try season.audit(name)
        try money.check()
    }

    /// The records of a type about a funder's money that goes the printed way.
    private func of(_ type: String, _ funder: String) -> [NSDictionary] {
        records.filter {
            $0["type"] as? String == type && $0["funder"] as? String == funder
                && $0["to"] as? String != "某某公司"
        }
    }

    private func sum(_ type: String, _ funder: String) -> Int64 {
        of(type, funder).reduce(0) { $0 + ($1["amount_fen"] as? Int64 ?? 0) }
    }

    private mutating func applications() throws -> [String] {
        var lines: [String] = []
        for funder in pack.compiled.funders {
            guard let first = of("FundingReceived", funder.name).first else { continue }
            let rule = try #require(
                pack.compiled.offices.funding.first {
                    $0.funders.contains(funder.id) && !$0.paysPersons
                }
            )
            let claim = try season.read(name) {
                try FundingClaim(
                    $0,
                    scheme: pack.scheme,
                    funder: funder.id,
                    categories: Set(rule.categories)
                )
            }
            let who = (id: funder.id, name: funder.name)
            claims.append(Claim(funder: who, amount: claim.amount))
            lines.append(line(first["application"] as? String ?? "", who, rule, claim))
        }
        return lines
    }

    private func line(
        _ number: String,
        _ funder: (id: String, name: String),
        _ rule: FundingRule,
        _ claim: FundingClaim
    ) -> String {
        let hands = (["医保局"] + rule.signatories).map { #""\#($0)""# }.joined(separator: ",")
        return
            #"{"type":"FundingApplied","id":"apply-\#(number)","at":"\#(pack.compiled.coverageYear)-12-31","#
            + #""by":{"office":"医保局","role":"clerk"},"funder":"\#(funder.id)","#
            + #""application":"\#(number)","purpose":"\#(rule.id)","amount_fen":\#(claim.amount.fen),"#
            + #""claims_through":\#(claim.through.json),"signatories":[\#(hands)]}"#
    }

    private func check() throws {
        let balances = try season.balances(name)
        func fen(_ kind: AccountKind, _ party: String) -> Int64 {
            balances.filter { $0.key.kind == kind && $0.key.party == party }.values
                .reduce(0) { $0 + $1.fen }
        }
        var onTheWay: Int64 = 0
        for claim in claims {
            let (id, claimed) = (claim.funder.id, claim.amount.fen)
            let received = sum("FundingReceived", claim.funder.name)
            let deposited = sum("TreasuryDeposited", claim.funder.name)
            #expect(claimed > 0 && received > 0 && deposited > 0)
            #expect(fen(.fundingReceivable, id) == claimed)
            #expect(fen(.fundingClaimed, id) == -claimed)
            #expect(fen(.fundingApplied, id) == max(0, claimed - received))
            #expect(fen(.fundingSurplus, id) == min(0, claimed - received))
            #expect(fen(.treasury, id) == deposited)
            onTheWay += received - deposited
        }
        let places: Set<AccountKind> = [.pendingRemittance, .fundingInTransit]
        let held = balances.filter { places.contains($0.key.kind) }.values
        #expect(held.reduce(0) { $0 + $1.fen } == onTheWay)
    }
}
