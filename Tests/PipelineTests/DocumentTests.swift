import Foundation
import Testing

private let records = """
    {"type":"DepositRecorded","id":"D-1","at":"2022-03-20T16:00:00","by":{"office":"释之信用社","role":"teller"},"unit":"释之街道/甲村","handler":"经办-01","account":"归集户","slip":"S-901","amount_yuan":960}
    {"type":"DepositRecorded","id":"D-2","at":"2022-03-21T16:00:00","by":{"office":"释之信用社","role":"teller"},"unit":"释之/甲村","handler":"经办-01","account":"归集户","slip":"S-902","amount_yuan":320}
    """

@Suite(.serialized) struct DocumentTests {
    @Test
    func `F-061 F-066 F-079 F-093 F-140 documents, an application and a reconciliation by command`()
        throws
    {
        let season = try SeasonFolder(residents: 400, scheme: "fangcheng-2021")
        try season.runInOneProcess("office")
        try send(records, "records.jsonl", season)
        let books = ["--ledger", season.ledger("office"), "--scheme", season.scheme]

        let list = try Programs.succeed("zhengjiao", ["report", "--list"])
        #expect(list.split(separator: "\n").count > 40)
        for line in list.split(separator: "\n").dropFirst() where !line.hasPrefix("archive") {
            let cells = line.split(separator: ",", omittingEmptySubsequences: false)
            let about = cells[0] == "audit-trail" ? ["--about", "S-901"] : []
            let log = cells[3] == "none" ? [] : ["--log", season.log("office")]
            let text = try Programs.succeed(
                "zhengjiao",
                ["report", String(cells[0]), "--format", "json"] + books + about + log
            )
            #expect(text.contains("\"ledger_position\": {\"0\": "), "\(cells[0])")
        }
        try refund(season, books)
        try formats(season, books)
        try apply(season, books)
        try reconcile(season, books)
        try archive(season, books)
    }

    private func send(_ text: String, _ name: String, _ season: SeasonFolder) throws {
        let file = season.url.appendingPathComponent(name)
        try Data(text.utf8).write(to: file)
        try send(file, season)
    }

    private func send(_ file: URL, _ season: SeasonFolder) throws {
        let summary = try Programs.succeed(
            "operations-producer",
            [
                "--log", season.log("office"), "--keys", season.keys.path, "--scheme",
                season.scheme, file.path,
            ]
        )
        #expect(!summary.contains("row 1:"), "\(summary)")
        try season.drain("office")
    }

    private func refund(_ season: SeasonFolder, _ books: [String]) throws {
        let plain = try Programs.run("zhengjiao", ["report", "omissions"] + books)
        #expect(plain.status == 0)
        let named = try Programs.succeed(
            "zhengjiao",
            ["report", "omissions", "--names", "--keys", season.keys.path] + books
        )
        #expect(named.contains("证件号码") && !plain.output.contains("证件号码"))
        let wrong = try Programs.run("zhengjiao", ["report", "refunds"] + books)
        #expect(wrong.status == 78)
        #expect(wrong.errors.contains("--list"))
    }

    /// What names persons is its owner's alone, also where others could read the file before.
    private func formats(_ season: SeasonFolder, _ books: [String]) throws {
        let names = ["--names", "--keys", season.keys.path]
        for format in ["csv", "json", "xlsx", "html"] {
            let out = season.url.appendingPathComponent("omissions.\(format)")
            try Data("before".utf8).write(to: out)
            try Programs.succeed(
                "zhengjiao",
                ["report", "omissions", "--out", out.path] + names + books
            )
            #expect(try mode(out) == 0o600)
            let first = try Data(contentsOf: out)
            try Programs.succeed(
                "zhengjiao",
                ["report", "omissions", "--format", format, "--out", out.path] + names + books
            )
            #expect(try Data(contentsOf: out) == first && first.count > 500, "\(format)")
        }
        let refusals = [
            (["--format", "xlsx"], "--out"), (["--format", "csv", "--out", "a.html"], ".html"),
            (["--masked"], "--names"), (["--format", "pdf"], "csv"),
        ]
        for (arguments, words) in refusals {
            let said = try Programs.run("zhengjiao", ["report", "omissions"] + arguments + books)
            #expect(said.status != 0 && said.errors.contains(words), "\(arguments)")
        }
        let exchange = ["report", "import-template", "--format", "html"]
        let paper = try Programs.run("zhengjiao", exchange + books)
        #expect(paper.status == 78 && paper.errors.contains("xlsx"))
    }

    private func mode(_ file: URL) throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: file.path)
        return try #require(attributes[.posixPermissions] as? Int)
    }

    private func apply(_ season: SeasonFolder, _ books: [String]) throws {
        let out = season.url.appendingPathComponent("application.csv")
        let arguments = [
            "funding", "apply", "--funder", "财政", "--purpose", "全额资助缴费", "--number", "2021-1",
            "--by", "县医保局/clerk", "--out", out.path,
        ]
        let said = try Programs.succeed("zhengjiao", arguments + books)
        #expect(said.contains(" yuan for "))
        #expect(try String(contentsOf: out, encoding: .utf8).contains("申请汇总"))
        try send(out.deletingPathExtension().appendingPathExtension("jsonl"), season)
        _ = try season.audit("office")
        let again = try Programs.run("zhengjiao", arguments + books)
        #expect(again.status == 78)
        #expect(again.errors.contains("has it already"))
    }

    private func reconcile(_ season: SeasonFolder, _ books: [String]) throws {
        let statement = season.url.appendingPathComponent("statement.csv")
        let good = "日期,金额,账户,单号\n2022-03-20,960.00,归集户,S-901\n2022-03-22,320.00,释之街道/甲村,\n"
        try Data(good.utf8).write(to: statement)
        let arguments = ["reconcile", "--statement", statement.path] + books
        #expect(try Programs.run("zhengjiao", arguments).status == 0)
        try Data((good + "2022-03-22,十元,,\n").utf8).write(to: statement)
        let bad = try Programs.run("zhengjiao", arguments)
        #expect(bad.status == 1)
        #expect(bad.output.contains("不能读的行"))
    }

    private func archive(_ season: SeasonFolder, _ books: [String]) throws {
        let folder = season.url.appendingPathComponent("archive")
        let arguments = ["report", "archive", "--unit", "释之/甲村", "--out", folder.path]
        try Programs.succeed("zhengjiao", arguments + books)
        let check = Process()
        check.executableURL = URL(fileURLWithPath: "/usr/bin/sha256sum")
        check.arguments = ["--check", "--status", "SHA256SUMS"]
        check.currentDirectoryURL = folder
        try check.run()
        check.waitUntilExit()
        #expect(check.terminationStatus == 0)
        #expect(try mode(folder) == 0o700)
        for file in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
            #expect(try mode(folder.appendingPathComponent(file)) == 0o600, "\(file)")
        }
        #expect(try Programs.run("zhengjiao", arguments + books).status == 78)
    }
}
