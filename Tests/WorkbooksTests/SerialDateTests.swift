import Foundation
import Testing

@testable import Workbooks

struct SerialDateTests {
    /// Columns: number, system of 1904, day and time.
    @Test(
        arguments: [
            (1.0, false, "1900-01-01T00:00:00"), (59.0, false, "1900-02-28T00:00:00"),
            (60.0, false, "none"), (61.0, false, "1900-03-01T00:00:00"),
            (44_851.999_999, false, "2022-10-18T00:00:00"),
            (44_851.5, false, "2022-10-17T12:00:00"), (0.0, true, "1904-01-01T00:00:00"),
            (43_389.0, true, "2022-10-17T00:00:00"), (2_958_465.0, false, "9999-12-31T00:00:00"),
            (-1.0, false, "none"), (0.0, false, "none"), (2_958_466.0, false, "none"),
            (1e300, false, "none"),
        ] as [(Double, Bool, String)]
    )
    func `a number is a day in either system`(serial: Double, is1904: Bool, text: String) {
        let date = SerialDate(serial, is1904: is1904)
        let shown = date.flatMap { date in date.dayText.map { "\($0)T\(date.timeText)" } }
        #expect(shown ?? "none" == text)
    }

    @Test(
        arguments: [
            ("350", "350", false), ("350.00000000000006", "350", false), ("0.1", "0.1", false),
            ("1E-3", "0.001", false), ("3.70481E+17", "370481000000000000", true),
            ("-12.50", "-12.5", false), ("999999999999999", "999999999999999", false),
            ("1000000000000000", "1000000000000000", true), ("0.30000000000000004", "0.3", false),
            ("007", "7", false), ("1.", "1", false), ("-0", "0", false),
        ]
    )
    func `a number is shown as a spreadsheet shows it`(raw: String, text: String, isRounded: Bool) {
        let number = Array(raw.utf8).withUnsafeBufferPointer { CellNumber($0) }
        #expect(number?.text == text)
        #expect(number?.isRounded == isRounded)
    }

    @Test(arguments: ["", "x", "1e", "--1", "1e999", "0x1", "1 2", "e5", "."])
    func `what is no number is none`(raw: String) {
        #expect(Array(raw.utf8).withUnsafeBufferPointer { CellNumber($0) } == nil)
    }

    @Test(
        arguments: [
            ("yyyy-mm-dd", "day"), ("General", "plain"), ("G/通用格式", "plain"), ("0.00E+00", "plain"),
            ("h:mm AM/PM", "time"), ("[h]:mm", "time"), ("yyyy/m/d h:mm", "dayAndTime"),
            ("000000", "padded(6)"), ("#,##0.00_);[Red]\\(#,##0.00\\)", "plain"), ("m月", "day"),
            (String(repeating: "0", count: 255), "padded(255)"),
            (String(repeating: "0", count: 256), "plain"), ("\"day\"0", "plain"),
            ("[Red]0", "plain"), ("0;\"yyyy\"", "plain"), ("@", "plain"),
        ]
    )
    func `a format tells what a number is`(code: String, shape: String) {
        #expect("\(NumberFormats.shape(code: code))" == shape)
    }

    @Test func `columns have letters and letters have columns`() {
        for column in [0, 25, 26, 701, 702, 16_383] {
            let text = CellReference.letters(column) + "1048576"
            let place = CellReference.parse(Array(text.utf8))
            #expect(place?.column == column && place?.row == 1_048_576)
        }
        for text in ["", "A", "1", "A0", "XFE1", "A1048577", "1A", "A1B", "AAAA1", "A12345678"] {
            #expect(CellReference.parse(Array(text.utf8)) == nil, "\(text)")
        }
    }

    @Test func `shared texts stop at their limit`() throws {
        var limits = WorkbookLimits()
        limits.stringBytes = 10
        let texts = SharedTexts(limits: limits)
        let parser = XmlParser("a part", sink: texts, limits: limits)
        let xml = Array("<sst><si><t>12345678</t></si><si><t>123</t></si></sst>".utf8)
        #expect(throws: WorkbookProblem.self) { try xml.withUnsafeBytes { try parser.feed($0) } }
        #expect(texts.problem?.code == .stringsTooLarge)
    }
}
