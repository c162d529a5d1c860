import Glibc

/// Text in GB18030: recognised by its form, converted by the C library.
enum Gb18030 {
    /// Whether bytes have the form of GB18030 text.
    ///
    /// - Source: GB 18030-2005: one byte 00–7F; two bytes 81–FE, 40–7E or 80–FE; four bytes 81–FE,
    ///   30–39, 81–FE, 30–39.
    static func isWellFormed(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var index = 0
        while index < bytes.count {
            let lead = bytes[index]
            if lead < 0x80 {
                index += 1
                continue
            }
            guard lead != 0x80, lead != 0xFF, index + 1 < bytes.count else { return false }
            switch bytes[index + 1] {
            case 0x40...0x7E, 0x80...0xFE: index += 2
            case 0x30...0x39:
                guard index + 3 < bytes.count, (0x81...0xFE).contains(bytes[index + 2]),
                    (0x30...0x39).contains(bytes[index + 3])
                else { return false }
                index += 4
            default: return false
            }
        }
        return true
    }

    /// Turns GB18030 into UTF-8, piece by piece.
    final class Converter {
        private let handle: iconv_t

        /// Opens the C library's converter; nil when it has none.
        init?() {
            guard let opened = iconv_open("UTF-8", "GB18030"),
                opened != iconv_t(bitPattern: -1)
            else { return nil }
            handle = opened
        }

        deinit { iconv_close(handle) }

        /// Converts as much as fits.
        ///
        /// A byte that is not GB18030 becomes FF, which is never UTF-8: the row that holds it is
        /// refused later, alone. A character cut at the end of `input` is left for the next call.
        /// - Returns: Bytes taken from `input` and written to `output`.
        func convert(
            _ input: UnsafeMutableRawBufferPointer,
            into output: UnsafeMutableRawBufferPointer
        ) -> (taken: Int, written: Int) {
            var source = input.baseAddress?.assumingMemoryBound(to: CChar.self)
            var target = output.baseAddress?.assumingMemoryBound(to: CChar.self)
            var (sourceLeft, targetLeft) = (input.count, output.count)
            while sourceLeft > 0 {
                let outcome = iconv(handle, &source, &sourceLeft, &target, &targetLeft)
                guard outcome == Int(bitPattern: UInt.max), errno == EILSEQ, targetLeft > 0
                else { break }
                target?.pointee = -1
                target = target?.advanced(by: 1)
                source = source?.advanced(by: 1)
                (sourceLeft, targetLeft) = (sourceLeft - 1, targetLeft - 1)
            }
            return (input.count - sourceLeft, output.count - targetLeft)
        }
    }
}
