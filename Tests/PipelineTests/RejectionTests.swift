import Embedded
import Events
import Foundation
import Testing

/// How many rows the drill spoils: 1,000 of some 100,000 with `ZHENGJIAO_DRILL=full`.
private let isFull = ProcessInfo.processInfo.environment["ZHENGJIAO_DRILL"] == "full"

private let hand = ["--by", "县医保局/clerk-07", "--note", "drill"]

@Suite(.serialized) struct RejectionTests {
    @Test(arguments: testBroker == nil ? ["spoiled"] : ["spoiled", "exactly-once"])
    func `F-129 spoiled messages are found, listed, repaired by a script, and the books are equal`(
        log: String
    ) throws {
        let season = try SeasonFolder(residents: isFull ? 110_000 : 2_500)
        let count = isFull ? 1_000 : 40
        try season.runInOneProcess("clean")
        let clean = try season.audit("clean")
        var spoiler = Spoiler()
        let spoiled = try season.copyOfInput("shuffled")
        try spoiler.spoil(spoiled.appendingPathComponent("payments.csv"), count: count)
        let name = log == "spoiled" ? log : try season.kafkaLog(mode: log, partitions: 4)
        try season.runInOneProcess(name, input: spoiled)
        #expect(try season.audit(name).outcome != clean.outcome)

        let (before, after) = (try season.rejections("clean"), try season.rejections(name))
        for (code, _) in Spoiler.kinds {
            let found = (after[code] ?? 0) - (before[code] ?? 0)
            #expect(found == count / Spoiler.kinds.count, "\(code)")
        }
        let offices = try season.rejectionList(name, ["--count-by", "office", "--format", "csv"])
        #expect(offices.hasPrefix("office,count\n") && offices.contains("tax-bureau,"))

        let script = try spoiler.script(in: spoiled)
        let common = ["--scheme", season.scheme, "--max", "100000", "--script", script]
        let trial = try season.rejectionAct("repair", name, common + hand + ["--dry-run"])
        #expect(trial.contains("could be done: \(count)\n"))
        let done = try season.rejectionAct("repair", name, common + hand)
        #expect(done.contains("done: \(count)\n"))
        try season.drain(name)
        #expect(try season.audit(name).outcome == clean.outcome)
        let states = try season.counts(name, by: "state")
        #expect(states["repaired"] == count)
        // Once more: what was sent is not sent again.
        let again = try season.rejectionAct("repair", name, common + hand)
        #expect(again.contains("done: 0\n"))
        let trail = try season.rejectionList(name, [], command: "audit")
        #expect(trail.split(separator: "\n").count { $0.contains("\trepair\t") } == count)
        #expect(trail.contains("县医保局/clerk-07"))
    }

    @Test func `F-129 a repaired row of a sealed list stands in a new version, once it is audited`()
        throws
    {
        let season = try SeasonFolder(residents: 400)
        try season.runInOneProcess("clean")
        let clean = try season.audit("clean")
        let spoiled = try season.copyOfInput("shuffled")
        let (list, original) = try season.spoilList(in: spoiled)
        try season.runInOneProcess("list", input: spoiled)
        #expect(try season.audit("list").outcome != clean.outcome)
        let out = season.url.appendingPathComponent("in/repair")
        let common = ["--scheme", season.scheme, "--source", list]
        let files = try season.rejectionAct(
            "export",
            "list",
            common + hand + ["--out", out.path]
        )
        let path = String(files.split(separator: "\n")[0])
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
        #expect(mode as? Int == 0o600)
        var lines = try String(contentsOfFile: path, encoding: .utf8)
            .split(separator: "\n").map(String.init)
        #expect(lines.count == 2)
        lines[1] = lines[1].prefix(17) + original
        try (lines.joined(separator: "\n") + "\n")
            .write(toFile: path, atomically: true, encoding: .utf8)
        let done = try season.rejectionAct("repair", "list", common + hand + ["--in", path])
        #expect(done.contains("list \(list)+1 takes the place") && done.contains("done: 1\n"))
        try season.drain("list")
        // Not audited, the new version does not count, and the old one stands.
        #expect(try season.audit("list").outcome != clean.outcome)
        let audit =
            #"{"type":"ListAudited","id":"audit-\#(list)+1","at":"2022-10-20","#
            + #""by":{"office":"医保局","role":"auditor"},"list":"\#(list)+1"}"#
        let file = season.url.appendingPathComponent("in/audit.jsonl")
        try (audit + "\n").write(to: file, atomically: true, encoding: .utf8)
        try Programs.succeed(
            "operations-producer",
            [
                "--log", season.log("list"), "--keys", season.keys.path, "--scheme",
                season.scheme, file.path,
            ]
        )
        try season.drain("list")
        #expect(try season.audit("list").outcome == clean.outcome)
    }

