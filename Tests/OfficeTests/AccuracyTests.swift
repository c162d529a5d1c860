import Documents
import Events
import Testing

@Test func `F-092 F-118 errors of data entry are counted by unit, late corrections told`() throws {
    let story = try OfficeStory("yanjiang-2021")
    let units = story.pack.compiled.units.map(\.name)
    for (index, unit) in [0, 0, 0, 1].map({ units[$0] }).enumerated() {
        try story.enrol(900 + index, unit, tier: "tier4")
        try story.pay(900 + index, 335, "2020-10-10", channel: "village")
    }
    let by = #""by":{"office":"便民服务中心","role":"clerk"}"#
    let problems = try story.office(
        """
        {"type":"CorrectionFiled","id":"G-1","at":"2021-01-31T17:00:00",\(by),"unit":"\(units[0])"}
        {"type":"CorrectionFiled","id":"G-2","at":"2021-02-01",\(by),"unit":"\(units[0])"}
        {"type":"CorrectionFiled","id":"G-3","at":"2021-03-15",\(by),"unit":"\(units[1])"}
        """
    )
    #expect(problems == [])
    let request = ReportRequest(asOf: CivilDate("2021-02-28"))
    #expect(
        try story.report("entry-accuracy", request).rows("units") == [
            "\(units[0])|3|2|1|6667|有更正", "\(units[1])|1|0|0|0|准确",
        ]
    )
}
