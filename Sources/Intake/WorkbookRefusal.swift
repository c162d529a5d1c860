import Workbooks

extension ByteSource: RandomBytes {
    var size: Int64 { total ?? 0 }

    func read(at offset: Int64, into room: UnsafeMutableRawBufferPointer) -> Int {
        peek(at: offset, into: room)
    }
}

extension IntakeFile {
    /// Whether it is a workbook, by its content and not by its name; a stream never is.
    ///
    /// - Throws: ``FileRefusal`` for what resembles a workbook and is none.
    func isWorkbook(_ options: SendOptions) throws(FileRefusal) -> Bool {
        let source = try ByteSource(
            self,
            follows: options.follows,
            quietMs: options.quietMs,
            isCancelled: options.isCancelled
        )
        guard source.isWhole else { return false }
        let room = UnsafeMutableRawBufferPointer.allocate(byteCount: 64, alignment: 1)
        defer { room.deallocate() }
        let count = source.peek(at: 0, into: room)
        switch FileKind(room[..<count]) {
        case .archive: return true
        case .compound: throw FileRefusal(FileKind.problem(compound: source), name: name)
        case .markup: throw FileRefusal(WorkbookProblem(.markup), name: name)
        case .other: throw FileRefusal(WorkbookProblem(.otherFile), name: name)
        case .unknown: return false
        }
    }
}

extension FileRefusal {
    /// The refusal of a workbook, with what to do.
    init(_ problem: WorkbookProblem, name: String) {
        let detail = problem.detail.isEmpty ? "" : " (\(problem.detail))"
        self.init(
            "\(name) \(problem.code.english)\(detail), \(problem.code.rawValue). "
                + "\(problem.code.nextStep).",
            code: problem.code.rawValue
        )
    }
}

extension WorkbookProblem.Code {
    /// What is wrong, after the name of the file.
    var english: String {
        switch self {
        case .notWorkbook: "is no workbook"
        case .oldFormat: "is an old workbook (XLS or ET)"
        case .encrypted: "is encrypted"
        case .binary: "is a binary workbook (XLSB)"
        case .openDocument: "is an OpenDocument spreadsheet (ODS)"
        case .markup: "is a web page or an XML spreadsheet under the name of a workbook"
        case .otherFile: "is neither a workbook nor a text"
        case .zipDamaged: "is damaged"
        case .zipMethod: "is packed in a way that workbooks are not"
        case .tooManyParts: "has too many parts"
        case .partDoubled, .partsOverlap: "contradicts itself"
        case .tooLarge: "is too large"
        case .bomb: "would grow beyond measure"
        case .partMissing: "is not complete"
        case .xmlMalformed: "is damaged inside"
        case .doctype, .tooDeep: "holds what no workbook needs"
        case .stringsTooLarge: "has too many texts"
        case .gridBroken: "has rows or cells out of order"
        case .tooManyMerges: "has too many merged cells"
        case .tooWide: "is too wide"
        case .noSheet: "has no sheet"
        case .notWritten: "cannot be written"
        }
    }

    /// What to do.
    var nextStep: String {
        switch self {
        case .encrypted: "Remove the password (文件－信息－保护工作簿) and send it again"
        case .oldFormat, .binary, .openDocument, .markup:
            "Open it and save it as «Excel 工作簿 (*.xlsx)»"
        case .notWorkbook, .otherFile: "Send the table as XLSX or as «CSV UTF-8»"
        case .stringsTooLarge, .tooLarge: "Divide the table into several files"
        case .tooWide: "Remove what stands far to the right of the table"
        case .tooManyMerges: "Undo the merging of cells (取消合并单元格)"
        case .noSheet: "Show the sheet with the table (取消隐藏) and send it again"
        case .notWritten: "Choose another folder for it"
        default: "Open it in Excel or WPS, save it under a new name and send that file"
        }
    }
}
