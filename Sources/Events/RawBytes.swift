extension UnsafeRawBufferPointer {
    /// Whether two runs of bytes are the same, eight at a time.
    @inlinable
    public func isSame(as other: UnsafeRawBufferPointer) -> Bool {
        guard count == other.count else { return false }
        guard let left = baseAddress, let right = other.baseAddress else { return true }
        var place = 0
        while count - place >= 8 {
            if (left + place).loadUnaligned(as: UInt64.self)
                != (right + place).loadUnaligned(as: UInt64.self)
            {
                return false
            }
            place += 8
        }
        while place < count {
            if left.load(fromByteOffset: place, as: UInt8.self)
                != right.load(fromByteOffset: place, as: UInt8.self)
            {
                return false
            }
            place += 1
        }
        return true
    }

    /// Whether the bytes are UTF-8 without control characters
    /// (``Swift/Sequence/holdsControlCharacter``).
    public var isPlainText: Bool {
        guard let start = baseAddress else { return true }
        var place = 0
        while place < count {
            if count - place >= 8 {
                let word = (start + place).loadUnaligned(as: UInt64.self)
                if Self.isPrintable(word) {
                    place += 8
                    continue
                }
            }
            let byte = start.load(fromByteOffset: place, as: UInt8.self)
            if byte < 0x80 {
                if byte < 0x20 || byte == 0x7F { return false }
                place += 1
                continue
            }
            let width = Self.width(of: start + place, count - place, byte)
            if width == 0 { return false }
            place += width
        }
        return true
    }

    /// Whether eight bytes are ASCII and none of them a control character.
    @inline(__always)
    private static func isPrintable(_ word: UInt64) -> Bool {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let isBelowBlank = (word &- ones &* 0x20) & ~word
        let erased = word ^ ones &* 0x7F
        let isErased = (erased &- ones) & ~erased
        return (word | isBelowBlank | isErased) & (ones &* 0x80) == 0
    }

    /// The bytes of a character above ASCII; 0 when it is none, or a control character.
    ///
    /// - Source: The Unicode Standard, table 3-7 «Well-Formed UTF-8 Byte Sequences».
    @inline(__always)
    private static func width(of start: UnsafeRawPointer, _ rest: Int, _ first: UInt8) -> Int {
        let width = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
        guard first >= 0xC2, first <= 0xF4, rest >= width else { return 0 }
        let second = start.load(fromByteOffset: 1, as: UInt8.self)
        let least: UInt8
        switch first {
        case 0xC2, 0xE0: least = 0xA0
        case 0xF0: least = 0x90
        default: least = 0x80
        }
        let most: UInt8 = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF
        guard second >= least, second <= most else { return 0 }
        for place in 1..<width
        where start.load(fromByteOffset: place, as: UInt8.self) & 0xC0 != 0x80 {
            return 0
        }
        return width
    }
}
