import Events
import Ledger

/// The one transaction of a batch.
struct BatchTransaction {
    private let batch: LedgerBatch
    private let names: LedgerNames
    private let numbers: BatchNumbers
    private let connection: PostgresConnection
    /// The partition whose position row this transaction holds and whose sums it adds to.
    private let lane: Int32

    init(
        _ batch: LedgerBatch,
        _ names: LedgerNames,
        _ numbers: BatchNumbers,
        _ connection: PostgresConnection
    ) {
        self.batch = batch
        self.names = names
        self.numbers = numbers
        self.connection = connection
        lane = batch.partitions[0].partition
    }

    /// Applies the batch, or finds that it was applied.
    ///
    /// - Parameter doubt: The states of a batch that may have been applied; on return, or when it
    ///   throws, those of this one if that is not known.
    func run(doubt: inout [PartitionState]) throws {
        let stored = try lockPositions()
        if !doubt.isEmpty, doubt == batch.partitions, stored == doubt {
            // Under our epoch nobody but us can have written exactly this.
            try connection.run("ROLLBACK")
            doubt = []
            return
        }
        try requireOwnership(stored)
        doubt = []
        if !batch.journals.isEmpty { try copyJournals() }
        if !batch.dossierJournals.isEmpty { try copyDossierJournals() }
        doubt = batch.partitions
        do {
            _ = try connection.pipeline(changes() + [PostgresCommand("COMMIT")])
        } catch {
            // An answer on a living connection is a refusal: nothing was committed.
            if connection.isUsable || connection.isInTransaction { doubt = [] }
            throw error
        }
        doubt = []
    }

    private func lockPositions() throws -> [PartitionState] {
        let parameters = PostgresParameters()
        parameters.add(batch.partitions.map(\.partition))
        let results = try connection.pipeline([
            PostgresCommand("BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE"),
            PostgresCommand(LedgerStatement.lockPositions, parameters),
        ])
        return (0..<results[1].count).map { PartitionState(results[1], $0) }
    }

    private func requireOwnership(_ stored: [PartitionState]) throws {
        for state in batch.partitions {
            guard let known = stored.first(where: { $0.partition == state.partition }),
                known.epoch == state.epoch, known.nextOffset < state.nextOffset
            else { throw LedgerProblem.fenced(partition: state.partition) }
        }
    }

    private func copyJournals() throws {
        try batch.bytes.withUnsafeBytes { bytes in
            try connection.copy(LedgerStatement.copyJournals) { buffer, hand in
                for journal in batch.journals {
                    write(journal, bytes, to: buffer)
                    try hand(false)
                }
            }
        }
    }

    private func write(
        _ journal: Journal,
        _ bytes: UnsafeRawBufferPointer,
        to buffer: ByteBuffer
    ) {
        buffer.append(bigEndian: Int16(9))
        buffer.append(bigEndian: Int32(2))
        buffer.append(bigEndian: numbers.schemes[journal.scheme])
        buffer.append(bigEndian: Int32(4))
        buffer.append(bigEndian: journal.partition)
        buffer.append(bigEndian: Int32(8))
        buffer.append(bigEndian: journal.sequence)
        buffer.append(bigEndian: Int32(16))
        journal.person.withBytes { buffer.append($0) }
        buffer.append(bigEndian: Int32(8))
        buffer.append(bigEndian: Int64(clamping: journal.revision))
        buffer.appendSized { $0.append(storable: journal.cause.bytes(in: bytes)) }
        buffer.append(bigEndian: Int32(journal.assessment.count))
        buffer.append(journal.assessment.bytes(in: bytes))
        buffer.append(numbers.postings[journal.posting])
        if journal.seal.isEmpty {
            buffer.append(bigEndian: Int32(-1))
        } else {
            buffer.append(bigEndian: Int32(journal.seal.count))
            buffer.append(journal.seal.bytes(in: bytes))
        }
    }

