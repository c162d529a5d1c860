import Embedded
import Events
import Foundation
import Testing

/// Looks through bytes for identity numbers and names in clear, in any form in which a program may
/// have written them: UTF-8, UTF-16 of both orders, base64.
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
            needles += PrivacyScan.forms(of: number).map { ("an identity number, \($0)", $1) }
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
            let core = encoded[from..<((lead + bytes.count) / 3 * 4)]
            if core.count >= 8 { forms.append(("base64", Array(core))) }
        }
        return forms
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
    private func digits(in bytes: UnsafeRawBufferPointer, step: Int) -> Set<String> {
        var found: Set<String> = []
        for start in 0..<step {
            var run: [UInt8] = []
            for index in stride(from: start, to: bytes.count, by: step) {
                let byte = bytes[index]
                if (0x30...0x39).contains(byte) || (byte == 0x58 && run.count == 17) {
                    if run.count < 20 { run.append(byte) }
                } else {
                    if let what = PrivacyScan.kind(of: run) { found.insert(what) }
                    run.removeAll(keepingCapacity: true)
                }
            }
            if let what = PrivacyScan.kind(of: run) { found.insert(what) }
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

extension SeasonFolder {
    /// Scans everything that a season leaves: every file of its folder but the input, and every
    /// record of every topic of its embedded logs.
    ///
    /// Pages of the board are scanned where they are made: with ``PrivacyScan`` of
    /// ``privacyScan(numbers:names:)``.
    func expectNothingInClear(known: [String], names: [String], except: Set<String>) throws {
        let scan = try privacyScan(numbers: known, names: names)
        let inputs: Set<String> = ["in", "shuffled"]
        let files = try #require(
            FileManager.default.enumerator(at: url, includingPropertiesForKeys: [.isRegularFileKey])
        )
        var (scanned, logs): (Int, Set<String>) = (0, [])
        for case let file as URL in files {
            let parts = file.pathComponents.dropFirst(url.pathComponents.count)
            guard let first = parts.first, !inputs.contains(first), !except.contains(first),
                let data = try? Data(contentsOf: file), !data.isEmpty
            else { continue }
            if first.hasSuffix("-log") { logs.insert(first) }
            scanned += 1
            for what in scan.findings(in: data) { Issue.record("\(first) holds \(what)") }
        }
        for name in logs { try scanTopics(of: name, scan) }
        #expect(scanned >= 3)
    }

    private func scanTopics(of name: String, _ scan: PrivacyScan) throws {
        let log = try EmbeddedEventLog(path: url.appendingPathComponent(name).path)
        for topic in Topic.allCases {
            var bytes = Data()
            for partition in 0..<Int32(try log.partitionCount(of: topic)) {
                try log.scan(topic, partition: partition) { batch, place in
                    bytes.append(contentsOf: batch.key(of: place))
                    bytes.append(0x0A)
                    bytes.append(contentsOf: batch.value(of: place))
                    bytes.append(0x0A)
                }
            }
            for what in scan.findings(in: bytes) {
                Issue.record("\(name) \(topic.rawValue) holds \(what)")
            }
        }
        try log.close()
    }

    /// A scan for the numbers and names of the season, up to some hundred of each, and for these.
    func privacyScan(numbers: [String] = [], names: [String] = []) throws -> PrivacyScan {
        var (allNumbers, allNames) = (Set(numbers), Set(names))
        for table in ["roster.csv", "payments.csv"] {
            let text = try String(contentsOf: input.appendingPathComponent(table), encoding: .utf8)
            let lines = text.split(separator: "\n").map { $0.split(separator: ",") }
            let head = try #require(lines.first)
            let name = head.firstIndex { $0 == "姓名" || $0 == "name" }
            for cells in lines.dropFirst().prefix(300) {
                for cell in cells where cell.utf8.count == 18 { allNumbers.insert(String(cell)) }
                if let name, name < cells.count { allNames.insert(String(cells[name])) }
            }
        }
        #expect(allNumbers.count >= numbers.count + 100)
        #expect(allNames.count >= names.count + 100)
        return PrivacyScan(numbers: allNumbers, names: allNames)
    }
}

@Test func `a planted number or name is found in every form, and nothing else is`() throws {
    let digits = Array("37048119830101101".utf8)
    let number =
        String(decoding: digits, as: UTF8.self)
        + String(UnicodeScalar(IdentityNumber.checkCharacter(of: digits)))
    let scan = PrivacyScan(numbers: [number], names: ["独特姓名"])
    for text in [number, "独特姓名"] {
        for (form, bytes) in PrivacyScan.forms(of: text) {
            for lead in 0..<4 {
                let planted = Data(repeating: 0x7C, count: lead) + bytes + Data("|end".utf8)
                #expect(!scan.findings(in: planted).isEmpty, "\(form) at \(lead)")
            }
        }
    }
    let others = PrivacyScan(numbers: [], names: [])
    #expect(others.findings(in: Data("x\(number)y".utf8)).count == 1)
    #expect(others.findings(in: Data("|370481830101101|".utf8)).count == 1)
    #expect(others.findings(in: Data("281474976710656 1667470530000000 3704811983".utf8)).isEmpty)
    #expect(scan.findings(in: Data("张* 370481********101X 独特".utf8)).isEmpty)
}