    @Test func `F-129 what a worker with old keys rejected is sent again and taken, in order`()
        throws
    {
        let season = try SeasonFolder(residents: 200)
        try season.runInOneProcess("clean")
        let clean = try season.audit("clean")
        let old = season.url.appendingPathComponent("in/old.json")
        try FileManager.default.copyItem(at: season.keys, to: old)
        try Programs.succeed(
            "zhengjiao",
            ["keys", "rotate", "--data-key", "--keys", season.keys.path]
        )
        try season.send("stale")
        let stale = ["--log", season.log("stale"), "--keys", old.path]
        let port = Int.random(in: 20_000...40_000)
        let worker = try Programs.start(
            "validate-worker",
            stale + ["--metrics", "127.0.0.1:\(port)"],
            output: season.output("stale")
        )
        let counter = "reason=\"seal_broken\""
        _ = try fetch("http://127.0.0.1:\(port)/metrics", until: counter)
        worker.terminate()
        worker.waitUntilExit()
        try Programs.succeed("validate-worker", stale + ["--until-drained"])
        let rejected = try season.rejections("stale")
        #expect((rejected["seal_broken"] ?? 0) > 100)
        let resend = ["--scheme", season.scheme, "--code", "seal_broken", "--max", "5000"] + hand
        let some = try season.rejectionAct(
            "resend",
            "stale",
            resend + ["--topic", "payments.received", "--max", "3", "--dry-run"]
        )
        #expect(some.contains("could be done: 3\n"))
        let done = try season.rejectionAct("resend", "stale", resend)
        #expect(done.contains("done: \(rejected["seal_broken"] ?? 0)\n"))
        try season.drain("stale")
        #expect(try season.audit("stale").outcome == clean.outcome)
        // What was wrong for another reason is told for that reason now.
        let states = try season.counts("stale", by: "state")
        let again = states["rejected-again"] ?? 0
        #expect((states["resent"] ?? 0) + again == rejected["seal_broken"])
        #expect(again > 0 && again <= states["open"] ?? 0)
        let clear = try season.rejections("clean")
        #expect(try season.rejections("stale")["unit_unknown"] == clear["unit_unknown"])
    }

