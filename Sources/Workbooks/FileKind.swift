/// What kind of file bytes are, by how they begin.
public enum FileKind: Equatable, Sendable {
    /// A ZIP archive, which a workbook is.
    case archive
    /// A compound file: an old workbook, or an encrypted one.
    case compound
    /// A web page or an XML spreadsheet.
    case markup
    /// Another known kind: PDF, RAR, 7z, gzip, a picture.
    case other
    /// Perhaps text.
    case unknown

    /// Looks at the first bytes.
    public init(_ start: some Sequence<UInt8>) {
        let start = Array(start.prefix(64))
        func begins(_ bytes: [UInt8]) -> Bool { start.starts(with: bytes) }
        let others: [[UInt8]] = [
            Array("%PDF".utf8), Array("Rar!".utf8), [0x37, 0x7A, 0xBC, 0xAF], [0x1F, 0x8B],
            [0x89, 0x50, 0x4E, 0x47], [0xFF, 0xD8, 0xFF],
        ]
        let text = String(decoding: start.drop { $0 >= 0x80 || $0 <= 0x20 }, as: UTF8.self)
            .lowercased()
        if begins([0x50, 0x4B, 3, 4]) || begins([0x50, 0x4B, 5, 6]) {
            self = .archive
        } else if begins([0xD0, 0xCF, 0x11, 0xE0]) {
            self = .compound
        } else if others.contains(where: begins) {
            self = .other
        } else if ["<html", "<!doctype", "<table", "<?xml", "<head", "<meta"].contains(
            where: text.hasPrefix
        ) {
            self = .markup
        } else {
            self = .unknown
        }
    }

    /// What is to be said of a compound file.
    ///
    /// A workbook with a password stands in one, in a stream that tells so by its name.
    public static func problem(compound bytes: any RandomBytes) -> WorkbookProblem {
        let name = "EncryptedPackage".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        let block = 1 << 16
        var offset: Int64 = 0
        while offset < min(bytes.size, 64 << 20) {
            let count = Int(min(Int64(block), bytes.size - offset))
            guard let found = bytes.bytes(at: offset, count: count) else { break }
            // Names of streams begin at multiples of 128 bytes.
            for start in stride(from: 0, to: max(0, count - name.count), by: 128)
            where found[start..<start + name.count].elementsEqual(name) {
                return WorkbookProblem(.encrypted)
            }
            offset += Int64(block)
        }
        return WorkbookProblem(.oldFormat)
    }
}
