import Events
import Policy
import Stage

/// Sends the records of the offices (F-138): JSON Lines, one record each.
public struct OperationsProducer: Sendable {
    private let log: any EventLog
    private let keys: SeasonKeys
    private let scheme: String
    private let source: String
    private let policy: CompiledPolicy?

    /// Creates a producer.
    ///
    /// - Parameters:
    ///   - source: Part of the identity of every record. The default is `operations`.
    ///   - policy: The scheme's pack, to check records early and to key them by canonical names; nil
    ///     leaves both to `validate`, which refuses a key that is not canonical.
    public init(
        log: any EventLog,
        keys: SeasonKeys,
        scheme: String,
        source: String = "operations",
        policy: CompiledPolicy? = nil
    ) {
        self.policy = policy
        self.log = log
        self.keys = keys
        self.scheme = scheme
        self.source = source
    }

    /// Sends a file, standard input or, with ``SendOptions/follows``, what a file grows by.
    ///
    /// - Throws: ``FileRefusal`` when the file as a whole cannot be read, ``SendInterrupted`` when
    ///   the log stayed away.
    public func send(
        _ file: IntakeFile,
        options: SendOptions = SendOptions()
    ) throws -> SendReport {
        let lines = try LineReader(file, options: options)
        let reader = JsonLinesReader(lines, table: nil)
        let sender = try RecordSender(
            log: log,
            keys: keys,
            topic: .operationsReceived,
            options: options
        )
        let run = try RowRun(
            reader,
            origin: lines.text,
            sender: sender,
            scope: .init(scheme: scheme, source: source, table: "operations", office: source),
            options: options
        )
        run.ownNumber = {
            let id = reader.object["id"].flatMap(JsonLinesReader.text) ?? ""
            return Masked.isPlain(id, beside: reader.cells.text(.identityNumber)) ? id : nil
        }
        run.office = { OperationConverter.office(of: reader.object) }
        let converter = OperationConverter(scheme: scheme, source: source, policy: policy)
        return try run.run { () throws(RowFault) in
            try converter.convert(reader.object, reader.cells, line: reader.bytes)
        }
    }

    /// Says that all records up to and on a day have been handed in.
    ///
    /// - Throws: What the log says.
    public func closeDay(_ date: CivilDate) throws {
        try DayClosing(log: log, keys: keys, scheme: scheme, source: source)
            .send(date, to: .operationsReceived)
    }
}
