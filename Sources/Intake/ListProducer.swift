import Events
import Stage

/// Sends the tables of the bureaus (F-039): lists, rosters, registrations, targets, exclusions and
/// withdrawals, as CSV or XLSX.
public struct ListProducer: Sendable {
    private let log: any EventLog
    private let keys: SeasonKeys
    private let scheme: String
    private let source: String
    private let scope: ListScope?

    /// Creates a producer.
    ///
    /// - Parameters:
    ///   - source: Who closes days (the bureau); the rows themselves have their list's id as their
    ///     source.
    ///   - scope: What rows may hold; nil leaves it to `validate`.
    public init(
        log: any EventLog,
        keys: SeasonKeys,
        scheme: String,
        source: String,
        scope: ListScope? = nil
    ) {
        self.scope = scope
        self.log = log
        self.keys = keys
        self.scheme = scheme
        self.source = source
    }

    /// Sends a file, and for a bureau's list the seal that says how many rows it has.
    ///
    /// The same file sent twice gives the same events. A corrected list takes a new id and
    /// supersedes the old one. A list that was cancelled is not sealed.
    /// - Throws: ``FileRefusal`` when the file as a whole cannot be read, ``SendInterrupted`` when
    ///   the log stayed away.
    public func send(
        _ file: IntakeFile,
        as description: ListDescription,
        options: SendOptions = SendOptions()
    ) throws -> SendReport {
        var options = options
        options.follows = false
        let namesHouseholds = description.kind == .roster || description.kind == .registrations
        let file = namesHouseholds ? try file.rereadable(options) : file
        let table = TableColumns.list(
            description.kind,
            hasCategory: !description.category.isEmpty
        )
        guard let opened = try OpenTable(file, table: table, options: options) else {
            return .nothingRead(file, options: options)
        }
        let reader = opened.reader
        let sender = try RecordSender(
            log: log,
            keys: keys,
            topic: .subsidyListsReceived,
            options: options
        )
        let run = try RowRun(
            reader,
            origin: opened.origin,
            sender: sender,
            scope: .init(
                scheme: scheme,
                source: description.list,
                table: table.name,
                office: description.bureau
            ),
            options: options
        )
        var converter = ListConverter(scheme: scheme, description: description)
        switch description.kind {
        case .targets: return try sendTargets(run, reader, converter)
        case .list: return try sendList(run, reader, sender, converter)
        case .roster, .registrations:
            converter.households = try HouseholdTiers(file, table: table, options: options)
            return try sendRows(run, reader, converter)
        case .exclusions, .withdrawals: return try sendRows(run, reader, converter)
        }
    }

    /// Says that all lists up to and on a day have been handed in.
    ///
    /// - Throws: What the log says.
    public func closeDay(_ date: CivilDate) throws {
        try DayClosing(log: log, keys: keys, scheme: scheme, source: source)
            .send(date, to: .subsidyListsReceived)
    }

    private func sendRows(
        _ run: RowRun,
        _ reader: any TableReader,
        _ converter: ListConverter
    ) throws -> SendReport {
        try run.run { () throws(RowFault) in
            let converted = try converter.convert(reader.cells, row: reader.row)
            try scope?.check(converted)
            return converted
        }
    }

    private func sendList(
        _ run: RowRun,
        _ reader: any TableReader,
        _ sender: RecordSender,
        _ converter: ListConverter
    ) throws -> SendReport {
        let description = converter.description
        var rows: [Int32: Int64] = [:]
        var checksums: [Int32: UInt64] = [:]
        sender.onPerson = { fact, key, partition in
            guard case .listRow(let row) = fact.body else { return }
            rows[partition, default: 0] += 1
            checksums[partition, default: 0] &+= ListSealed.rowChecksum(row: row.row, key: key)
        }
        var report = try sendRows(run, reader, converter)
        if report.wasCancelled || report.isDryRun { return report }
        sender.broadcast(key: "ListSealed:\(description.list)") { partition in
            let seal = ListSealed(
                list: description.list,
                bureau: description.bureau,
                snapshot: description.snapshot,
                supersedes: description.supersedes,
                rows: rows[partition] ?? 0,
                checksum: checksums[partition] ?? 0
            )
            return Fact(
                scheme: scheme,
                source: description.list,
                number: "seal-\(partition)",
                body: .listSealed(seal)
            )
        }
        do {
            try sender.flush()
        } catch {
            throw SendInterrupted(report: report, cause: error)
        }
        report.notes.append("list \(description.list) is sealed with \(report.rowsSent) rows.")
        return report
    }

    private func sendTargets(
        _ run: RowRun,
        _ reader: any TableReader,
        _ converter: ListConverter
    ) throws -> SendReport {
        let check = TargetCheck()
        var report = try run.run { () throws(RowFault) in
            let converted = try converter.convert(reader.cells, row: reader.row)
            guard case .keyed(let fact, _) = converted, case .target(let target) = fact.body
            else { return converted }
            if TargetCheck.isTotal(target.unit) {
                check.addTotal(target)
                return .noted
            }
            try scope?.check(converted)
            check.add(target)
            return converted
        }
        report.notes += check.sentences
        return report
    }
}
