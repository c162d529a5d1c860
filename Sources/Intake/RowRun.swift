import Events

/// Reads all rows of one file, sends what they become and reports.
final class RowRun {
    /// What every rejection of the file says.
    struct Scope {
        var scheme: String
        var source: String
        var table: String
        var office: String
    }

    private let reader: any RowReader
    private let origin: any RowOrigin
    private let sender: RecordSender
    private let scope: Scope
    private let options: SendOptions
    private let copy: (any AnnotatedCopy)?
    private var report: SendReport

    /// The number that the source itself gives a row, when it is safe to show; the default is none.
    var ownNumber: () -> String? = { nil }
    /// The office responsible for a row, where the row says so; the default is the file's.
    var office: () -> String? = { nil }

    /// Creates a run.
    ///
    /// - Throws: ``FileRefusal`` when the source has no name, or the annotated copy cannot be
    ///   written.
    init(
        _ reader: any RowReader,
        origin: any RowOrigin,
        sender: RecordSender,
        scope: Scope,
        options: SendOptions
    ) throws(FileRefusal) {
        if scope.scheme.isEmpty || scope.source.isEmpty {
            throw FileRefusal(
                "\(origin.name): scheme and source (of a list: its id) must be named, "
                    + "for they identify every event."
            )
        }
        (self.reader, self.origin, self.sender) = (reader, origin, sender)
        (self.scope, self.options) = (scope, options)
        report = SendReport(file: origin.name)
        report.isDryRun = options.isDryRun
        if let path = options.verdictCopy, let table = reader as? any TableReader {
            copy = try table.annotatedCopy(at: path)
        } else {
            copy = nil
        }
    }

    /// Reads to the end.
    ///
    /// - Parameter convert: What the current row becomes.
    /// - Throws: ``SendInterrupted`` when the log fails, ``FileRefusal`` when reading fails.
    func run(_ convert: () throws(RowFault) -> Converted) throws -> SendReport {
        do {
            while try step(convert) {}
            try flush()
        } catch let refusal as FileRefusal {
            throw refusal
        } catch {
            complete()
            throw SendInterrupted(report: report, cause: error)
        }
        complete()
        return report
    }

    /// False at the end.
    private func step(_ convert: () throws(RowFault) -> Converted) throws -> Bool {
        switch try reader.next() {
        case .end: return false
        case .quiet: try flush()
        case .row:
            report.rowsRead += 1
            do throws(RowFault) {
                try take(convert)
            } catch {
                try reject(error)
            }
            if sender.isFull { try flush() }
        }
        return true
    }

    /// A row of more bytes would become a record that a log does not take.
    private static let recordLimit = 900_000

    private func take(_ convert: () throws(RowFault) -> Converted) throws(RowFault) {
        if let fault = reader.fault { throw fault }
        let bytes = reader.bytes
        if bytes.count > RowRun.recordLimit {
            throw RowFault(.rowTooLong, nil, "\(bytes.count) bytes in one row")
        }
        let converted = try convert()
        if converted.tellsIdentityNumber {
            throw RowFault(
                .personalDataNotAllowed,
                nil,
                "an identity number stands in another column"
            )
        }
        sender.add(converted, byteCount: bytes.count)
        copy?.addTaken(bytes)
    }

    private func reject(_ fault: RowFault) throws {
        let column = fault.column.map { reader.title(of: $0) } ?? ""
        let sentence = sentence(fault)
        report.rejected[fault.code, default: 0] += 1
        if report.problems.count < options.problemLimit {
            report.problems.append(sentence)
            report.verdicts.append(
                RowVerdict(
                    place: reader.placeChinese,
                    column: fault.column.map { reader.place(of: $0) } ?? "",
                    code: fault.code.rawValue
                )
            )
        }
        let number = reader.fault == nil ? ownNumber() : nil
        let rejection = Rejection(
            scheme: scope.scheme,
            source: scope.source,
            number: number ?? "\(report.file)#\(reader.row)",
            file: report.file,
            row: reader.row,
            column: column,
            code: fault.code.rawValue,
            stage: .producer,
            office: office() ?? scope.office,
            message: sentence,
            table: scope.table,
            header: reader.headerLine
        )
        try sender.add(rejection, row: reader.bytes)
        copy?.addRejected(reader.bytes, fault: fault, column: column)
    }

    private func sentence(_ fault: RowFault) -> String {
        let place = fault.column.map { ", column \(reader.place(of: $0))" } ?? ""
        let detail = fault.detail.isEmpty ? fault.code.english : fault.detail
        return "\(report.file) \(reader.place)\(place): \(detail). \(fault.code.nextStep); "
            + "other rows were taken."
    }

    private func flush() throws {
        try sender.flush()
        options.progress?(
            SendProgress(
                rows: report.rowsRead,
                rejected: report.rowsRejected,
                bytesDone: origin.done,
                bytesTotal: origin.total
            )
        )
    }

    private func complete() {
        copy?.finish()
        report.rowsSent = sender.rowsSent
        report.encodingNote = origin.note
        report.notes += origin.remarks
        report.wasCancelled = origin.wasCancelled
        report.annotatedCopy = copy?.path
        if let problem = copy?.problem { report.notes.append(problem) }
        report.notes += sender.notes
        if report.wasCancelled {
            report.notes.append("\(report.file): stopped before its end, as asked.")
        }
    }
}
