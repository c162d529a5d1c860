import Testing

@testable import Intake

struct CsvReaderTests {
    private static let table = TableColumns(
        name: "pairs",
        known: [.name, .unit],
        required: [[.name], [.unit]]
    )

    /// The rows of a file as `name|unit` or their code.
    private func read(_ text: String) throws -> [String] {
        try read(Array(text.utf8))
    }

    private func read(_ bytes: [UInt8]) throws -> [String] {
        let lines = try LineReader(.memory(bytes, name: "pairs.csv"), options: SendOptions())
        let reader = try #require(try CsvReader(lines, table: Self.table))
        var rows: [String] = []
        while case .row = try reader.next() {
            let cells = reader.cells
            rows.append(
                reader.fault?.code.rawValue ?? "\(cells.text(.name))|\(cells.text(.unit))"
            )
        }
        return rows
    }

    @Test func `lines may end in LF or CRLF, the last one in neither`() throws {
        #expect(try read("name,unit\na,b\r\nc,d") == ["a|b", "c|d"])
        #expect(try read("name,unit\r\na,b\r\n") == ["a|b"])
    }

    @Test func `a blank last line is no row, a blank line before rows is an empty row`() throws {
        #expect(try read("name,unit\na,b\n\n") == ["a|b"])
        #expect(try read("name,unit\na,b\r\n  ") == ["a|b"])
        #expect(try read("name,unit\na,b\n\nc,d\n") == ["a|b", "row_empty", "c|d"])
    }

    @Test func `quoted cells hold commas, quotation marks and line breaks`() throws {
        #expect(try read("name,unit\n\"a,\"\"x\"\"\",\"\"\"\"\n") == ["a,\"x\"|\""])
        #expect(try read("name,unit\n\"a\r\nb\",\"c\"\nd,e") == ["a\r\nb|c", "d|e"])
        #expect(try read("\"name\",\"unit\"\n\"\",\"c\"\n") == ["|c"])
    }

    @Test func `a quotation mark inside a cell is a letter of it`() throws {
        #expect(try read("name,unit\na\"b,c\"\n") == ["a\"b|c\""])
    }

    @Test func `an open quotation mark costs its own line and no other`() throws {
        #expect(
            try read("name,unit\n\"a,b\nc,d\n\"e\",f\ng,h\n")
                == ["quote_unbalanced", "c|d", "e|f", "g|h"]
        )
        #expect(try read("name,unit\na,b\nc,\"d") == ["a|b", "quote_unbalanced"])
        let many = (0..<200).map { "c\($0),d" }.joined(separator: "\n")
        let rows = try read("name,unit\n\"a,b\n\(many)")
        #expect(rows.count == 201)
        #expect(rows.first == "quote_unbalanced")
        #expect(rows.last == "c199|d")
    }

    @Test func `blanks of any width around a cell are not part of it`() throws {
        #expect(try read("name,unit\n \u{3000}a b\t, c \n") == ["a b|c"])
    }

    @Test func `rows longer than the buffer's rest are read whole`() throws {
        let long = String(repeating: "x", count: 700_000)
        let text = "name,unit\n" + (0..<5).map { "\($0)\(long),u" }.joined(separator: "\n")
        let rows = try read(text)
        #expect(rows.map(\.utf8.count) == Array(repeating: 700_003, count: 5))
        #expect(rows.map(\.first) == ["0", "1", "2", "3", "4"])
    }

    /// Columns: bytes in the line, outcome.
    @Test(arguments: [(1_048_576, "x"), (1_048_577, "row_too_long"), (5_000_000, "row_too_long")])
    func `a line of more than 1 MiB is one bad row`(count: Int, outcome: String) throws {
        let text = "name,unit\n" + String(repeating: "x", count: count - 2) + ",u\na,b"
        let rows = try read(text)
        #expect(rows.count == 2)
        #expect(rows.first?.hasPrefix(outcome) == true)
        #expect(rows.last == "a|b")
    }

    /// Columns: header, what the refusal says.
    @Test(
        arguments: rows(
            """
             | is empty
            name | column 单位 (unit) is missing
            name,unit,name | column name stands twice
            姓名,unit,name | column name stands twice
            name,unti | column unti is not known: did you mean unit?
            姓名,单位名 | did you mean 单位?
            name,unit,channel | column 3 «channel» is not known in pairs
            name,unit, | column 3 has no header
            张三,鲍沟镇 | the first line is not a header of pairs
            "name,unit | not a readable header
            """
        )
    )
    func `a header that is not understood refuses the whole file`(row: [String]) throws {
        let refusal = #expect(throws: FileRefusal.self) { _ = try read(row[0]) }
        #expect(refusal?.sentence.contains(row[1]) == true, "\(refusal?.sentence ?? "")")
        #expect(refusal?.sentence.hasPrefix("pairs.csv") == true)
    }

    @Test func `a header is not so long that the rejections that bear it fill the memory`() throws {
        let longest = "name,unit" + String(repeating: " ", count: 8_192 - 9)
        #expect(throws: Never.self) { _ = try read("\(longest)\n") }
        for header in [longest + " ", "name" + String(repeating: "*", count: 8_190) + ",unit"] {
            let refusal = #expect(throws: FileRefusal.self) { _ = try read("\(header)\n") }
            #expect(refusal?.code == "header_too_long")
        }
    }

    @Test func `a first line that is a person's row is not repeated in the refusal`() throws {
        for header in ["name,\(Fixture.good)", "张小三,unit", "\(Fixture.good),张小三"] {
            let refusal = #expect(throws: FileRefusal.self) { _ = try read(header) }
            #expect(refusal?.sentence.contains("张小三") == false)
            #expect(refusal?.sentence.contains("19900101") == false)
        }
    }
}
