import Embedded
import Events
import Foundation
import FoundationNetworking
import Testing

/// Synthetic numbers with a right check character.
private func number(_ seventeen: String) -> String {
    let check = IdentityNumber.checkCharacter(of: Array(seventeen.utf8))
    return seventeen + String(UnicodeScalar(check))
}

private let good = number("37048119830101101")
private let other = number("37048119840202202")

/// A row of payments.csv that is good unless an argument makes it bad.
private func row(
    _ id: String,
    _ identity: String = other,
    name: String = "独特姓名甲",
    unit: String = "鲍沟镇",
    amount: String = "350",
    channel: String = "wechat",
    at: String = "2022-11-03T10:15:30",
    kind: String = "payment",
    reverses: String = ""
) -> [UInt8] {
    Array(
        "\(id),\(identity),,\(name),\(unit),\(amount),\(channel),\(at),\(kind),\(reverses)\n".utf8
    )
}

private let header =
    "event_id,identity_number,identity_kind,name,unit,amount_yuan,channel,paid_at,kind,reverses\n"

/// Columns: code, the bad row.
private let malformed: [(String, [UInt8])] = [
    ("identity_checksum", row("B1", String(good.dropLast()) + (good.hasSuffix("5") ? "6" : "5"))),
    ("identity_length", row("B2", String(good.dropLast()))),
    ("identity_birth_date", row("B3", number("37048119830231101"))),
    ("identity_not_digits", row("B4", "3704811983010110A1")),
    ("identity_missing", row("B5", "")),
    ("amount_malformed", row("B6", amount: "1e3")),
    ("amount_negative", row("B7", amount: "-350")),
    ("amount_places", row("B8", amount: "350.005")),
    ("amount_not_positive", row("B9", amount: "0")),
    ("amount_too_large", row("B10", amount: "100001")),
    ("amount_missing", row("B11", amount: "")),
    ("paid_at_malformed", row("B12", at: "2022-11-31T09:30:00")),
    ("kind_unknown", row("B13", kind: "gift")),
    ("reverses_missing", row("B14", kind: "reversal")),
    ("number_missing", row("")),
    ("unit_unknown", row("B16", unit: "无此镇")),
    ("channel_unknown", row("B17", channel: "no-such-channel")),
    ("row_empty", Array("\n".utf8)),
    ("column_count", Array("B19,\(other),x\n".utf8)),
    ("nul_byte", Array("B20,\(other),,甲\u{0}乙,鲍沟镇,350,wechat,2022-11-03T10:15:30,,\n".utf8)),
    ("encoding_invalid", row("B21", name: "@").map { $0 == 0x40 ? 0xC3 : $0 }),
    ("quote_unbalanced", Array("B22,\(other),,\"甲,鲍沟镇,350,wechat,2022-11-03T10:15:30,,\n".utf8)),
    ("row_too_long", row("B23", name: String(repeating: "长", count: 3_500_000))),
]

@Suite(.serialized) struct BadInputTests {
    @Test func `F-129 every malformation gives one rejection of its own code, the rest is taken`()
        throws
    {
        let season = try SeasonFolder(residents: 200)
        let calm = try season.insured(season.runInOneProcess("calm"))
        let file = season.url.appendingPathComponent("bad.csv")
        var bytes = Array(header.utf8)
        for (_, row) in malformed { bytes += row }
        bytes += row("G1", good)
        try Data(bytes).write(to: file)

        try season.runInOneProcess("bad")
        try Programs.succeed(
            "payment-producer",
            [
                "--log", season.log("bad"), "--keys", season.keys.path, "--scheme", season.scheme,
                file.path,
            ]
        )
        try season.injectRawMessages(into: "bad")
        try season.drain("bad")

        let counts = try season.rejections("bad")
        let before = try season.rejections("calm")
        for (code, _) in malformed {
            #expect((counts[code] ?? 0) - (before[code] ?? 0) == 1, "\(code)")
        }
        #expect(counts["undecodable"] == 1)
        #expect(counts["unknown_version"] == 1)
        #expect(counts["key_mismatch"] == 1)
        #expect(counts["seal_missing"] == 1)
        let total = counts.values.reduce(0, +) - before.values.reduce(0, +)
        #expect(total == malformed.count + 4)
        #expect(try season.insured(season.runInOneProcess("bad")) == calm + 1)
        _ = try season.audit("bad")
        try season.expectNothingInClear(
            known: [good, other],
            names: ["独特姓名甲"],
            except: [file.lastPathComponent]
        )
    }

