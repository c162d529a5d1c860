import Events

/// What may be shown of a value.
enum Masked {
    /// A number or name by its form: `370481********123X` for what is long enough to be an identity
    /// number, `张*` for anything else.
    static func text(_ bytes: some Collection<UInt8>) -> String {
        let characters = Array(String(decoding: bytes, as: UTF8.self).unicodeScalars)
        let isNumber = characters.count >= 15 && characters.prefix(6).allSatisfy(isDigit)
        let shown = isNumber ? characters.prefix(6) : characters.prefix(1)
        let last = isNumber ? characters.suffix(4) : []
        let hidden = min(12, characters.count - shown.count - last.count)
        var text = String(String.UnicodeScalarView(shown.filter(isPrintable)))
        text += String(repeating: "*", count: max(0, hidden))
        text += String(String.UnicodeScalarView(last.filter(isPrintable)))
        return text
    }

    /// A figure, a date or a time in clear when it can be nothing else; otherwise masked.
    ///
    /// A cell that slipped in from a neighbouring column may be an identity number (15 digits or
    /// more), a telephone number (11 in a row) or a name.
    static func figure(_ bytes: CellBytes) -> String {
        var (digits, run, longest) = (0, 0, 0)
        for byte in bytes {
            let isDigit = byte >= 0x30 && byte <= 0x39
            run = isDigit ? run + 1 : 0
            digits += isDigit ? 1 : 0
            longest = max(longest, run)
            if !isDigit, !Masked.figureSigns.contains(byte) { return text(bytes) }
        }
        return digits <= 14 && longest <= 10 && bytes.count <= 25 ? bytes.text : text(bytes)
    }

    /// A word of an office (a unit, a role, an account) in clear, unless it has digits enough for a
    /// number of a person.
    static func word(_ text: String) -> String {
        let digits = text.utf8.filter { $0 >= 0x30 && $0 <= 0x39 }.count
        return digits < 11 ? text : Masked.text(Array(text.utf8))
    }

    /// Whether a text holds an identity number: 18 characters by themselves that satisfy
    /// GB 11643-1999, born after 1900.
    static func holdsIdentityNumber(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        holdsIdentityNumber(bytes, bornBefore: CivilDate(day: .max))
    }

    /// The same of somebody born before a day.
    static func holdsIdentityNumber(
        _ bytes: UnsafeBufferPointer<UInt8>,
        bornBefore day: CivilDate
    ) -> Bool {
        var start = 0
        while start + 18 <= bytes.count {
            guard bytes[start] >= 0x30, bytes[start] <= 0x39 else {
                start += 1
                continue
            }
            var end = start
            while end < bytes.count, bytes[end] >= 0x30, bytes[end] <= 0x39 { end += 1 }
            if end - start == 17, end < bytes.count, bytes[end] | 0x20 == 0x78 { end += 1 }
            if end - start == 18 {
                let window = UnsafeBufferPointer(rebasing: bytes[start..<end])
                if let number = try? IdentityNumber(window), number.birth > Masked.earliestBirth,
                    number.birth < day
                {
                    return true
                }
            }
            start = end
        }
        return false
    }

    /// Whether a source's own number can be shown: short, plain, and holding neither an identity
    /// number nor what stands beside it where one should.
    static func isPlain(_ number: String, beside identity: String) -> Bool {
        let bytes = Array(number.utf8)
        return (1...64).contains(bytes.count) && bytes.allSatisfy { $0 > 0x20 && $0 < 0x7F }
            && !bytes.withUnsafeBufferPointer(holdsIdentityNumber(_:))
            && (identity.utf8.count < 6 || !number.contains(identity))
    }

    private static let figureSigns = Array(" .,+-/:TZeE".utf8)
    private static let earliestBirth = CivilDate(day: -25_567)

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool {
        (0x30...0x39).contains(scalar.value)
    }

    private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.generalCategory != .control
    }
}
