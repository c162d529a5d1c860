import Crypto
import HTTPTypes
import Hummingbird

/// A file of the pages that is served from memory under the hash of its content, so that browsers
/// may keep it for ever.
struct Asset: Sendable {
    let path: String
    let type: String
    let bytes: [UInt8]

    /// - Parameter ending: `css` or `js`.
    init(_ text: String, ending: String, type: String) {
        bytes = Array(text.utf8)
        let hash = SHA256.hash(data: bytes).prefix(12)
        path = "/assets/" + hash.map { Hexadecimal.text($0) }.joined() + ".\(ending)"
        self.type = type
    }

    /// The answer: it may be kept for a year, for another content has another path.
    var response: Response {
        Response(
            status: .ok,
            headers: [
                .contentType: type, .cacheControl: "public, max-age=31536000, immutable",
            ],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes))
        )
    }

    static let style = Asset(
        BoardStyle.text + FigureStyle.text,
        ending: "css",
        type: "text/css; charset=utf-8"
    )
    static let script = Asset(
        BoardScript.text + LiveScript.text + UploadScript.text,
        ending: "js",
        type: "text/javascript; charset=utf-8"
    )
}

/// Bytes as hexadecimal digits.
enum Hexadecimal {
    static func text(_ byte: UInt8) -> String {
        (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }

    static func text(_ bytes: some Sequence<UInt8>) -> String {
        bytes.map { text($0) }.joined()
    }
}

extension Hexadecimal {
    /// The bytes of hexadecimal digits; nil when they are none.
    static func bytes(_ text: some StringProtocol) -> [UInt8]? {
        let digits = text.utf8.map { Character(Unicode.Scalar($0)).hexDigitValue }
        guard digits.count % 2 == 0 else { return nil }
        var bytes: [UInt8] = []
        for place in stride(from: 0, to: digits.count, by: 2) {
            guard let high = digits[place], let low = digits[place + 1] else { return nil }
            bytes.append(UInt8(high << 4 | low))
        }
        return bytes
    }
}
