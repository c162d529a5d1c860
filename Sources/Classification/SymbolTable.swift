import Events

/// Texts that recur (units, channels, categories, tiers) as small numbers, in order of arrival.
struct SymbolTable {
    private var table = TextTable()
    private(set) var texts: [String] = []

    /// A table of the empty text.
    init() { _ = number(of: "") }

    /// The table of these texts, numbered as they stand; nil unless the first is the empty one and
    /// each stands there once.
    init?(_ texts: [String]) {
        self.init()
        guard texts.first == "" else { return nil }
        for (index, text) in texts.enumerated() {
            guard number(of: text) == UInt32(index) else { return nil }
        }
    }

    /// The number of a text; 0 is the empty one.
    mutating func number(of text: String) -> UInt32 {
        var text = text
        return text.withUTF8 { number(of: UnsafeRawBufferPointer($0)) }
    }

    /// The number of a text given as UTF-8; 0 is the empty one.
    mutating func number(of text: UnsafeRawBufferPointer) -> UInt32 {
        let number = table.number(of: text)
        if Int(number) == texts.count { texts.append(String(decoding: text, as: UTF8.self)) }
        return number
    }

    /// The text of a number that ``number(of:)`` gave.
    func text(_ number: UInt32) -> String { texts[Int(number)] }
}
