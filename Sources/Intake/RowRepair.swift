import Events
import Policy
import Stage

/// Takes repaired rows of one source, one by one, through the conversion that their producer uses,
/// under their own numbers: what was right all along and what was repaired give the same fact.
public final class RowRepair {
    /// Which producer the rows belong to.
    public enum Table: Sendable {
        /// Payments.
        case payments
        /// A table of a bureau.
        case list(ListDescription)
        /// Records of offices.
        case operations

        /// The table that a rejection names; nil when it is none that a repair can send.
        ///
        /// - Parameter description: Of the list that the row stood in.
        public init?(named name: String, description: () throws -> ListDescription) rethrows {
            switch name {
            case "payments": self = .payments
            case "operations": self = .operations
            default:
                guard let kind = ListKind(rawValue: name) else { return nil }
                var description = try description()
                description.kind = kind
                self = .list(description)
            }
        }
    }

    /// Why a repaired row is not taken: nothing of it is sent.
    public struct Fault: Error, CustomStringConvertible {
        /// The code, as a producer's rejection has it.
        public let code: String
        /// The column at fault; empty for the whole row.
        public let column: String
        /// A sentence; values stand in it only masked.
        public let description: String
    }

    private let table: Table
    private let scheme: String
    private let source: String
    private let policy: CompiledPolicy?
    private let sender: RecordSender
    private var seals: ListCount?

    /// Creates a repair.
    ///
    /// - Parameters:
    ///   - source: As the rejections name it; for a version of a list the new version.
    ///   - policy: As for ``OperationsProducer``.
    public init(
        _ table: Table,
        log: any EventLog,
        keys: SeasonKeys,
        scheme: String,
        source: String,
        policy: CompiledPolicy?,
        options: SendOptions = SendOptions()
    ) throws {
        (self.table, self.scheme, self.source, self.policy) = (table, scheme, source, policy)
        let topic: Topic =
            switch table {
            case .payments: .paymentsReceived
            case .list: .subsidyListsReceived
            case .operations: .operationsReceived
            }
        sender = try RecordSender(log: log, keys: keys, topic: topic, options: options)
        if case .list(let description) = table, description.kind == .list {
            let seals = ListCount(description)
            sender.onPerson = { fact, key, partition in seals.add(fact, key, partition) }
            self.seals = seals
        }
    }

    /// Converts a row and keeps its fact for ``flush()``.
    ///
    /// - Parameters:
    ///   - row: The row as text; of JSON Lines the line.
    ///   - header: The table's header line; empty for JSON Lines.
    ///   - number: The number of the row in its file.
    /// - Throws: ``Fault`` when it cannot be taken, ``FileRefusal`` when the header is not one.
    public func add(_ row: [UInt8], header: String, number: Int64, file: String) throws {
        let isLine = header.isEmpty
        let bytes = isLine ? row : Array("\(header)\n".utf8) + row
        let memory = IntakeFile.memory(bytes + [0x0A], name: file)
        var fault: RowFault?
        var reader: (any RowReader)?
        do throws(RowFault) {
            let opened = try self.reader(memory, isLine: isLine)
            reader = opened
            guard case .row = try RowRepair.step(opened) else { throw RowFault(.rowEmpty) }
            if let wrong = opened.fault { throw wrong }
            let converted = try convert(opened, number: number)
            if converted.tellsIdentityNumber { throw RowFault(.personalDataNotAllowed) }
            let size = opened.bytes.count
            guard case .end = try RowRepair.step(opened) else {
                throw RowFault(.columnCount, nil, "more than one row stands in the place of one")
            }
            sender.add(converted, byteCount: size)
        } catch {
            fault = error
        }
        guard let fault else { return }
        let column = fault.column.map { reader?.title(of: $0) ?? $0.title } ?? ""
        let detail = fault.detail.isEmpty ? fault.code.english : fault.detail
        let place = column.isEmpty ? "" : ", column \(column)"
        throw Fault(
            code: fault.code.rawValue,
            column: column,
            description: "\(file) row \(number)\(place): \(detail). \(fault.code.nextStep)."
        )
    }

    /// Takes a row that stands in another version of the list already, sealed as it is.
    public func carry(_ fact: Fact, key: [UInt8]) { sender.add(fact, key: key) }

    /// Takes the record of who repaired a row, durable together with it.
    public func add(act: Fact, key: String) { sender.add(act, key: key, to: .operationsReceived) }

    /// Whether it is time to ``flush()``.
    public var isFull: Bool { sender.isFull }

    /// Appends what was taken: all of it or nothing.
    public func flush() throws { try sender.flush() }

    /// Seals the new version of a list with the rows that were taken.
    public func seal() throws {
        guard let seals else { return }
        try sender.flush()
        sender.broadcast(key: "ListSealed:\(source)") { seals.fact($0, scheme: scheme) }
        try sender.flush()
    }

    private static func step(_ reader: any RowReader) throws(RowFault) -> ReadStep {
        do {
            var step = try reader.next()
            while case .quiet = step { step = try reader.next() }
            return step
        } catch {
            throw RowFault(.encodingInvalid, nil, error.sentence)
        }
    }

    private func reader(_ file: IntakeFile, isLine: Bool) throws(RowFault) -> any RowReader {
        do {
            let lines = try LineReader(file, options: SendOptions())
            switch table {
            case .operations: return JsonLinesReader(lines, table: nil)
            case .payments:
                if isLine { return JsonLinesReader(lines, table: .payments) }
                if let reader = try CsvReader(lines, table: .payments) { return reader }
            case .list(let it):
                let columns = TableColumns.list(it.kind, hasCategory: !it.category.isEmpty)
                if let reader = try CsvReader(lines, table: columns) { return reader }
            }
        } catch {
            throw RowFault(.columnCount, nil, error.sentence)
        }
        throw RowFault(.rowEmpty)
    }

    private func convert(
        _ reader: any RowReader,
        number: Int64
    ) throws(RowFault) -> Converted {
        switch table {
        case .payments:
            return try PaymentConverter(scheme: scheme, source: source).convert(reader.cells)
        case .list(let description):
            return try ListConverter(scheme: scheme, description: description)
                .convert(reader.cells, row: number)
        case .operations:
            guard let lines = reader as? JsonLinesReader else { throw RowFault(.jsonMalformed) }
            return try OperationConverter(scheme: scheme, source: source, policy: policy)
                .convert(lines.object, lines.cells, line: lines.bytes)
        }
    }
}

/// Rows and checksum of a version of a list, partition by partition.
private final class ListCount {
    private let description: ListDescription
    private var rows: [Int32: Int64] = [:]
    private var checksums: [Int32: UInt64] = [:]

    init(_ description: ListDescription) { self.description = description }

    func add(_ fact: Fact, _ key: UnsafeRawBufferPointer, _ partition: Int32) {
        guard case .listRow(let row) = fact.body else { return }
        rows[partition, default: 0] += 1
        checksums[partition, default: 0] &+= ListSealed.rowChecksum(row: row.row, key: key)
    }

    func fact(_ partition: Int32, scheme: String) -> Fact {
        Fact(
            scheme: scheme,
            source: description.list,
            number: "seal-\(partition)",
            body: .listSealed(
                ListSealed(
                    list: description.list,
                    bureau: description.bureau,
                    snapshot: description.snapshot,
                    supersedes: description.supersedes,
                    rows: rows[partition] ?? 0,
                    checksum: checksums[partition] ?? 0
                )
            )
        )
    }
}
