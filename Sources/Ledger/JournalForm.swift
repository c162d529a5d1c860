import Crypto
import Events

/// What a journal says, as bytes: the one form that digests and seals are made of.
///
/// It is valid until the row is gone or its memory is used for the next one.
struct JournalForm {
    private let isOfDossier: Bool
    private let body: UnsafeRawBufferPointer
    private let identity: UnsafeRawBufferPointer
    private let headCount: Int
    private let text: ByteBuffer

    /// Writes a journal of a person.
    ///
    /// - Parameter memory: Emptied, and used as long as the form is.
    init(_ row: JournalRow, in memory: ByteBuffer) {
        isOfDossier = false
        body = row.assessment
        identity = row.seal
        text = memory
        memory.removeAll()
        memory.append(text: "\(row.sequence)|")
        memory.append(text: row.scheme)
        memory.append(text: "|")
        row.person.withBytes { JournalForm.append(digitsOf: $0, to: memory) }
        memory.append(text: "|\(row.revision)|")
        memory.append(text: row.cause)
        memory.append(text: "|")
        headCount = memory.count
        for entry in row.entries { JournalForm.append(entry, to: memory) }
    }

    /// Writes a journal of a dossier.
    ///
    /// - Parameter memory: Emptied, and used as long as the form is.
    init(_ row: DossierJournalRow, in memory: ByteBuffer) {
        isOfDossier = true
        body = row.change
        identity = UnsafeRawBufferPointer(start: nil, count: 0)
        text = memory
        memory.removeAll()
        memory.append(
            text: "\(row.sequence)|\(row.scheme)|\(row.subject)|\(row.revision)|\(row.cause)|"
        )
        headCount = memory.count
        for entry in row.entries { JournalForm.append(entry, to: memory) }
    }

    /// Adds the bytes to a digest, without the sealed identity: sealing the same one anew gives
    /// other bytes, and the log is the same.
    func add(to digest: inout SHA256) {
        let bytes = text.bytes
        digest.update(bufferPointer: UnsafeRawBufferPointer(rebasing: bytes[..<headCount]))
        digest.update(bufferPointer: body)
        digest.update(bufferPointer: UnsafeRawBufferPointer(rebasing: bytes[headCount...]))
    }

    /// SHA-256 of bytes, sealed identity, kind and the length of each part.
    ///
    /// The lengths keep a byte from moving over the border of two parts unseen.
    var leaf: [UInt8] {
        var digest = SHA256()
        add(to: &digest)
        digest.update(bufferPointer: identity)
        let lengths =
            "\(headCount),\(body.count),\(text.count - headCount),\(identity.count)"
        digest.update(data: Array("|\(isOfDossier ? "dossier" : "person")|\(lengths)".utf8))
        return Array(digest.finalize())
    }

    /// A line as text: account, then fen.
    static func line(_ entry: Entry) -> String {
        let buffer = ByteBuffer()
        append(entry, to: buffer)
        return String(decoding: buffer.bytes, as: UTF8.self)
    }

    private static func append(_ entry: Entry, to text: ByteBuffer) {
        let account = entry.account
        text.append(text: String(account.kind.rawValue))
        for part in [account.unit, account.party, account.category] {
            text.append(text: "/")
            text.append(text: part)
        }
        text.append(text: "=")
        text.append(text: String(entry.amount.fen))
        text.append(text: ";")
    }

    private static func append(digitsOf bytes: UnsafeRawBufferPointer, to text: ByteBuffer) {
        for byte in bytes {
            for digit in [byte >> 4, byte & 15] {
                text.append(byte: digit < 10 ? 0x30 + digit : 0x57 + digit)
            }
        }
    }
}
