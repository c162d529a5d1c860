/// A path of the board to come back to after signing in: never another site.
struct ReturnPath: Sendable, Equatable {
    let text: String

    /// - Parameter text: A path below `/season/` or `/account`; anything else is none.
    init?(_ text: String) {
        guard text.hasPrefix("/season/") || text == "/account" || text.hasPrefix("/account/"),
            text.utf8.count <= 1024, text.utf8.allSatisfy(ReturnPath.isPlain),
            !text.contains("//"), !text.contains("/.")
        else { return nil }
        self.text = text
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "-._~/%?&=+".utf8.contains(byte)
        }
    }
}
