/// What the styles of a workbook make of numbers.
final class NumberFormats: XmlSink {
    /// How a number is shown.
    enum Shape: Equatable {
        /// As a number.
        case plain
        /// As a day.
        case day
        /// As a day with a time.
        case dayAndTime
        /// As a time without a day.
        case time
        /// As a whole number with leading zeros, so many digits.
        case padded(Int)
    }

    private(set) var problem: WorkbookProblem?
    private let limits: WorkbookLimits
    private var codes: [Int: Shape] = [:]
    private var shapes: [Shape] = []
    private var isInCells = false

    private static let styleLimit = 100_000
    /// Letters of a format that a spreadsheet keeps: more zeros are none that anybody sees.
    private static let codeLimit = 255

    /// Creates the formats of a workbook without styles.
    init(limits: WorkbookLimits) { self.limits = limits }

    /// How numbers of a style are shown.
    func shape(_ style: Int) -> Shape {
        style >= 0 && style < shapes.count ? shapes[style] : .plain
    }

    func open(_ name: XmlBytes, _ attributes: XmlAttributes, depth: Int) {
        if depth == 2 { isInCells = name.isName("cellXfs") }
        guard depth == 3 else { return }
        if name.isName("numFmt") {
            guard let id = attributes["numFmtId"]?.number, let code = attributes.text("formatCode")
            else { return }
            codes[id] = NumberFormats.shape(code: code)
        } else if isInCells, name.isName("xf") {
            let id = attributes["numFmtId"]?.number ?? 0
            shapes.append(codes[id] ?? NumberFormats.builtIn(id))
        }
        if shapes.count > NumberFormats.styleLimit || codes.count > NumberFormats.styleLimit {
            problem = WorkbookProblem(.tooLarge, "more than \(NumberFormats.styleLimit) styles")
        }
    }

    func close(_ name: XmlBytes, depth: Int) {}

    func text(_ bytes: XmlBytes) {}

    /// - Source: ISO/IEC 29500-1 18.8.30 (numFmt), with the numbers of Chinese workbooks.
    private static func builtIn(_ id: Int) -> Shape {
        switch id {
        case 14...17, 27...31, 36, 50...54, 57, 58: .day
        case 22: .dayAndTime
        case 18...21, 32...35, 45...47, 55, 56: .time
        default: .plain
        }
    }

    /// What a format code shows; its first section decides.
    ///
    /// Text between quotation marks, escaped letters, and colours, languages and conditions between
    /// brackets say nothing; `[h]` does.
    static func shape(code: String) -> Shape {
        var letters: [Character] = []
        var isQuoted = false
        var rest = code.lowercased()[...]
        while let letter = rest.popFirst() {
            if isQuoted {
                isQuoted = letter != "\""
                continue
            }
            if letter == ";" { break }
            switch letter {
            case "\"": isQuoted = true
            case "\\", "_", "*": _ = rest.popFirst()
            case "[":
                let inside = rest.prefix { $0 != "]" }
                rest = rest.dropFirst(inside.count + 1)
                if !inside.isEmpty, inside.allSatisfy({ "hms".contains($0) }) {
                    letters.append(contentsOf: inside)
                }
            default: letters.append(letter)
            }
        }
        let text = String(letters)
        if text == "general" || text == "@" { return .plain }
        if (2...NumberFormats.codeLimit).contains(text.count), text.allSatisfy({ $0 == "0" }) {
            return .padded(text.count)
        }
        let hasDay = text.contains("y") || text.contains("d")
        let hasTime = text.contains("h") || text.contains("s")
        if hasDay { return hasTime ? .dayAndTime : .day }
        if hasTime { return .time }
        return text.contains("m") ? .day : .plain
    }
}