    private func copyDossierJournals() throws {
        var accounts = numbers.dossierAccounts[...]
        try connection.copy(LedgerStatement.copyDossierJournals) { buffer, hand in
            for journal in batch.dossierJournals {
                buffer.append(bigEndian: Int16(9))
                buffer.append(bigEndian: Int32(2))
                buffer.append(bigEndian: numbers.schemes[journal.scheme])
                buffer.append(bigEndian: Int32(4))
                buffer.append(bigEndian: journal.partition)
                buffer.append(bigEndian: Int32(8))
                buffer.append(bigEndian: journal.sequence)
                buffer.append(bigEndian: Int32(2))
                buffer.append(bigEndian: Int16(journal.subject.kind.rawValue))
                buffer.appendSized { $0.append(storable: journal.subject.id) }
                buffer.append(bigEndian: Int32(8))
                buffer.append(bigEndian: Int64(clamping: journal.revision))
                buffer.appendSized { $0.append(storable: journal.cause) }
                buffer.append(bigEndian: Int32(journal.change.count))
                buffer.append(journal.change)
                let own = Array(accounts.prefix(journal.entries.count))
                accounts = accounts.dropFirst(own.count)
                buffer.append(BatchTransaction.form(of: journal.entries, own))
                try hand(false)
            }
        }
    }

    /// `{{account, fen}, …}` with its size: a `bigint[]` of two dimensions; NULL where no money moves.
    static func form(of entries: [Entry], _ accounts: [Int32]) -> [UInt8] {
        let buffer = ByteBuffer()
        if entries.isEmpty {
            buffer.append(bigEndian: Int32(-1))
            return buffer.array
        }
        buffer.append(bigEndian: Int32(28 + 24 * entries.count))
        let head: [Int32] = [2, 0, 20, Int32(entries.count), 1, 2, 1]
        for number in head { buffer.append(bigEndian: number) }
        for (entry, account) in zip(entries, accounts) {
            buffer.append(bigEndian: Int32(8))
            buffer.append(bigEndian: Int64(account))
            buffer.append(bigEndian: Int32(8))
            buffer.append(bigEndian: entry.amount.fen)
        }
        return buffer.array
    }
}

extension BatchTransaction {
    /// What changes beside the journals; the positions last.
    private func changes() -> [PostgresCommand] {
        [
            balances(), progress(), census(), tallies(), targets(), closures(), records(),
            putItems(), removeItems(), outbox(), positions(),
        ].compactMap { $0 }
    }

    /// A command over the rows of one part of the batch; nil when there are none.
    private func command<Rows: Collection>(
        _ sql: String,
        _ rows: Rows,
        _ add: (PostgresParameters, Rows) -> Void
    ) -> PostgresCommand? {
        if rows.isEmpty { return nil }
        let parameters = PostgresParameters()
        add(parameters, rows)
        return PostgresCommand(sql, parameters)
    }

    private func balances() -> PostgresCommand? {
        command(LedgerStatement.addBalances, Array(batch.balances)) { parameters, rows in
            parameters.add(lane)
            parameters.add(
                rows.map { row in
                    let scheme = numbers.schemes[row.key.scheme]
                    let name = LedgerNames.AccountName(scheme: scheme, account: row.key.key)
                    guard let number = names.accounts[name] else {
                        preconditionFailure("a balance without a journal")
                    }
                    return number
                }
            )
            parameters.add(rows.map(\.value.fen))
        }
    }

    private func progress() -> PostgresCommand? {
        command(LedgerStatement.addProgress, Array(batch.progress)) { parameters, rows in
            parameters.add(lane)
            parameters.add(rows.map { numbers.schemes[$0.key.scheme] })
            parameters.add(rows.map(\.key.key.unit))
            parameters.add(dates: rows.map(\.key.key.day))
            parameters.add(rows.map(\.key.key.category))
            parameters.add(rows.map(\.value.heads))
            parameters.add(rows.map(\.value.paid.fen))
        }
    }

    private func census() -> PostgresCommand? {
        command(LedgerStatement.addCensus, Array(batch.census)) { parameters, rows in
            parameters.add(lane)
            parameters.add(rows.map { numbers.schemes[$0.key.scheme] })
            parameters.add(rows.map { Int16($0.key.key.rawValue) })
            parameters.add(rows.map(\.value))
        }
    }