    @Test func `F-129 a message is put aside by two hands, shown masked, and opened with a note`()
        throws
    {
        let season = try SeasonFolder(residents: 900)
        let spoiled = try season.copyOfInput("shuffled")
        var spoiler = Spoiler()
        try spoiler.spoil(spoiled.appendingPathComponent("payments.csv"), count: 20)
        try season.runInOneProcess("aside", input: spoiled)
        let listed = try season.rejectionList("aside", ["--code", "unit_unknown"])
        let numbers = Set(spoiler.originals.map(\.number))
        let cells = try #require(
            listed.split(separator: "\n").map {
                $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            }.first { numbers.contains($0[4]) }
        )
        let id = cells[9]
        let person = try #require(spoiler.originals.first { $0.number == cells[4] }).row
            .split(separator: ",")[1]
        let dated = ["--count-by", "code", "--since", "2020-01-01T00:00:00"]
        let early = ["--count-by", "code", "--until", "2020-01-01T00:00:00"]
        #expect(try season.rejectionList("aside", dated).contains("unit_unknown"))
        #expect(try season.rejectionList("aside", early).isEmpty)
        let keys = ["--keys", season.keys.path]
        let masked = try season.rejectionList("aside", [id, "--masked"] + keys, command: "show")
        #expect(masked.contains("unit_unknown") && !masked.contains(person))
        let who = ["--scheme", season.scheme] + hand
        let open = try season.rejectionList(
            "aside",
            [id, "--open"] + keys + who,
            command: "show"
        )
        #expect(open.contains(person))
        // It is sent as it was, and rejected again.
        let one = ["--scheme", season.scheme, "--id", id]
        _ = try season.rejectionAct("resend", "aside", one + hand)
        try season.drain("aside")
        #expect(try season.counts("aside", by: "state")["rejected-again"] == 1)
        let later = try season.rejectionList(
            "aside",
            ["--code", "unit_unknown", "--state", "open", "--format", "csv"]
        )
        let last = try #require(
            later.split(separator: "\n").map {
                $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            }.first { $0[4] == cells[4] }
        )[9]
        #expect(last != id)
        let aside = ["--scheme", season.scheme, "--id", last]
        let first = try season.rejectionList("aside", aside + hand, command: "discard")
        #expect(first.contains("proposed \(last)"))
        let same = try season.rejectionList("aside", aside + hand, command: "discard")
        #expect(same.contains("held \(last)") && same.contains("done: 0"))
        let other = ["--by", "税务局/lead-02", "--note", "paid twice"]
        _ = try season.rejectionList("aside", aside + other, command: "discard")
        #expect(try season.counts("aside", by: "state")["discarded"] == 1)
        let trail = try season.rejectionList("aside", ["--format", "json"], command: "audit")
        #expect(trail.contains(#""action":"open""#) && trail.contains("税务局/lead-02"))
        let leak = try Programs.run(
            "zhengjiao",
            ["rejections", "discard", "--log", season.log("aside")] + aside
                + ["--by", "税务局/lead-02", "--note", "of \(person)"]
        )
        #expect(leak.status == 78 && !leak.errors.contains(person))
        try season.drain("aside")
        _ = try season.audit("aside")
    }
}

extension SeasonFolder {
    /// A copy of the input, to be changed.
    func copyOfInput(_ name: String) throws -> URL {
        let copy = url.appendingPathComponent(name)
        try FileManager.default.copyItem(at: input, to: copy)
        return copy
    }

    func rejectionList(
        _ name: String,
        _ arguments: [String],
        command: String = "list"
    ) throws -> String {
        try Programs.succeed(
            "zhengjiao",
            ["rejections", command] + arguments + ["--log", log(name)]
        )
    }

    func rejectionAct(_ act: String, _ name: String, _ arguments: [String]) throws -> String {
        try Programs.succeed(
            "zhengjiao",
            ["rejections", act, "--log", log(name), "--keys", keys.path] + arguments
        )
    }

    func counts(_ name: String, by what: String) throws -> [String: Int] {
        var counts: [String: Int] = [:]
        for line in try rejectionList(name, ["--count-by", what]).split(separator: "\n") {
            let cells = line.split(separator: "\t")
            counts[String(cells[0])] = Int(cells[1])
        }
        return counts
    }

    /// Spoils an identity number in the first row of a list that no other supersedes.
    ///
    /// - Returns: The list's id and the row as it was.
    func spoilList(in folder: URL) throws -> (list: String, row: String) {
        let lists = folder.appendingPathComponent("lists")
        let index = try String(
            contentsOf: lists.appendingPathComponent("index.csv"),
            encoding: .utf8
        ).split(separator: "\n").dropFirst().map {
            $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
        let superseded = Set(index.map { $0[6] })
        for cells in index where cells[1] == "list" && !superseded.contains(cells[2]) {
            let file = lists.appendingPathComponent(cells[0])
            var lines = try String(contentsOf: file, encoding: .utf8)
                .split(separator: "\n").map(String.init)
            guard lines.count > 3,
                let number = lines[1].split(separator: ",").first(where: { $0.utf8.count == 18 })
            else { continue }
            let original = lines[1]
            lines[1] = original.replacing(number, with: number.dropLast())
            try (lines.joined(separator: "\n") + "\n")
                .write(to: file, atomically: true, encoding: .utf8)
            return (cells[2], original)
        }
        throw CocoaError(.fileNoSuchFile)
    }
}
