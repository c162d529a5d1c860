import Glibc

/// The encoding of a file, and how it is known.
struct EncodingFinding: Equatable {
    /// Encodings that offices send.
    enum Encoding: Equatable {
        /// UTF-8.
        case utf8
        /// GB18030 (which contains GBK and GB 2312).
        case gb18030
    }
    /// The encoding.
    var encoding: Encoding
    /// Bytes of the byte order mark to pass over.
    var markCount: Int
    /// A sentence for the report.
    var note: String
}

/// Gathers evidence about the encoding of a text, block by block, and decides.
///
/// UTF-8 text often happens to have the form of GB18030, hardly ever the other way round. So a text
/// is GB18030 only when it is not UTF-8, has the form of GB18030 everywhere, and at most one in
/// twenty of the telling lines is UTF-8; otherwise the lines that are not UTF-8 are bad rows.
struct EncodingProbe {
    private(set) var byteCount = 0
    private var hasMark = false
    private var isGb18030 = true
    private var utf8Lines = 0
    private var otherLines = 0

    /// Adds a block of whole lines (or at least of whole characters).
    mutating func add(_ block: UnsafeRawBufferPointer) {
        if byteCount == 0, block.starts(with: [0xEF, 0xBB, 0xBF]) { hasMark = true }
        byteCount += block.count
        switch Utf8(block) {
        case .ascii: break
        case .valid: utf8Lines += max(1, EncodingProbe.lineFeeds(in: block))
        case .invalid: addLines(of: block)
        }
    }

    /// Where a block may be cut: after the last byte that is part of no longer character.
    ///
    /// Bytes below 30 (line feed, comma, blank) are never the second byte of anything in UTF-8 or
    /// GB18030.
    static func cut(_ block: UnsafeRawBufferPointer) -> Int {
        (block.lastIndex { $0 == 0x0A } ?? block.lastIndex { $0 < 0x30 }).map { $0 + 1 }
            ?? block.count
    }

    /// Decides.
    ///
    /// - Parameter isWhole: Whether all of the text was added, or only its beginning.
    func decide(isWhole: Bool) -> EncodingFinding {
        let markCount = hasMark ? 3 : 0
        let scope = isWhole ? "" : " (decided on the first \(byteCount) bytes)"
        let mark = hasMark ? " with a byte order mark" : ""
        if otherLines == 0 {
            return EncodingFinding(
                encoding: .utf8,
                markCount: markCount,
                note: "UTF-8\(mark)\(scope)."
            )
        }
        if !hasMark, isGb18030, utf8Lines * 20 <= otherLines {
            return EncodingFinding(
                encoding: .gb18030,
                markCount: 0,
                note: "GB18030, recognised by its bytes and converted to UTF-8\(scope)."
            )
        }
        return EncodingFinding(
            encoding: .utf8,
            markCount: markCount,
            note: "UTF-8\(mark)\(scope); lines that are not UTF-8: \(otherLines), rejected alone."
        )
    }

    private mutating func addLines(of block: UnsafeRawBufferPointer) {
        for line in block.split(separator: 0x0A) {
            let line = UnsafeRawBufferPointer(rebasing: line)
            switch Utf8(line) {
            case .ascii: break
            case .valid: if line.contains(where: { $0 >= 0xE0 }) { utf8Lines += 1 }
            case .invalid:
                otherLines += 1
                if isGb18030 { isGb18030 = Gb18030.isWellFormed(line) }
            }
        }
    }

    private static func lineFeeds(in block: UnsafeRawBufferPointer) -> Int {
        block.reduce(0) { $1 == 0x0A ? $0 + 1 : $0 }
    }
}
