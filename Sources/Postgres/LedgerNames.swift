import Events
import Ledger

/// The numbers of schemes and accounts in the database, as far as they are known here.
struct LedgerNames {
    /// An account of a scheme.
    struct AccountName: Hashable {
        var scheme: Int16
        var account: Account
    }

    /// Lines of journals of a scheme.
    struct LinesName: Hashable {
        var scheme: Int16
        var lines: ObjectIdentifier
    }

    var schemes: [String: Int16] = [:]
    var accounts: [AccountName: Int32] = [:]
    /// Lines as `COPY` takes them; kept with the object that they are of.
    private var forms: [LinesName: (lines: JournalLines, bytes: [UInt8])] = [:]
    /// Forms kept at most.
    private static let formsMax = 32_768

    /// The form that lines of a scheme have for `COPY`, made by `make` when they are new.
    ///
    /// - Parameter make: nil when one of the accounts has no number yet.
    mutating func form(
        of lines: JournalLines,
        _ scheme: Int16,
        _ make: ([Int32]) -> [UInt8],
        missing: inout Set<AccountName>
    ) -> [UInt8] {
        let name = LinesName(scheme: scheme, lines: ObjectIdentifier(lines))
        if let known = forms[name] { return known.bytes }
        let numbers = numbers(of: lines.entries, scheme, missing: &missing)
        if numbers.count < lines.entries.count { return [] }
        if forms.count >= Self.formsMax { forms.removeAll() }
        let bytes = make(numbers)
        forms[name] = (lines, bytes)
        return bytes
    }

    /// The numbers of the accounts of lines; fewer than lines when some are missing.
    func numbers(
        of entries: [Entry],
        _ scheme: Int16,
        missing: inout Set<AccountName>
    ) -> [Int32] {
        entries.compactMap { entry in
            let name = AccountName(scheme: scheme, account: entry.account)
            if let known = accounts[name] { return known }
            missing.insert(name)
            return nil
        }
    }
}

/// The numbers that one batch needs.
struct BatchNumbers {
    /// Of ``LedgerBatch/schemes``.
    var schemes: [Int16]
    /// The lines of ``LedgerBatch/postings`` as `COPY` takes them.
    var postings: [[UInt8]]
    /// Of the accounts of all lines of the journals of dossiers, one after the other.
    var dossierAccounts: [Int32]
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
        let numbers = numbers(of: batch, schemes, missing: &missing)
        if missing.isEmpty { return numbers }
        try enter(Array(missing), connection)
        return self.numbers(of: batch, schemes, missing: &missing)
    }

    private func numbers(
        of batch: LedgerBatch,
        _ schemes: [Int16],
        missing: inout Set<LedgerNames.AccountName>
    ) -> BatchNumbers {
        // Journals that post the same share their lines: their form is made once.
        let postings = batch.postings.map { posting in
            let entries = posting.lines.entries
            return names.form(
                of: posting.lines,
                schemes[posting.scheme],
                { BatchTransaction.form(of: entries, $0) },
                missing: &missing
            )
        }
        let dossiers = batch.dossierJournals.flatMap {
            names.numbers(of: $0.entries, schemes[$0.scheme], missing: &missing)
        }
        return BatchNumbers(schemes: schemes, postings: postings, dossierAccounts: dossiers)
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
