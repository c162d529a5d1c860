import Events
import Ledger

/// The numbers of schemes and accounts in the database, as far as they are known here.
struct LedgerNames {
    /// An account of a scheme.
    struct AccountName: Hashable {
        var scheme: Int16
        var account: Account
    }

    var schemes: [String: Int16] = [:]
    var accounts: [AccountName: Int32] = [:]
}

/// The numbers that one batch needs.
struct BatchNumbers {
    /// Of ``LedgerBatch/schemes``.
    var schemes: [Int16]
    /// Of the accounts of all entries of all journals, one after the other: first those of
    /// persons, then those of dossiers.
    var entryAccounts: [Int32]
}

extension LedgerPostgres {
    /// Numbers the schemes and accounts that a batch names.
    ///
    /// New ones are entered in transactions of their own, before the batch: so no writer holds one
    /// while it waits for another, and a number once known stays.
    func number(_ batch: LedgerBatch, _ connection: PostgresConnection) throws -> BatchNumbers {
        let schemes = try batch.schemes.map { name in
            if let known = names.schemes[name] { return known }
            let parameters = PostgresParameters()
            parameters.add(name)
            let rows = try connection.query(LedgerStatement.enterScheme, parameters)
            let number = Int16(rows.integer(0, 0))
            names.schemes[name] = number
            return number
        }
        var missing: Set<LedgerNames.AccountName> = []
        let accounts = numbers(of: batch, schemes, missing: &missing)
        if missing.isEmpty { return BatchNumbers(schemes: schemes, entryAccounts: accounts) }
        try enter(Array(missing), connection)
        return BatchNumbers(
            schemes: schemes,
            entryAccounts: numbers(of: batch, schemes, missing: &missing)
        )
    }

    private func numbers(
        of batch: LedgerBatch,
        _ schemes: [Int16],
        missing: inout Set<LedgerNames.AccountName>
    ) -> [Int32] {
        func numbers(_ entries: [Entry], _ scheme: Int16) -> [Int32] {
            entries.compactMap { entry in
                let name = LedgerNames.AccountName(scheme: scheme, account: entry.account)
                if let known = names.accounts[name] { return known }
                missing.insert(name)
                return nil
            }
        }
        // Journals that post the same share a posting: its accounts are looked up once.
        let postings = batch.postings.map { numbers($0.entries, schemes[$0.scheme]) }
        var all: [Int32] = []
        all.reserveCapacity(batch.journals.count * 4 + batch.dossierJournals.count * 4)
        for journal in batch.journals { all.append(contentsOf: postings[journal.posting]) }
        for journal in batch.dossierJournals {
            all.append(contentsOf: numbers(journal.entries, schemes[journal.scheme]))
        }
        return all
    }

    private func enter(
        _ new: [LedgerNames.AccountName],
        _ connection: PostgresConnection
    ) throws {
        func command(_ sql: String) -> PostgresCommand {
            let parameters = PostgresParameters()
            parameters.add(new.map(\.scheme))
            parameters.add(new.map { Int16($0.account.kind.rawValue) })
            parameters.add(new.map(\.account.unit))
            parameters.add(new.map(\.account.party))
            parameters.add(new.map(\.account.category))
            return PostgresCommand(sql, parameters)
        }
        let insert = command(LedgerStatement.enterAccounts)
        try connection.query(insert.sql, insert.parameters)
        // A second command sees what another worker has entered meanwhile.
        let find = command(LedgerStatement.findAccounts)
        let rows = try connection.query(find.sql, find.parameters)
        guard rows.count == new.count else {
            throw LedgerProblem.unusable(
                "PostgreSQL: \(new.count) accounts entered, "
                    + "\(rows.count) found; a trigger or rule on zhengjiao.account stands in the way"
            )
        }
        for (row, name) in new.enumerated() {
            names.accounts[name] = Int32(rows.integer(row, 0))
        }
    }
}
