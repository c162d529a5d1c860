import Events
import Testing

/// Columns: heads, sum, lines, code of the refusal or nothing.
@Test(
    arguments: [
        (3, "650", "[260,130,260]", nil), (3, "650.50", #"["260",130.5,260]"#, nil),
        (2, "650", "[260,130,260]", "receipt_lines_differ"),
        (3, "520", "[260,130,260]", "receipt_lines_differ"),
        (3, "650", "[]", "receipt_lines_differ"),
        (3, "650", #"[260,"13O",260]"#, "amount_malformed"),
        (3, "650", "[390,0,260]", "amount_malformed"), (3, "650", "650", "json_malformed"),
    ] as [(Int, String, String, String?)]
)
func `F-004 a receipt for several persons adds up to its lines, one for each`(
    heads: Int,
    sum: String,
    lines: String,
    code: String?
) throws {
    let story = try OfficeStory("zhangshanzi-2020")
    let refused = try story.office(
        #"{"type":"ReceiptIssued","id":"Q","at":"2019-11-02","by":{"office":"示例村01","role":"经办人"},"#
            + #""unit":"示例村01","series":"S","first":1,"last":1,"heads":\#(heads),"#
            + #""amount_yuan":\#(sum),"lines_yuan":\#(lines)}"#
    )
    #expect(refused == (code.map { [$0] } ?? []))
    let kept = try story.run().items.values.flatMap(\.keys).filter { $0.hasPrefix("receipt") }
    #expect(kept.isEmpty == (code != nil))
}
