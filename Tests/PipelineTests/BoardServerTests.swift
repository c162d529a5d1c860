import Foundation
import FoundationNetworking
import PrometheusText
import Testing

/// The board's program, started as a user starts it.
struct BoardServerTests {
    private let folder = FileManager.default.temporaryDirectory
        .appendingPathComponent("board-\(UInt64.random(in: 0 ..< .max))")

    private var arguments: [String] {
        [
            "--log", "sqlite://\(folder.path)/log", "--ledger", "sqlite://\(folder.path)/ledger",
            "--data", "\(folder.path)/data",
        ]
    }

    private static func fetch(_ url: String) async throws -> (status: Int, text: String) {
        let (data, response) = try await URLSession.shared.data(
            from: try #require(URL(string: url))
        )
        let status = try #require(response as? HTTPURLResponse).statusCode
        return (status, String(decoding: data, as: UTF8.self))
    }

    /// Waits for a text in a file that a program writes.
    private func wait(for pattern: String, in file: URL) async throws -> String {
        for _ in 0..<300 {
            let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
            if let range = text.range(of: pattern, options: .regularExpression) {
                return String(text[range])
            }
            try await Task.sleep(for: .milliseconds(100))
        }
        Issue.record("\(pattern) was not written within 30 seconds")
        return ""
    }

    @Test func `the board answers until it is told to end`() async throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let output = folder.appendingPathComponent("output")
        let backup = folder.appendingPathComponent("zhengjiao_backup.prom")
        let port = Int.random(in: 10_100...32_000)
        let process = try Programs.start(
            "board-server",
            arguments + [
                "--listen", "127.0.0.1:0", "--metrics", "127.0.0.1:\(port)", "--backup-metrics",
                backup.path,
            ],
            output: output
        )
        let line = try await wait(for: "listening on 127\\.0\\.0\\.1:[0-9]+", in: output)
        let base = "http://\(line.dropFirst("listening on ".count))"
        #expect(try await BoardServerTests.fetch("\(base)/livez").text == "ok\n")
        #expect(try await BoardServerTests.fetch("\(base)/").text.contains("<h1>登录</h1>"))
        #expect(try await BoardServerTests.fetch("\(base)/metrics").status == 404)
        // What a backup tells of itself is passed on as soon as there is one.
        let metrics = "http://127.0.0.1:\(port)/metrics"
        let name = "zhengjiao_backup_last_success_timestamp_seconds"
        func told() async throws -> Double? {
            try PrometheusText(try await BoardServerTests.fetch(metrics).text).value(name)
        }
        // What the list, and with it alerts and dashboards, names is there.
        let page = try PrometheusText(try await BoardServerTests.fetch(metrics).text)
        let entries = try MetricList()["Of the board"]
        #expect(entries.count > 8)
        for entry in entries where entry.name != "board_tls_certificate_not_after_seconds" {
            #expect(page.types[entry.name] == entry.type, "\(entry.name)")
            let labels = Set(page.samples.filter { $0.name == entry.name }.flatMap(\.labels.keys))
            #expect(labels.isSubset(of: entry.labels), "\(entry.name): \(labels)")
        }
        let known = Set(entries.map(\.name))
        for name in page.types.keys where name.hasPrefix("board_") {
            #expect(known.contains(name), "\(name) is not in the list")
        }
        #expect(page.value("board_sign_in_failures_total") == 0)
        #expect(page.value("board_sessions") == 0)
        #expect(page.value("board_requests_total", ["code": "404"]) == 1)
        #expect(page.value("board_request_duration_seconds_count") ?? 0 >= 1)
        #expect(try await told() == nil)
        try "# HELP \(name) x\n# TYPE \(name) gauge\n\(name) 1671206345\n"
            .write(to: backup, atomically: true, encoding: .utf8)
        #expect(try await told() == 1_671_206_345)
        try "nonsense {\n\(name) x\n".write(to: backup, atomically: true, encoding: .utf8)
        #expect(try await told() == nil)
        process.terminate()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        let told = try String(contentsOf: output, encoding: .utf8)
        #expect(told.split(separator: "\n").count == 3, "quiet while it is healthy: \(told)")
    }

    @Test(arguments: [
        (["--listen", "0.0.0.0:8080"], "without TLS"), (["--listen", "8080"], "host:port"),
        (["--origin", "http://board.example.cn"], "https://host"),
        (["--tls-key", "key.pem"], "given both"), (["--behind-proxy"], "--origin"),
        (["--scheme", "nowhere"], "no pack"),
    ])
    func `the board says what is wrong with its settings`(
        options: [String],
        reason: String
    ) throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let result = try Programs.run("board-server", arguments + options + ["--check"])
        #expect(result.status == 78)
        #expect(result.errors.contains(reason), "\(result.errors)")
    }

    @Test func `F-132 accounts are made by command, with a password for one sign-in`() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let place = ["--data", "\(folder.path)/data"]
        let made = ["accounts", "add", "clerk", "--role", "tax", "--scheme", "tengzhou-2023"]
        let first = try Programs.run("zhengjiao", made + place)
        #expect(first.status == 0)
        #expect(first.output.wholeMatch(of: /([a-z2-9]{4}-){3}[a-z2-9]{4}\n/) != nil)
        let second = try Programs.run("zhengjiao", made + place)
        #expect(second.status == 78 && second.errors.contains("exists"))
        let list = try Programs.run("zhengjiao", ["accounts", "list"] + place)
        #expect(list.output.contains("clerk\ttax\ttengzhou-2023"))
        let gone = try Programs.run("zhengjiao", ["accounts", "disable", "nobody"] + place)
        #expect(gone.status == 78)
    }
}
