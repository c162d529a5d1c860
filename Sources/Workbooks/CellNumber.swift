import Glibc

/// A number of a cell as a spreadsheet shows it: at most 15 digits count.
struct CellNumber: Equatable {
    /// The number itself.
    var value: Double
    /// Its digits without an exponent, of at most 15 significant ones.
    var text: String
    /// Whether it has more digits than a spreadsheet keeps, so that some are lost.
    var isRounded: Bool { abs(value) >= 1e15 }

    /// Reads what stands in the file; nil when it is no number.
    init?(_ bytes: XmlBytes) {
        guard bytes.count > 0, bytes.count <= 40 else { return nil }
        var digits = 0
        for byte in bytes {
            switch byte {
            case 0x30...0x39: digits += 1
            case 0x2B, 0x2D, 0x2E, 0x45, 0x65: continue
            default: return nil
            }
        }
        if digits == 0 { return nil }
        var text = [CChar](repeating: 0, count: bytes.count + 1)
        for (index, byte) in bytes.enumerated() { text[index] = CChar(bitPattern: byte) }
        var end = 0
        let value = text.withUnsafeMutableBufferPointer { text in
            guard let base = text.baseAddress else { return Double.nan }
            var stop: UnsafeMutablePointer<CChar>?
            let value = strtod(base, &stop)
            if let stop { end = stop - base }
            return value
        }
        guard end == bytes.count, value.isFinite else { return nil }
        self.value = value
        let isWhole = digits == bytes.count && digits <= 15 && (bytes[0] != 0x30 || digits == 1)
        self.text = isWhole ? String(decoding: bytes, as: UTF8.self) : CellNumber.plain(value)
    }

    /// The digits of a number, rounded to 15 of them, without an exponent.
    private static func plain(_ value: Double) -> String {
        if value == 0 { return "0" }
        var room = [CChar](repeating: 0, count: 40)
        withVaList([value]) { _ = vsnprintf(&room, 40, "%.14e", $0) }
        let text = String(
            decoding: room.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) },
            as: UTF8.self
        )
        let parts = text.split(separator: "e")
        guard parts.count == 2, let exponent = Int(parts[1]) else { return text }
        var digits = parts[0].filter { $0 >= "0" && $0 <= "9" }
        while digits.count > 1, digits.hasSuffix("0") { digits.removeLast() }
        let sign = value < 0 ? "-" : ""
        if exponent < 0 {
            return sign + "0." + String(repeating: "0", count: -exponent - 1) + digits
        }
        if digits.count <= exponent + 1 {
            return sign + digits + String(repeating: "0", count: exponent + 1 - digits.count)
        }
        let point = digits.index(digits.startIndex, offsetBy: exponent + 1)
        return sign + digits[..<point] + "." + digits[point...]
    }
}
