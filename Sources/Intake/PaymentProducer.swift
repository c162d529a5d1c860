import Events
import Stage

/// Sends the payment lines of the tax side (F-001): CSV or XLSX with a header, or JSON Lines.
public struct PaymentProducer {
    private let log: any EventLog
    private let keys: SeasonKeys
    private let scheme: String
    private let source: String

    /// Creates a producer.
    ///
    /// - Parameter source: Who sends, part of the identity of every payment (`tax-bureau`).
    public init(log: any EventLog, keys: SeasonKeys, scheme: String, source: String) {
        self.log = log
        self.keys = keys
        self.scheme = scheme
        self.source = source
    }

    /// Sends a file, standard input or, with ``SendOptions/follows``, what a file grows by.
    ///
    /// - Returns: What became of each row, also when a stream was ended by a cancellation.
    /// - Throws: ``FileRefusal`` when the file as a whole cannot be read, ``SendInterrupted`` when
    ///   the log stayed away.
    public func send(
        _ file: IntakeFile,
        options: SendOptions = SendOptions()
    ) throws -> SendReport {
        guard let (reader, origin) = try Self.open(file, options) else {
            return .nothingRead(file, options: options)
        }
        let sender = try RecordSender(
            log: log,
            keys: keys,
            topic: .paymentsReceived,
            options: options
        )
        let run = try RowRun(
            reader,
            origin: origin,
            sender: sender,
            scope: .init(scheme: scheme, source: source, table: "payments", office: source),
            options: options
        )
        run.ownNumber = {
            let number = reader.cells.text(.eventID)
            return Masked.isPlain(number, beside: reader.cells.text(.identityNumber)) ? number : nil
        }
        let converter = PaymentConverter(scheme: scheme, source: source)
        return try run.run { () throws(RowFault) in try converter.convert(reader.cells) }
    }

    /// Says that all payments up to and on a day have been handed in.
    ///
    /// - Throws: What the log says.
    public func closeDay(_ date: CivilDate) throws {
        try DayClosing(log: log, keys: keys, scheme: scheme, source: source)
            .send(date, to: .paymentsReceived)
    }

    private static func open(
        _ file: IntakeFile,
        _ options: SendOptions
    ) throws(FileRefusal) -> (any RowReader, any RowOrigin)? {
        if try file.isWorkbook(options) {
            let rows = try WorkbookRows(file, table: .payments, options: options)
            return (rows, rows)
        }
        let lines = try LineReader(file, options: options)
        return try reader(lines).map { ($0, lines.text) }
    }

    /// The reader that the first line asks for; nil when a stream ends before it.
    private static func reader(_ lines: LineReader) throws(FileRefusal) -> (any RowReader)? {
        var step = try lines.next()
        while case .quiet = step { step = try lines.next() }
        let first = lines.bytes.bindMemory(to: UInt8.self).trimmed.first
        lines.unread()
        if case .row = step, first == 0x7B { return JsonLinesReader(lines, table: .payments) }
        return try CsvReader(lines, table: .payments)
    }
}

/// Says to every partition of a topic that a source has handed in all up to a day.
struct DayClosing {
    let log: any EventLog
    let keys: SeasonKeys
    let scheme: String
    let source: String

    /// Appends the closure.
    func send(_ date: CivilDate, to topic: Topic) throws {
        let sender = try RecordSender(log: log, keys: keys, topic: topic, options: SendOptions())
        let fact = Fact(
            scheme: scheme,
            source: source,
            number: "DayClosed:\(date)",
            body: .dayClosed(DayClosed(date: date))
        )
        sender.broadcast(key: "DayClosed:\(source):\(date)") { _ in fact }
        try sender.flush()
    }
}

extension LineReader {
    /// Opens a file as options say.
    convenience init(_ file: IntakeFile, options: SendOptions) throws(FileRefusal) {
        let source = try ByteSource(
            file,
            follows: options.follows,
            quietMs: options.quietMs,
            isCancelled: options.isCancelled
        )
        self.init(try TextSource(source))
    }
}

extension SendReport {
    /// The report of a stream that was cancelled before its header came.
    static func nothingRead(_ file: IntakeFile, options: SendOptions) -> SendReport {
        var report = SendReport(file: file.name)
        report.wasCancelled = true
        report.isDryRun = options.isDryRun
        return report
    }
}