    private func tallies() -> PostgresCommand? {
        command(LedgerStatement.addTallies, Array(batch.tallies)) { parameters, rows in
            parameters.add(lane)
            parameters.add(rows.map { numbers.schemes[$0.key.scheme] })
            parameters.add(rows.map { Int16($0.key.key.tally.rawValue) })
            parameters.add(rows.map(\.key.key.code))
            parameters.add(rows.map(\.value))
        }
    }

    private func targets() -> PostgresCommand? {
        command(LedgerStatement.insertTargets, batch.targets) { parameters, rows in
            parameters.add(rows.map { numbers.schemes[$0.scheme] })
            parameters.add(rows.map(\.id))
            parameters.add(rows.map(\.target.unit))
            parameters.add(rows.map(\.target.heads))
            parameters.add(rows.map(\.target.amount.fen))
            parameters.add(dates: rows.map(\.target.effectiveFrom))
        }
    }

    private func closures() -> PostgresCommand? {
        command(LedgerStatement.closeDays, batch.closures) { parameters, rows in
            parameters.add(rows.map { numbers.schemes[$0.scheme] })
            parameters.add(rows.map(\.source))
            parameters.add(rows.map(\.partition))
            parameters.add(dates: rows.map(\.date))
        }
    }

    private func records() -> PostgresCommand? {
        command(LedgerStatement.insertRecords, batch.records) { parameters, rows in
            parameters.add(rows.map { numbers.schemes[$0.scheme] })
            parameters.add(rows.map(\.id))
            parameters.add(rows.map(\.record.type))
            parameters.add(rows.map(\.record.unit))
            parameters.add(rows.map(\.record.at.second))
            parameters.add(rows.map(\.record.by))
            parameters.add(rows.map(\.record.json))
        }
    }

    private func putItems() -> PostgresCommand? {
        let rows = batch.dossierItems.compactMap { key, item in item.map { (key, $0) } }
        return command(LedgerStatement.putDossierItems, rows) { parameters, rows in
            parameters.add(rows.map { numbers.schemes[$0.0.scheme] })
            parameters.add(rows.map { Int16($0.0.key.subject.kind.rawValue) })
            parameters.add(rows.map(\.0.key.subject.id))
            parameters.add(rows.map(\.0.key.item))
            parameters.add(rows.map { Int16($0.1.kind.rawValue) })
            parameters.add(rows.map { Int16($0.1.status.rawValue) })
            parameters.add(rows.map { $0.1.day.map { "\($0)" } ?? "" })
            parameters.add(rows.map(\.1.amount.fen))
            parameters.add(rows.map(\.1.counterpart.fen))
            parameters.add(blobs: rows.count) { rows[$0].1.write(to: $1) }
        }
    }

    private func removeItems() -> PostgresCommand? {
        let keys = batch.dossierItems.compactMap { key, item in item == nil ? key : nil }
        return command(LedgerStatement.removeDossierItems, keys) { parameters, keys in
            parameters.add(keys.map { numbers.schemes[$0.scheme] })
            parameters.add(keys.map { Int16($0.key.subject.kind.rawValue) })
            parameters.add(keys.map(\.key.subject.id))
            parameters.add(keys.map(\.key.item))
        }
    }

    private func outbox() -> PostgresCommand? {
        command(LedgerStatement.insertOutbox, batch.outbox) { parameters, rows in
            parameters.add(rows.map(\.partition))
            parameters.add(rows.map(\.sequence))
            parameters.add(rows.map(\.scheme))
            parameters.add(blobs: rows.count) { rows[$0].write(to: $1) }
        }
    }

    private func positions() -> PostgresCommand? {
        command(LedgerStatement.movePositions, batch.partitions) { parameters, rows in
            parameters.add(rows.map(\.partition))
            parameters.add(rows.map(\.nextOffset))
            parameters.add(rows.map(\.epoch))
            parameters.add(rows.map(\.journalSequence))
            parameters.add(rows.map(\.outboxSequence))
            parameters.add(rows.map(\.highWater.offset))
            parameters.add(rows.map { Int64($0.highWater.index) })
        }
    }
}
