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

    /// Standard input.
    public static let standardInput = IntakeFile(origin: .standardInput, name: "standard-input")

    /// Bytes that are in memory already, such as a sheet of a workbook written as CSV.
    public static func memory(_ bytes: [UInt8], name: String) -> IntakeFile {
        IntakeFile(origin: .memory(bytes), name: name)
    }
}

/// Why a whole file is refused, before anything of it is sent.
public struct FileRefusal: Error, CustomStringConvertible, Equatable {
    /// What is wrong and what to do; no personal data.
    public let sentence: String

    /// Creates a refusal.
    public init(_ sentence: String) { self.sentence = sentence }

    /// The sentence.
    public var description: String { sentence }
}
