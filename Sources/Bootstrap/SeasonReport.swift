import Events
import Foundation
import Ledger
import Policy
import Stage

/// A season on the terminal: pack warnings, ranking, facts, trial balance.
public struct SeasonReport {
    private let pack: PolicyPack
    private let totals: Totals
    private let store: any LedgerStore

    /// Creates a report.
    public init(pack: PolicyPack, totals: Totals, store: any LedgerStore) {
        self.pack = pack
        self.totals = totals
        self.store = store
    }

    /// The totals of a scheme; `sent` and the producers' rejections are counted from the log.
    public static func totals(
        _ pack: PolicyPack,
        store: any LedgerStore,
        log: any EventLog
    ) throws -> Totals {
        let census = try LogCensus(log)
        var totals = try store.read {
            try Totals(
                pack: pack,
                reader: $0,
                producerRejections: census.producerRejections[pack.scheme] ?? [:]
            )
        }
        totals.events.sent = census.sent[pack.scheme] ?? 0
        return totals
    }

    /// Prints everything.
    public func printAll() throws {
        for warning in pack.warnings { print("note: \(warning)") }
        printRanking()
        printFacts()
        try printTrialBalance()
    }

    private func printRanking() {
        print("\n\(pack.compiled.place) \(pack.compiled.coverageYear): enrolled against target")
        print("rank  town            target    enrolled     rate  personal yuan")
        let ranked = totals.units.filter { $0.value.rank != nil }
            .sorted { ($0.value.rank ?? 0) < ($1.value.rank ?? 0) }
        for (name, unit) in ranked {
            print(
                Column.right("\(unit.rank ?? 0)", 4) + "  " + Column.left(name, 12)
                    + Column.right(Grouped.text(unit.target), 10)
                    + Column.right(Grouped.text(unit.enrolled), 12)
                    + Column.right(Rate.text(unit.enrolled, of: unit.target), 9)
                    + Column.right(Grouped.text(unit.paid_fen / 100), 15)
            )
        }
        for (name, unit) in totals.units.sorted(by: { $0.key < $1.key }) where unit.rank == nil {
            print(
                "      " + Column.left(name, 12) + Column.right("–", 10)
                    + Column.right(Grouped.text(unit.enrolled), 12)
            )
        }
    }

    private func printFacts() {
        let events = totals.events
        let rejected = events.rejected.values.reduce(0, +)
        print(
            "\nfacts: sent \(Grouped.text(events.sent)) = accepted \(Grouped.text(events.accepted))"
                + " + rejected \(Grouped.text(rejected)) + repeated "
                + Grouped.text(events.repeated)
        )
        let status = totals.status.sorted { $0.key < $1.key }
            .map { "\($0.key) \(Grouped.text($0.value))" }
        print("people: \(status.joined(separator: ", "))")
    }

    private func printTrialBalance() throws {
        var sums: [AccountKind: Int64] = [:]
        for (account, amount) in try store.read({ try $0.balances(scheme: pack.scheme) }) {
            sums[account.kind, default: 0] += amount.fen
        }
        print("\ntrial balance (yuan)                 debit           credit")
        for kind in AccountKind.allCases {
            guard let fen = sums[kind], fen != 0 else { continue }
            let text = Grouped.yuan(fen.magnitude)
            print(
                Column.left("\(kind.chineseName) \(kind.name)", 30)
                    + Column.right(fen > 0 ? text : "", 15) + Column.right(fen < 0 ? text : "", 17)
            )
        }
        print(Column.left("difference", 30) + Column.right("\(sums.values.reduce(0, +))", 15))
    }
}

/// Cells of a table on a terminal; a Chinese character is two columns wide.
enum Column {
    static func left(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - columns(text)))
    }

    static func right(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - columns(text))) + text
    }

    private static func columns(_ text: String) -> Int {
        text.unicodeScalars.reduce(0) { $0 + ($1.value >= 0x2E80 ? 2 : 1) }
    }
}

/// Rates as people read them, cut off and never rounded up: 98.99 % stays below 99 %.
enum Rate {
    static func text(_ part: Int64, of whole: Int64) -> String {
        guard whole > 0 else { return "–" }
        let hundredths = part.multipliedFullWidth(by: 10_000)
        let rate = Int64(whole.dividingFullWidth(hundredths).quotient)
        let rest = rate % 100
        return "\(rate / 100).\(rest < 10 ? "0" : "")\(rest)%"
    }
}

extension Grouped {
    /// An amount in yuan: `1,234` or `1,234.50`.
    static func yuan(_ fen: UInt64) -> String {
        let rest = fen % 100
        let whole = text(Int64(fen / 100))
        return rest == 0 ? whole : "\(whole).\(rest < 10 ? "0" : "")\(rest)"
    }
}
