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
