import Embedded
import Events
import Foundation
import Testing

/// Looks through bytes for identity numbers and names in clear, in any form in which a program may
/// have written them: UTF-8, UTF-16 of both orders, base64 of both alphabets, hexadecimal digits,
/// escapes of URLs and of JSON, and numbers as integers.
struct PrivacyScan {
    /// What is looked for as it stands, by its first four bytes.
    private let needles: [UInt32: [(what: String, bytes: [UInt8])]]
    /// Whether anything that is looked for begins with these two bytes.
    private let beginnings: [Bool]

    /// Creates a scan.
    ///
    /// - Parameters:
    ///   - numbers: Numbers of the season.
    ///   - names: Names of the season; of two characters or less they are too short to tell.
    init(numbers: some Collection<String>, names: some Collection<String>) {
        var needles: [(what: String, bytes: [UInt8])] = []
        for number in numbers {
            needles += (PrivacyScan.forms(of: number) + PrivacyScan.integers(of: number))
                .map { ("an identity number, \($0)", $1) }
        }
        for name in names where name.count > 2 {
            needles += PrivacyScan.forms(of: name).map { ("a name, \($0)", $1) }
        }
        var beginnings = Array(repeating: false, count: 1 << 16)
        for needle in needles {
            beginnings[Int(needle.bytes[0]) | Int(needle.bytes[1]) << 8] = true
        }
        self.beginnings = beginnings
        self.needles = Dictionary(grouping: needles) { needle in
            needle.bytes.withUnsafeBytes { $0.loadUnaligned(as: UInt32.self) }
        }
    }

    /// A text in the forms in which bytes may hold it.
    static func forms(of text: String) -> [(String, [UInt8])] {
        let bytes = Array(text.utf8)
        let units = Array(text.utf16)
        var forms = [
            ("UTF-8", bytes),
            ("UTF-16LE", units.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }),
            ("UTF-16BE", units.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }),
        ]
        // In base64 a text looks different at each of three places; its middle is the same.
        for lead in 0..<3 {
            let encoded = (Array(repeating: 0x20, count: lead) + bytes).base64
            let from = lead == 0 ? 0 : lead + 1
            let core = Array(encoded[from..<((lead + bytes.count) / 3 * 4)])
            guard core.count >= 8 else { continue }
            forms.append(("base64", core))
            let other = core.map { $0 == 0x2B ? 0x2D : $0 == 0x2F ? 0x5F : $0 }
            if other != core { forms.append(("base64 of URLs", other)) }
        }
        return forms + digits(of: text)
    }

    /// A text in digits: of its bytes, and where it is not ASCII as URLs and JSON escape it.
    private static func digits(of text: String) -> [(String, [UInt8])] {
        let (bytes, units) = (Array(text.utf8), Array(text.utf16))
        var forms: [(String, [UInt8])] = []
        for isUpper in [false, true] {
            func hex(_ value: Int, _ count: Int) -> String {
                let digits = String(value, radix: 16, uppercase: isUpper)
                return String(repeating: "0", count: count - digits.count) + digits
            }
            let plain = bytes.map { hex(Int($0), 2) }
            var texts = [("hexadecimal", plain.joined())]
            if bytes.count != units.count {
                texts.append(("URL", plain.map { "%\($0)" }.joined()))
                texts.append(("JSON", units.map { "\\u\(hex(Int($0), 4))" }.joined()))
            }
            forms += texts.map { ($0, Array($1.utf8)) }
        }
        return forms
    }

    /// The digits of a number, without a last X, as an integer: eight bytes of either order, and
    /// base-128 as in messages.
    static func integers(of number: String) -> [(String, [UInt8])] {
        guard let value = UInt64(number.prefix { $0 != "X" }), value > 1 << 40 else { return [] }
        let big = stride(from: 56, through: 0, by: -8).map {
            UInt8(truncatingIfNeeded: value >> $0)
        }
        var (varint, rest): ([UInt8], UInt64) = ([], value)
        while rest >= 0x80 {
            varint.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        return [
            ("integer", big), ("integer, least first", big.reversed()),
            ("base-128", varint + [UInt8(rest)]),
        ]
    }

    /// What stands in some bytes in clear, each kind once.
    func findings(in data: Data) -> Set<String> {
        var found: Set<String> = []
        data.withUnsafeBytes { bytes in
            search(bytes, &found)
            found.formUnion(digits(in: bytes, step: 1))
            // The digits of UTF-16, with every other byte left out.
            found.formUnion(digits(in: bytes, step: 2))
        }
        return found
    }

    private func search(_ bytes: UnsafeRawBufferPointer, _ found: inout Set<String>) {
        guard bytes.count >= 4 else { return }
        beginnings.withUnsafeBufferPointer { beginnings in
            var index = 0
            while index <= bytes.count - 4 {
                defer { index += 1 }
                let word = bytes.loadUnaligned(fromByteOffset: index, as: UInt32.self)
                guard beginnings[Int(truncatingIfNeeded: word & 0xFFFF)],
                    let candidates = needles[word]
                else { continue }
                for (what, needle) in candidates
                where bytes[index...].prefix(needle.count).elementsEqual(needle) {
                    found.insert(what)
                }
            }
        }
    }

    /// Runs of exactly 18 or 15 characters that can be nothing but an identity number.
    ///
    /// A run beside a letter of a to f is part of a trace's number or of another one to base 16,
    /// which is bound to have such runs now and then.
    private func digits(in bytes: UnsafeRawBufferPointer, step: Int) -> Set<String> {
        var found: Set<String> = []
        for start in 0..<step {
            var run: [UInt8] = []
            var (before, isHexadecimal): (UInt8, Bool) = (0, false)
            for index in stride(from: start, to: bytes.count, by: step) {
                let byte = bytes[index]
                if (0x30...0x39).contains(byte) || (byte == 0x58 && run.count == 17) {
                    if run.isEmpty { isHexadecimal = (0x61...0x66).contains(before) }
                    if run.count < 20 { run.append(byte) }
                } else {
                    isHexadecimal = isHexadecimal || (0x61...0x66).contains(byte)
                    if !isHexadecimal, let what = PrivacyScan.kind(of: run) { found.insert(what) }
                    run.removeAll(keepingCapacity: true)
                }
                before = byte
            }
            if !isHexadecimal, let what = PrivacyScan.kind(of: run) { found.insert(what) }
        }
        return found
    }

    private static let provinces: Set<String> = Set(
        [11...15, 21...23, 31...37, 41...46, 50...54, 61...65].joined().map { "\($0)" }
    )

    private static func kind(of run: [UInt8]) -> String? {
        let text = String(decoding: run, as: UTF8.self)
        guard run.count == 18 || run.count == 15, provinces.contains(String(text.prefix(2)))
        else { return nil }
        if run.count == 18 {
            let number = run.withUnsafeBufferPointer { try? IdentityNumber($0) }
            guard let number, (1900...2030).contains(number.birth.components.year) else {
                return nil
            }
            return "18 digits that are an identity number"
        }
        let day =
            "19\(text.dropFirst(6).prefix(2))-\(text.dropFirst(8).prefix(2))-"
            + text.dropFirst(10).prefix(2)
        return CivilDate(day) == nil ? nil : "15 digits with a birth date"
    }
}

extension [UInt8] {
    fileprivate var base64: [UInt8] { [UInt8](Data(self).base64EncodedData()) }
}
