import Events
import Foundation
import Testing

/// A real broker, `host:port`; without one these tests say that they were skipped.
let testBroker = ProcessInfo.processInfo.environment["ZHENGJIAO_TEST_KAFKA"]

@Suite(
    .serialized,
    .enabled(
        if: testBroker != nil,
        "set ZHENGJIAO_TEST_KAFKA=host:port to run the season on a real broker"
    )
)
struct KafkaSeasonTests {
    @Test(arguments: ["exactly-once", "effectively-once"])
    func `the season over Kafka ends as the embedded one, with one and with two of each worker`(
        mode: String
    ) throws {
        let season = try SeasonFolder(residents: 2_000)
        try season.runInOneProcess("embedded")
        let embedded = try season.audit("embedded").outcome
        for instances in 1...2 {
            let name = try season.kafkaLog(mode: mode, partitions: 8)
            try season.send(name)
            let all = Array(repeating: workers, count: instances).flatMap { $0 }
            let processes = try all.map {
                try Programs.start(
                    $0,
                    season.arguments(of: $0, name) + ["--until-drained", "--batch", "500"],
                    output: season.output("\($0)-\(instances)")
                )
            }
            for (process, worker) in zip(processes, all) {
                process.waitUntilExit()
                guard process.terminationStatus != 0 else { continue }
                let output = season.output("\(worker)-\(instances)")
                Issue.record("\(worker): \(try String(contentsOf: output, encoding: .utf8))")
            }
            #expect(try season.audit(name).outcome == embedded)
            try season.expectNothingInClear(known: [], names: [], except: [])
            let scan = try season.privacyScan()
            let counts = try season.expectNothingInClear(inTopicsOf: name, scan)
            for topic in Topic.allCases { #expect(counts[topic] ?? 0 > 0, "\(topic.rawValue)") }
        }
    }

    @Test(arguments: allSchemes)
    func `F-125 F-128 a season of each scheme over Kafka ends as its residents were made`(
        scheme: String
    ) throws {
        let season = try SeasonFolder(residents: 1_500, seed: 11, scheme: scheme)
        try season.runInOneProcess("embedded")
        let name = try season.kafkaLog(mode: "exactly-once", partitions: 4)
        let totals = try season.runInOneProcess(name)
        #expect(try SeasonFolder.object(totals) == season.expected())
        #expect(try season.audit(name).outcome == season.audit("embedded").outcome)
        let database = try season.makeDatabase("pg")
        try Programs.succeed(
            "zhengjiao",
            ["replay", "--from", season.log(name), "--ledger", database.url]
        )
        #expect(try season.audit("pg", withLog: false) == season.audit(name, withLog: false))
    }

    @Test func `workers killed 50 times over Kafka leave the same outcome`() throws {
        let season = try SeasonFolder(residents: 3_000)
        try season.runInOneProcess("embedded")
        let name = try season.kafkaLog(mode: "exactly-once", partitions: 4)
        let kills = try KillCampaign(season: season, name: name, kills: 50).run()
        #expect(kills == 50)
        #expect(try season.audit(name).outcome == season.audit("embedded").outcome)
    }

    @Test func `topics are planned, applied and found without drift`() throws {
        let season = try SeasonFolder(residents: 100)
        let url = season.log("kafka-\(UInt32.random(in: 0 ..< .max))-exactly-once")
        func topics(_ verb: String, _ more: [String] = []) throws -> (status: Int32, text: String) {
            let (status, output, errors) = try Programs.run(
                "zhengjiao",
                ["topics", verb, "--log", url] + more
            )
            return (status, output + errors)
        }
        #expect(try topics("drift").status == 78)
        let plan = try topics("plan", ["--partitions", "4"])
        #expect(plan.text.contains("facts.validated with 4 partitions"))
        #expect(plan.text.contains("ledger.posted with 1 partitions"))
        #expect(try topics("apply", ["--partitions", "4"]).status == 0)
        #expect(try topics("drift").status == 0)
        let other = try topics("apply", ["--partitions", "8"])
        #expect(other.status == 78)
        #expect(other.text.contains("4 partitions, 8 expected"))
        #expect(try topics("drift", ["--partitions", "8"]).status == 1)
    }
}

@Test func `the topic catalogue is sound`() throws {
    let output = try Programs.succeed("zhengjiao", ["topics", "lint"])
    #expect(output == "9 topics, no fault\n")
}

@Test func `a topic catalogue with faults is refused with line and reason`() throws {
    let text = try String(
        contentsOf: Programs.root.appendingPathComponent("Topics/catalogue.yaml"),
        encoding: .utf8
    )
    let file = FileManager.default.temporaryDirectory
        .appendingPathComponent("catalogue-\(UInt64.random(in: 0 ..< .max)).yaml")
    defer { try? FileManager.default.removeItem(at: file) }
    let faulty =
        text
        .replacingOccurrences(of: "cleanup: compact", with: "cleanup: shred")
        .replacingOccurrences(of: "name: rejections", with: "name: refusals")
        .replacingOccurrences(of: "owner: ledger-worker", with: "proprietor: ledger-worker")
    try faulty.write(to: file, atomically: true, encoding: .utf8)
    let (status, _, errors) = try Programs.run(
        "zhengjiao",
        ["topics", "lint", "--catalogue", file.path]
    )
    #expect(status == 78)
    #expect(errors.contains("cleanup shred: delete or compact expected"))
    #expect(errors.contains("refusals is no topic of the pipeline"))
    #expect(errors.contains("rejections has no entry"))
    #expect(errors.contains("unknown key proprietor"))
    #expect(errors.contains("catalogue.yaml:"))
}

extension SeasonFolder {
    /// Makes the topics of a new season on the broker.
    ///
    /// - Returns: The name under which ``log(_:)`` finds them.
    func kafkaLog(mode: String, partitions: Int) throws -> String {
        let name = "kafka-\(UInt32.random(in: 0 ..< .max))-\(mode)"
        try Programs.succeed(
            "zhengjiao",
            ["topics", "apply", "--log", log(name), "--partitions", "\(partitions)"]
        )
        return name
    }
}
