import Events
import Testing

@testable import Intake

struct RejectionTests {
    private static let full = Rejection(
        scheme: "tengzhou-2023",
        source: "tax-bureau",
        number: "T9",
        file: "payments.csv",
        row: 18,
        column: "身份证号",
        code: "identity_length",
        stage: .validate,
        office: "tax-bureau",
        message: "17 characters, 18 expected",
        table: "payments",
        header: "流水号,身份证号",
        seal: SealedIdentity(dataKey: 1, box: [1, 2, 3]),
        place: Rejection.Place(topic: .operationsReceived, partition: 3, offset: 1 << 40)
    )

    @Test func `F-129 a rejection comes back from the wire as it was`() throws {
        let empty = Rejection(
            scheme: "",
            source: "",
            number: "",
            code: "x",
            stage: .producer,
            office: ""
        )
        for rejection in [Self.full, empty] {
            let buffer = ByteBuffer()
            rejection.write(to: buffer)
            #expect(try Rejection(wire: buffer.bytes) == rejection)
        }
        #expect(Self.full.key == "tax-bureau:T9")
    }

    @Test func `cut or unknown bytes are no rejection`() throws {
        let buffer = ByteBuffer()
        Self.full.write(to: buffer)
        for count in 0..<buffer.count {
            let cut = UnsafeRawBufferPointer(rebasing: buffer.bytes[..<count])
            #expect((try? Rejection(wire: cut)) != Self.full)
        }
        #expect(throws: WireProblem.truncated) {
            let cut = UnsafeRawBufferPointer(rebasing: buffer.bytes[..<(buffer.count - 1)])
            _ = try Rejection(wire: cut)
        }
        let newer = ByteBuffer()
        newer.put(1, UInt64(2))
        #expect(throws: WireProblem.unknownVersion(2)) { _ = try Rejection(wire: newer.bytes) }
    }

    @Test func `every code has its sentences and a next step in both languages`() {
        for code in IntakeRejection.allCases {
            for text in [code.english, code.nextStep] {
                #expect(!text.isEmpty && !text.hasSuffix(".") && text.utf8.allSatisfy { $0 < 0x80 })
            }
            for text in [code.chinese, code.nextStepChinese] {
                #expect(!text.isEmpty && !text.hasSuffix("。") && !text.contains(","))
            }
        }
        #expect(
            Set(IntakeRejection.allCases.map(\.english)).count == IntakeRejection.allCases.count
        )
    }

    /// Columns: value, as a person's, as a figure.
    @Test(
        arguments: rows(
            """
            370481199001010011 | 370481********0011 | 370481********0011
            张三丰              | 张**               | 张**
            1e3                | 1**                | 1e3
            2022-11-31T09:30:00 | 2****************** | 2022-11-31T09:30:00
            13812345678        | 1**********        | 1**********
            370481 19900101 0011 | 370481**********0011 | 370481**********0011
            """
        )
    )
    func `values are shown masked unless they can only be figures`(row: [String]) {
        let bytes = Array(row[0].utf8)
        #expect(Masked.text(bytes).count <= row[0].count)
        #expect(Masked.text(bytes).prefix(6) == row[1].prefix(6))
        bytes.withUnsafeBufferPointer { cell in
            #expect(Masked.figure(cell) == row[2])
        }
    }
}
