/// Texts that recur (units, channels, categories, tiers) as small numbers, in order of arrival.
struct SymbolTable {
    private var numbers: [String: UInt32] = ["": 0]
    private(set) var texts: [String] = [""]

    /// A table of the empty text.
    init() {}

    /// The table of these texts, numbered as they stand; the first is the empty one.
    init(_ texts: [String]) {
        self.texts = texts
        for (number, text) in texts.enumerated() { numbers[text] = UInt32(number) }
    }

    /// The number of a text; 0 is the empty one.
    mutating func number(of text: String) -> UInt32 {
        if let known = numbers[text] { return known }
        let number = UInt32(texts.count)
        numbers[text] = number
        texts.append(text)
        return number
    }

    /// The text of a number that ``number(of:)`` gave.
    func text(_ number: UInt32) -> String { texts[Int(number)] }
}
