/// What bytes are as UTF-8.
enum Utf8: Equatable {
    /// Only ASCII.
    case ascii
    /// Valid, with characters beyond ASCII.
    case valid
    /// Not UTF-8.
    case invalid

    /// Looks at all bytes.
    ///
    /// - Source: The Unicode Standard, table 3-7 (well-formed UTF-8 byte sequences).
    init(_ bytes: UnsafeRawBufferPointer) {
        var index = 0
        var kind = Utf8.ascii
        while true {
            while index + 8 <= bytes.count,
                bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self) & 0x8080_8080_8080_8080
                    == 0
            { index += 8 }
            while index < bytes.count, bytes[index] < 0x80 { index += 1 }
            if index == bytes.count { break }
            let length = Utf8.length(bytes, index)
            if length == 0 {
                self = .invalid
                return
            }
            kind = .valid
            index += length
        }
        self = kind
    }

    /// Length of the well-formed sequence at `index`; 0 when it is none.
    @inline(__always)
    private static func length(_ bytes: UnsafeRawBufferPointer, _ index: Int) -> Int {
        let lead = bytes[index]
        let rest = bytes.count - index
        func follows(_ step: Int, _ low: UInt8 = 0x80, _ high: UInt8 = 0xBF) -> Bool {
            bytes[index + step] >= low && bytes[index + step] <= high
        }
        switch lead {
        case 0xC2...0xDF: return rest >= 2 && follows(1) ? 2 : 0
        case 0xE0...0xEF:
            let low: UInt8 = lead == 0xE0 ? 0xA0 : 0x80
            let high: UInt8 = lead == 0xED ? 0x9F : 0xBF
            return rest >= 3 && follows(1, low, high) && follows(2) ? 3 : 0
        case 0xF0...0xF4:
            let low: UInt8 = lead == 0xF0 ? 0x90 : 0x80
            let high: UInt8 = lead == 0xF4 ? 0x8F : 0xBF
            return rest >= 4 && follows(1, low, high) && follows(2) && follows(3) ? 4 : 0
        default: return 0
        }
    }
}
