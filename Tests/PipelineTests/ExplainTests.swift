import Foundation
import Testing

@Suite(.serialized) struct ExplainTests {
    /// A person of the roster who paid: the number and the name as the tax bureau wrote them.
    private func payer(_ season: SeasonFolder) throws -> (number: String, name: String) {
        let file = season.input.appendingPathComponent("payments.csv")
        let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
        let roster = try String(
            contentsOf: season.input.appendingPathComponent("roster.csv"),
            encoding: .utf8
        )
        let rows = lines.dropFirst().map {
            $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
        let row = rows.first { $0[7].hasPrefix("2022-11") && roster.contains($0[1]) }
        let cells = try #require(row)
        return (cells[1], cells[3])
    }

    @Test func `F-014 a person is explained from a file with the number, which is never shown`()
        throws
    {
        let season = try SeasonFolder(residents: 300)
        try season.runInOneProcess("a")
        let (number, name) = try payer(season)
        let file = season.url.appendingPathComponent("number")
        try Data("\(number.lowercased())\n".utf8).write(to: file)
        let arguments = [
            "explain", "--scheme", season.scheme, "--identity-file", file.path, "--keys",
            season.keys.path, "--ledger", season.ledger("a"),
        ]
        let withLog = arguments + ["--log", season.log("a")]
        let text = try Programs.succeed("zhengjiao", withLog)
        #expect(text.contains("\(number.prefix(6))************"))
        for secret in [number, name, String(number.dropFirst(6).prefix(8))] {
            #expect(!text.contains(secret))
        }
        #expect(text.contains("一、收到的事项"))
        #expect(text.contains("缴费350元") || text.contains("缴费175元"))
        #expect(text.contains("「2023年个人缴费标准为每人每年350元」"))
        #expect(text.contains("贷 个人缴费") || text.contains("贷 应退款"))
        #expect(text.contains("与上次相比"))
        let json = try Programs.succeed("zhengjiao", arguments + ["--json"])
        let story = try #require(
            try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any]
        )
        #expect(story["events"] == nil)
        #expect((story["revisions"] as? [Any])?.isEmpty == false)
    }

    @Test func `F-014 a wrong number, a stranger and another season's keys are told, masked`()
        throws
    {
        let season = try SeasonFolder(residents: 300)
        try season.runInOneProcess("a")
        let number = try payer(season).number
        let file = season.url.appendingPathComponent("number")
        func explain(_ text: String, keys: URL) throws -> (status: Int32, errors: String) {
            try Data(text.utf8).write(to: file)
            let run = try Programs.run(
                "zhengjiao",
                [
                    "explain", "--scheme", season.scheme, "--identity-file", file.path, "--keys",
                    keys.path, "--ledger", season.ledger("a"),
                ]
            )
            #expect(!run.errors.contains(text) && run.output.isEmpty)
            return (run.status, run.errors)
        }
        let short = try explain(String(number.dropLast()), keys: season.keys)
        #expect(short.status == 78 && short.errors.contains("18 characters"))
        let other = season.url.appendingPathComponent("other.json")
        try Programs.succeed("zhengjiao", ["keys", "create", "--keys", other.path])
        let stranger = try explain(number, keys: other)
        #expect(stranger.status == 78 && stranger.errors.contains("nothing is known"))
        let usage = try Programs.run("zhengjiao", ["explain", "--scheme", season.scheme])
        #expect(usage.status == 64)
    }

    @Test func `F-125 the pack in force in a log is compared with an edited one`() throws {
        let season = try SeasonFolder(residents: 100)
        try season.runInOneProcess("a")
        let folder = season.url.appendingPathComponent("edited/tengzhou-2023")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let pack = Programs.root.appendingPathComponent("Policies/tengzhou-2023")
        for name in ["policy.yaml", "units.csv"] {
            let text = try String(contentsOf: pack.appendingPathComponent(name), encoding: .utf8)
            let edited = text.replacing(
                "closes: { date: 2022-12-31",
                with: "closes: { date: 2023-01-31"
            )
            .replacing("benefitFrom: { date: 2023-01-01", with: "benefitFrom: { date: 2023-02-01")
            try Data(edited.utf8).write(to: folder.appendingPathComponent(name))
        }
        let activated = "activated:tengzhou-2023"
        let log = ["--log", season.log("a")]
        let same = try Programs.succeed(
            "zhengjiao",
            ["policy", "diff", activated, "tengzhou-2023"] + log
        )
        #expect(same.contains("两个政策包相同"))
        let text = try Programs.succeed(
            "zhengjiao",
            ["policy", "diff", activated, folder.path] + log
        )
        #expect(text.contains("改变 window.closes"))
        #expect(text.contains("日期：2022-12-31 → 2023-01-31"))
        let absent = try Programs.run(
            "zhengjiao",
            ["policy", "diff", "activated:yanjiang-2021", "yanjiang-2021"] + log
        )
        #expect(absent.status == 78)
    }

    @Test func `F-125 a rule is explained by the operator's command, an unknown one refused`()
        throws
    {
        let text = try Programs.succeed(
            "zhengjiao",
            ["policy", "explain", "zhangshanzi-2020", "独子户"]
        )
        #expect(text.contains("个人130元，区财政65元，镇财政65元"))
        let dated = try Programs.succeed(
            "zhengjiao",
            ["policy", "explain", "zhangshanzi-2020", "--date", "2019-11-16"]
        )
        #expect(dated.contains("逾期"))
        let unknown = try Programs.run("zhengjiao", ["policy", "explain", "tengzhou-2023", "无"])
        #expect(unknown.status == 78 && unknown.errors.contains("农村双女家庭"))
        let cases = "Tests/Fixtures/golden/cases.csv"
        let one = try Programs.succeed(
            "zhengjiao",
            ["explain", "--case", "TZ-048", "--cases", cases]
        )
        #expect(one.contains("也符合农村双女家庭孩子及其父母"))
    }
}
