import Events

extension Trap {
    private static let good = Fixture.good

    /// What may stand in the cell of the identity number.
    static var identities: [Trap] {
        taken + refusedIdentities + brokenCells
    }

    private static func trial(_ name: String, _ code: String, _ cell: String) -> Trap {
        let person = "2 张三 \(good) 鲍沟镇 2022-01-02"
        var book = BookBuilder.trial(["1", "张三", cell, "鲍沟镇", "2022-01-02"])
        book.texts = [
            "<t>\(good)</t>", "<r><t>370481</t></r><r><t>199001010011</t></r>",
            "<t>\(good)</t><rPh sb=\"0\" eb=\"1\"><t>7</t></rPh>", "<t></t>",
        ]
        return row("identity: \(name)", code, book, person: code == "taken" ? person : nil)
    }

    private static func typed(_ type: String, _ inside: String) -> String {
        "<c r=\"@\" t=\"\(type)\">\(inside)</c>"
    }

    private static var taken: [Trap] {
        let wide = String(
            String.UnicodeScalarView(
                good.unicodeScalars.compactMap { Unicode.Scalar($0.value + 0xFEE0) }
            )
        )
        let cells = [
            ("text", good), ("full-width digits", wide), ("blanks around", "  \(good) "),
            ("non-breaking spaces around", "\u{A0}\(good)\u{A0}\u{A0}"),
            ("ideographic spaces around", "\u{3000}\(good)\u{3000}"),
            ("a byte order mark before", "\u{FEFF}\(good)"),
            ("a zero-width space after", "\(good)\u{200B}"),
            ("marks of direction around", "\u{202D}\(good)\u{202C}"),
            ("a line break after", "\(good)\n"), ("a tab before", "\t\(good)"),
            ("an escaped line end after", "\(good)_x000D_"),
            ("an escaped digit", "37048119900101001_x0031_"),
            ("a reference to a character", "37048119900101001&#x31;"),
            ("shared text", typed("s", "<v>0</v>")),
            ("rich shared text", typed("s", "<v>1</v>")),
            ("a phonetic hint beside", typed("s", "<v>2</v>")),
            (
                "rich text in place",
                typed("inlineStr", "<is><r><t>370481</t></r><r><t>199001010011</t></r></is>")
            ),
            ("a formula with its text", typed("str", "<f>A1</f><v>\(good)</v>")),
            ("marked as unparsed text", typed("inlineStr", "<is><t><![CDATA[\(good)]]></t></is>")),
            (
                "a comment inside",
                typed("inlineStr", "<is><t>370481<!-- 9 -->199001010011</t></is>")
            ),
            ("a style of text", "<c r=\"@\" s=\"3\" t=\"inlineStr\"><is><t>\(good)</t></is></c>"),
        ]
        return cells.map { trial($0.0, "taken", $0.1) } + crosses
    }

    /// Numbers whose last character is X, however it is written.
    private static var crosses: [Trap] {
        let number = (1...999).lazy.map { Fixture.identity($0) }.first { $0.hasSuffix("X") } ?? ""
        return ["X", "x", "×", "Ｘ", "ｘ"].map { cross in
            let book = BookBuilder.trial(
                ["1", "张三", String(number.dropLast()) + cross, "鲍沟镇", "2022-01-02"]
            )
            return row("identity: \(cross)", "taken", book, person: "2 张三 \(number) 鲍沟镇 2022-01-02")
        }
    }

    private static var refusedIdentities: [Trap] {
        let zeros = (100...280).lazy.map { "370481199001\($0 / 10)\($0 % 10)000" }.first { number in
            Array(number.utf8).withUnsafeBufferPointer { (try? IdentityNumber($0)) != nil }
        }
        return [
            ("18 digits as a number", "identity_rounded", BookBuilder.number(good)),
            ("with an exponent", "identity_rounded", BookBuilder.number("3.70481199001010E+17")),
            ("short exponent", "identity_rounded", BookBuilder.number("3.70481E+17")),
            ("rounded, and the check fits", "identity_rounded", BookBuilder.number(zeros ?? "")),
            (
                "as a number in a style of text", "identity_rounded",
                BookBuilder.number(good, style: 3)
            ),
            ("17 digits as a number", "identity_rounded", BookBuilder.number("37048119900101001")),
            ("16 digits as a number", "identity_rounded", BookBuilder.number("3704811990010100")),
            ("negative", "identity_rounded", BookBuilder.number("-370481199001010011")),
            (
                "a formula with a number", "identity_rounded",
                "<c r=\"@\"><f>B1*1</f><v>3.7048119900101E17</v></c>"
            ),
            ("text with an exponent", "identity_rounded", "3.70481E+17"),
            ("text that ends in 000", "identity_rounded", "370481199001011000"),
            (
                "15 digits as a number", "identity_fifteen_digits",
                BookBuilder.number("370481900101001")
            ),
            ("15 digits as text", "identity_fifteen_digits", "370481900101001"),
            ("a small number", "identity_length", BookBuilder.number("42")),
            ("17 characters", "identity_length", String(good.dropLast())),
            ("19 characters", "identity_length", good + "1"),
            ("an apostrophe before", "identity_length", "'" + good),
            ("blanks between", "identity_length", "370481 19900101 0011"),
            ("the letter O for a zero", "identity_not_digits", good.replacing("0", with: "O")),
            ("no such day", "identity_birth_date", "370481199002300011"),
            ("a wrong check character", "identity_checksum", String(good.dropLast()) + "2"),
            ("a hidden mark inside", "identity_length", "370481\u{200B}199001010011"),
            ("missing", "identity_missing", ""),
            ("only blanks", "identity_missing", " \u{3000}\u{A0} "),
            ("empty shared text", "identity_missing", typed("s", "<v>3</v>")),
            ("a formula without text", "identity_missing", typed("str", "<f>\"\"</f><v></v>")),
            ("shown as a day", "cell_became_date", BookBuilder.number("44852", style: 1)),
            ("true", "identity_length", typed("b", "<v>1</v>")),
        ].map { trial($0.0, $0.1, $0.2) }
    }

    private static var brokenCells: [Trap] {
        let errors = ["#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#HM!"]
        let shown = errors.map { ($0, "cell_error", typed("e", "<v>\($0)</v>")) }
        let others = [
            ("a formula never computed", "formula_uncomputed", "<c r=\"@\"><f>B2</f></c>"),
            ("a formula of text never computed", "formula_uncomputed", typed("str", "<f>B2</f>")),
            ("a shared text that is not there", "cell_unreadable", typed("s", "<v>4</v>")),
            ("a shared text below zero", "cell_unreadable", typed("s", "<v>-1</v>")),
            ("a shared text without a number", "cell_unreadable", typed("s", "<v>x</v>")),
            ("a number with letters", "cell_unreadable", BookBuilder.number("3704x")),
            ("a hexadecimal number", "cell_unreadable", BookBuilder.number("0x10")),
            ("an infinite number", "cell_unreadable", BookBuilder.number("1e999")),
            ("no number", "cell_unreadable", BookBuilder.number("NaN")),
            ("two points", "cell_unreadable", BookBuilder.number("1.2.3")),
        ]
        return (shown + others).map { trial($0.0, $0.1, $0.2) }
    }
}
