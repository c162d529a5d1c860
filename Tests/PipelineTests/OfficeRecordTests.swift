import Foundation
import Testing

private let records = """
    {"type":"DepositRecorded","id":"D-1","at":"2021-10-20T16:00:00","by":{"office":"释之信用社","role":"teller"},"unit":"释之街道/甲村","handler":"经办-01","account":"归集户","slip":"S-1","amount_yuan":960}
    {"type":"DepositRecorded","id":"D-2","at":"2021-10-20T16:00:00","by":{"office":"释之信用社","role":"teller"},"unit":"释之/甲村","account":"归集户","slip":"S-2","amount_yuan":960}
    {"type":"DepositRecorded","id":"D-3","at":"2021-10-20T16:00:00","by":{"office":"释之信用社","role":"teller"},"unit":"释之/甲村","handler":"经办-01","account":"归集户","slip":"S-3","amount_yuan":"9,60"}
    {"type":"RosterSigned","id":"R-1","at":"2021-10-22","by":{"office":"县民政局","role":"taxOfficer"},"unit":"释之/甲村","document":"roster"}
    {"type":"CollectionSerialIssued","id":"C-1","at":"2021-11-01","by":{"office":"县征缴办公室","role":"clerk"},"serial":"X-1","batch":"1","unit":"释之","heads":3,"amount_yuan":960}
    {"type":"TreasuryDeposited","id":"T-1","at":"2021-11-03","by":{"office":"县税务局","role":"clerk"},"serial":"X-1","number":"1","amount_yuan":960}
    """

@Suite(.serialized) struct OfficeRecordTests {
    @Test func `F-138 records go through the programs; bad ones are refused, the books audit`()
        throws
    {
        let season = try SeasonFolder(residents: 200, scheme: "fangcheng-2021")
        try season.runInOneProcess("office")
        let before = try season.audit("office")
        let known = try season.rejections("office")
        let file = season.url.appendingPathComponent("records.jsonl")
        try Data(records.utf8).write(to: file)
        let common = ["--log", season.log("office"), "--keys", season.keys.path]
        let send = common + ["--scheme", season.scheme, file.path]
        let summary = try Programs.succeed("operations-producer", send)
        #expect(summary.contains("records.jsonl row 2: handler 经办人 is missing"))
        try season.drain("office")
        let after = try season.audit("office")
        #expect(after.outcome != before.outcome)
        let counts = try season.rejections("office")
        for code in ["handler_missing", "amount_malformed", "signer_not_allowed"] {
            #expect((counts[code] ?? 0) - (known[code] ?? 0) == 1, "\(code)")
        }
        try Programs.succeed("operations-producer", send)
        try season.drain("office")
        #expect(try season.audit("office").outcome == after.outcome)
    }

    @Test func `F-138 a scheme that no pack describes is refused before anything is sent`() throws {
        let season = try SeasonFolder(residents: 200, scheme: "fangcheng-2021")
        let file = season.url.appendingPathComponent("records.jsonl")
        try Data(records.utf8).write(to: file)
        let run = try Programs.run(
            "operations-producer",
            [
                "--log", season.log("none"), "--keys", season.keys.path, "--scheme",
                "xiangyang-2021", file.path,
            ]
        )
        #expect(run.status == 78)
        #expect((run.errors + run.output).contains("xiangyang-2021"))
    }
}