    @Test func `metrics, logs, tables and topics of a running season hold no number in clear`()
        throws
    {
        let season = try SeasonFolder(residents: 300)
        try season.send("live")
        let port = Int.random(in: 20_000...40_000)
        var processes: [Process] = []
        for (index, worker) in workers.enumerated() {
            processes.append(
                try Programs.start(
                    worker,
                    season.arguments(of: worker, "live")
                        + (["classify-worker", "ranking-worker"].contains(worker)
                            ? season.snapshotArguments("live") : [])
                        + ["--metrics", "127.0.0.1:\(port + index)"],
                    output: season.output(worker)
                )
            )
        }
        for index in workers.indices {
            let base = "http://127.0.0.1:\(port + index)"
            let live = try fetch("\(base)/livez", until: "ok")
            #expect(live == "ok\n")
            #expect(try fetch("\(base)/readyz", until: "ok") == "ok\n")
            let metrics = try fetch("\(base)/metrics", until: "worker_batches_total")
            #expect(metrics.contains("messaging_client_consumed_messages_total{stage=\""))
            try Data(metrics.utf8).write(to: season.output("metrics-\(index)"))
        }
        for process in processes {
            process.terminate()
            process.waitUntilExit()
            #expect(process.terminationStatus == 0)
        }
        #expect(FileManager.default.fileExists(atPath: season.snapshots("live").path))
        let listed = try season.rejectionList("live", ["--format", "json"])
        try Data(listed.utf8).write(to: season.output("rejections"))
        for kind in ["suspense", "duplicates", "trial-balance", "withdrawals"] {
            let document = try Programs.run(
                "zhengjiao",
                [
                    "report", kind, "--scheme", season.scheme, "--ledger", season.ledger("live"),
                    "--format", "csv", "--out", season.output("document-\(kind)").path,
                ]
            )
            #expect(document.status == 0, "\(kind): \(document.errors)")
        }
        try season.expectNothingInClear(known: [], names: [], except: [])
    }

    @Test func `check prints the configuration, secrets masked, and exit statuses tell why`() throws
    {
        let season = try SeasonFolder(residents: 100)
        for worker in workers {
            let (status, output, _) = try Programs.run(
                worker,
                season.arguments(of: worker, "none") + ["--check"]
            )
            #expect(status == 0)
            #expect(output.contains("stage="))
            #expect(!output.contains(season.keys.path))
        }
        let secretive =
            "kafka://a:1?rdkafka.sasl.password=hunter2&rdkafka.ssl.key.pem=hunter2&prefix=p"
        let checked = try Programs.run("classify-worker", ["--log", secretive, "--check"])
        #expect(checked.status == 0)
        #expect(!checked.output.contains("hunter2") && checked.output.contains("prefix=p"))
        #expect(try Programs.run("validate-worker", []).status == 78)
        #expect(try Programs.run("validate-worker", ["--nonsense"]).status == 64)
        #expect(
            try Programs.run("classify-worker", ["--log", "ftp://x", "--check"]).status == 0
        )
        #expect(try Programs.run("classify-worker", ["--log", "ftp://x"]).status == 78)
        let environment = ["ZHENGJIAO_LOG": season.log("none")]
        #expect(
            try Programs.run("ranking-worker", ["--check"], environment: environment).status == 0
        )
    }
}

/// Fetches a page until it holds a text, for ten seconds at most.
func fetch(_ address: String, until text: String) throws -> String {
    let url = try #require(URL(string: address))
    var last = ""
    for _ in 0..<200 {
        if let data = try? Data(contentsOf: url) {
            last = String(decoding: data, as: UTF8.self)
            if last.contains(text) { return last }
        }
        Thread.sleep(forTimeInterval: 0.05)
    }
    Issue.record("\(address): \(last)")
    return last
}

extension SeasonFolder {
    /// Runs each worker until nothing is left to do.
    func drain(_ name: String) throws {
        for worker in workers {
            try Programs.succeed(worker, arguments(of: worker, name) + ["--until-drained"])
        }
    }

    /// Rejections by code.
    func rejections(_ name: String) throws -> [String: Int] {
        let output = try Programs.succeed(
            "zhengjiao",
            ["rejections", "list", "--count", "--log", log(name)]
        )
        var counts: [String: Int] = [:]
        for line in output.split(separator: "\n") {
            let cells = line.split(separator: "\t")
            counts[String(cells[0])] = Int(cells[1])
        }
        return counts
    }

    /// Persons insured, of the totals that a run prints.
    func insured(_ totals: String) throws -> Int {
        let object = try JSONSerialization.jsonObject(with: Data(totals.utf8)) as? [String: Any]
        let status = object?["status"] as? [String: Int]
        return try #require(status?["insured"])
    }

    /// Appends what no producer sends: cut, of a later version, under a false key, without a seal.
    func injectRawMessages(into name: String) throws {
        let log = try EmbeddedEventLog(path: "\(url.path)/\(name)-log")
        let keys = try SeasonKeys(contentsOf: self.keys)
        let identity = OpenIdentity(
            kind: .residentID,
            number: Array(other.utf8),
            name: Array("独特姓名甲".utf8)
        )
        var fact = Fact(
            scheme: scheme,
            source: "tax-bureau",
            number: "RAW-1",
            seal: try keys.seal(identity, scheme: scheme),
            body: .payment(
                Payment(
                    amount: Money(yuan: 350),
                    unit: "鲍沟镇",
                    channel: "wechat",
                    paidAt: CivilTime(second: 1_667_470_530)
                )
            )
        )
        let batch = RecordBatch()
        let wire = ByteBuffer()
        fact.write(to: wire)
        let key = keys.personKey(kind: .residentID, number: Array(other.utf8))
        key.withBytes { key in
            batch.append(topic: .paymentsReceived, key: key) {
                $0.append(UnsafeRawBufferPointer(rebasing: wire.bytes[..<(wire.count - 7)]))
            }
            batch.append(topic: .paymentsReceived, key: key) { $0.put(1, UInt64(77)) }
        }
        PersonKey(high: 1, low: 2).withBytes { key in
            batch.append(topic: .paymentsReceived, key: key) { $0.append(wire.bytes) }
        }
        fact.seal = nil
        key.withBytes { key in
            batch.append(topic: .paymentsReceived, key: key) { fact.write(to: $0) }
        }
        try log.append(batch)
        try log.close()
    }
}
