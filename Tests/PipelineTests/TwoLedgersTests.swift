import Bootstrap
import Events
import Foundation
import Ledger
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
        for name in ["pg", "own"] { try FunderMoney.applyForAll(season, name) }
        #expect(try season.balances("own") == season.balances("pg"))
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
