import Crypto

extension Rejection {
    /// The name of the rejection, the same each time that it is told: `r` and 15 hexadecimal digits.
    ///
    /// What `validate` rejects is named by its place in the log, what a producer rejects by source,
    /// number, code and column: the same file sent twice is rejected once. The letter keeps
    /// spreadsheets from making a number of it.
    public var id: String {
        var parts = ["\(stage.rawValue)"]
        if let place {
            parts += [place.topic.rawValue, "\(place.partition)", "\(place.offset)"]
        } else {
            parts += [scheme, source, number, code, column]
        }
        let digest = SHA256.hash(data: Array(parts.joined(separator: "\u{1F}").utf8))
        let digits = digest.prefix(8).map { byte in
            String(UnicodeScalar(hex(byte >> 4))) + String(UnicodeScalar(hex(byte & 15)))
        }
        return "r" + digits.joined().prefix(15)
    }

    private func hex(_ nibble: UInt8) -> UInt8 { nibble < 10 ? 0x30 + nibble : 0x57 + nibble }

    /// Whether a text has the form of an ``id``.
    public static func isID(_ text: some StringProtocol) -> Bool {
        let bytes = text.utf8
        return bytes.count == 16 && bytes.first == 0x72
            && bytes.dropFirst().allSatisfy {
                (0x30...0x39).contains($0) || (0x61...0x66).contains($0)
            }
    }
}
