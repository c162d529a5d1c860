/// What a producer reads.
public struct IntakeFile: Sendable {
    enum Origin: Sendable {
        case path(String)
        case standardInput
        case memory([UInt8])
    }

    let origin: Origin
    /// The base name that reports and rejections use.
    public let name: String

    /// A file, or standard input for `-`.
    public static func path(_ path: String) -> IntakeFile {
        if path == "-" { return .standardInput }
        let name = path.split(separator: "/").last.map(String.init) ?? path
        return IntakeFile(origin: .path(path), name: name)
    }

    /// A file under another name than its own, so that reports and rejections do not show it.
    public static func path(_ path: String, named name: String) -> IntakeFile {
        IntakeFile(origin: .path(path), name: name)
    }

    /// Standard input.
    public static let standardInput = IntakeFile(origin: .standardInput, name: "standard-input")

    /// The file itself when it can be read twice; a stream, read to its end into memory.
    ///
    /// - Throws: ``FileRefusal`` when it cannot be read.
    func rereadable(_ options: SendOptions) throws(FileRefusal) -> IntakeFile {
        let source = try ByteSource(
            self,
            quietMs: options.quietMs,
            isCancelled: options.isCancelled
        )
        if source.isWhole { return self }
        var bytes: [UInt8] = []
        let room = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 1)
        defer { room.deallocate() }
        while true {
            switch try source.read(into: room) {
            case .bytes(let count): bytes.append(contentsOf: room[..<count])
            case .quiet: continue
            case .end: return .memory(bytes, name: name)
            }
        }
    }

    /// Bytes that are in memory already, such as a sheet of a workbook written as CSV.
    public static func memory(_ bytes: [UInt8], name: String) -> IntakeFile {
        IntakeFile(origin: .memory(bytes), name: name)
    }
}

/// Why a whole file is refused, before anything of it is sent.
public struct FileRefusal: Error, CustomStringConvertible, Equatable {
    /// What is wrong and what to do; no personal data.
    public let sentence: String
    /// Which kind of refusal, for programs: `workbook_encrypted`, `header_missing`.
    public let code: String

    /// Creates a refusal.
    public init(_ sentence: String, code: String = "file_refused") {
        self.sentence = sentence
        self.code = code
    }

    /// The sentence.
    public var description: String { sentence }
}
