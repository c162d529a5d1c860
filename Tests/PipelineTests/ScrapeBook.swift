import Foundation
import PrometheusText
import Testing

/// What Prometheus would keep of some workers, and what its rules say of it.
///
/// A round of scrapes stands for a minute: what has to last in an alert lasts so many rounds. Rules
/// are evaluated by Prometheus' own promtool, from the files of `Deploy/prometheus`.
final class ScrapeBook {
    private let job = "zhengjiao"
    /// Figures by series, then by minute; nil in a minute in which the series ended.
    private var series: [String: [Int: String?]] = [:]
    /// The series that each instance had when it was last scraped.
    private var living: [String: Set<String>] = [:]
    /// Rounds done: the minute of the next one.
    private(set) var minute = 0

    /// Scrapes workers so many times; who does not answer in time is down.
    func scrape(_ workers: [WatchedWorker], times: Int = 1) throws {
        for _ in 0..<times {
            for worker in workers {
                let page = worker.page("metrics", patience: 2)
                try take(page.map { try PrometheusText($0) }, of: worker.instance)
            }
            minute += 1
        }
    }

    /// Notes what an instance has answered.
    func take(_ page: PrometheusText?, of instance: String) {
        let target = [("instance", instance), ("job", job)]
        var now: Set<String> = []
        func note(_ name: String, _ labels: [(String, String)], _ value: Double) {
            let all = (labels + target).sorted { $0.0 < $1.0 }.map { "\($0.0)=\"\($0.1)\"" }
            let key = "\(name){\(all.joined(separator: ","))}"
            series[key, default: [:]][minute] = String(format: "%.6f", value)
            now.insert(key)
        }
        note("up", [], page == nil ? 0 : 1)
        for sample in page?.samples ?? [] {
            note(sample.name, sample.labels.map { ($0.key, $0.value) }, sample.value)
        }
        for gone in living[instance, default: []].subtracting(now) {
            series[gone]?[minute] = .some(nil)
        }
        living[instance] = now
    }

    /// Expects how many alerts of a name fire at some minutes.
    func expect(_ alert: String, firing: [Int: Int]) throws {
        try evaluate(
            firing.sorted { $0.key < $1.key }.map { minute, count in
                (
                    "sum(ALERTS{alertname=\"\(alert)\",alertstate=\"firing\"})", minute,
                    count == 0 ? "[]" : "[{ labels: '{}', value: \(count) }]"
                )
            },
            alert
        )
    }

    /// Expects that nothing fires at a minute.
    func expectCalm(at minute: Int) throws {
        try evaluate([("ALERTS{alertstate=\"firing\"}", minute, "[]")], "calm")
    }

    private func evaluate(
        _ questions: [(expression: String, minute: Int, samples: String)],
        _ name: String
    ) throws {
        let rules = Programs.root.appendingPathComponent("Deploy/prometheus/rules").path
        var text = """
            rule_files: ['\(rules)/recording.yml', '\(rules)/alerts.yml']
            evaluation_interval: 1m
            tests:
              - interval: 1m
                input_series:

            """
        for (key, values) in series.sorted(by: { $0.key < $1.key }) {
            let all = (0..<minute).map { minute in
                values[minute].map { $0 ?? "stale" } ?? "_"
            }
            text += "      - { series: '\(key)', values: '\(all.joined(separator: " "))' }\n"
        }
        text += "    promql_expr_test:\n"
        for question in questions {
            text += "      - expr: '\(question.expression)'\n"
            text += "        eval_time: \(question.minute)m\n"
            text += "        exp_samples: \(question.samples)\n"
        }
        let file = FileManager.default.temporaryDirectory
            .appendingPathComponent("scraped-\(UInt64.random(in: 0 ..< .max)).yml")
        try text.write(to: file, atomically: true, encoding: .utf8)
        let (status, said) = try ScrapeBook.promtool(["test", "rules", file.path])
        #expect(status == 0, "\(name): \(said)")
        // What does not hold is left to be looked at.
        if status == 0 { try FileManager.default.removeItem(at: file) }
    }

    private static func promtool(_ arguments: [String]) throws -> (Int32, String) {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        let found = folders.map { "\($0)/promtool" }.first {
            FileManager.default.isExecutableFile(atPath: $0)
        }
        let path = try #require(
            found,
            "This test needs promtool: apt-get install prometheus (Debian), then run it again."
        )
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let said = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: said, as: UTF8.self))
    }
}
