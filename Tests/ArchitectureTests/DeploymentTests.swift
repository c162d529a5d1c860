import Foundation
import Testing

/// The files of `Deploy` against one another, the list of metrics and the runbook.
///
/// What Prometheus, Compose, Kubernetes and systemd themselves refuse is found by `Deploy/check`.
@Suite struct DeploymentTests {
    private static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    private func text(_ path: String) throws -> String {
        try String(contentsOf: Self.root.appendingPathComponent(path), encoding: .utf8)
    }

    /// Paths of the files below a folder, relative to the repository.
    private func files(below folder: String) throws -> [String] {
        let url = Self.root.appendingPathComponent(folder)
        let found = try #require(FileManager.default.enumerator(atPath: url.path))
        return found.compactMap { $0 as? String }.map { "\(folder)/\($0)" }.sorted()
    }

    private func matches(_ pattern: Regex<(Substring, Substring)>, in text: String) -> [String] {
        text.matches(of: pattern).map { String($0.output.1) }
    }

    /// The metrics of `Docs/metrics.md`, without labels.
    private func listed() throws -> Set<String> {
        let rows = try text("Docs/metrics.md").split(separator: "\n")
            .filter { $0.hasPrefix("| `") || $0.hasPrefix("Gauges with") }
        return Set(
            rows.flatMap { row in
                let cell = row.hasPrefix("|") ? String(row.split(separator: "|")[0]) : String(row)
                return matches(/`([a-zA-Z_]{2,})/, in: cell)
            }
        )
    }

    /// Names of metrics in an expression: what is left without strings, labels, grouping, functions
    /// and durations.
    private func metrics(in expression: String) -> Set<String> {
        let bare =
            expression
            .replacing(/\{[^}]*\}/, with: " ")
            .replacing(/"[^"]*"/, with: " ")
            .replacing(/\[[^\]]*\]/, with: " ")
            .replacing(/\b(by|on|without|ignoring|group_left|group_right) *\([^)]*\)/, with: " ")
            .replacing(/[a-z_0-9]+ *\(/, with: "(")
        let words = matches(/([A-Za-z_][A-Za-z0-9_:]*)/, in: bare)
        return Set(words).subtracting(["and", "or", "unless"])
    }

    /// A series as it is listed: a histogram's parts stand under its name.
    private func base(_ series: String, _ listed: Set<String>) -> String {
        for suffix in ["_bucket", "_sum", "_count"] where series.hasSuffix(suffix) {
            let name = String(series.dropLast(suffix.count))
            if listed.contains(name) { return name }
        }
        return series
    }

    /// Expressions of the rules: what follows `expr:`, with the lines indented below it.
    private func ruleExpressions() throws -> [String] {
        var found: [String] = []
        for file in ["recording", "alerts"] {
            var isInside = false
            for line in try text("Deploy/prometheus/rules/\(file).yml").split(separator: "\n") {
                let words = line.trimmingCharacters(in: .whitespaces)
                if words.hasPrefix("expr:") {
                    found.append(String(words.dropFirst(5)).replacing(">-", with: ""))
                    isInside = true
                } else if isInside, line.hasPrefix("          ") {
                    found[found.count - 1] += " " + words
                } else {
                    isInside = false
                }
            }
        }
        return found
    }

    @Test func `every metric of rules and dashboards is listed or recorded`() throws {
        let listed = try listed()
        #expect(listed.count > 50)
        let recorded = Set(
            matches(
                /- record: ([a-z_:0-9]+)/,
                in: try text("Deploy/prometheus/rules/recording.yml")
            )
        )
        var expressions = try ruleExpressions()
        #expect(expressions.count > 30)
        for file in try files(below: "Deploy/grafana/dashboards") {
            let found = matches(/"expr": "((?:[^"\\]|\\.)*)"/, in: try text(file))
            #expect(found.count > 5, "\(file)")
            expressions += found.map { $0.replacing("\\\"", with: "\"") }
        }
        for expression in expressions {
            let names = metrics(in: expression)
            #expect(!names.isEmpty, "\(expression)")
            for name in names where !recorded.contains(name) {
                #expect(listed.contains(base(name, listed)), "\(name) in \(expression)")
            }
        }
    }

    @Test func `every alert has a test and a section of the runbook, and names it`() throws {
        let rules = try text("Deploy/prometheus/rules/alerts.yml")
        let alerts = matches(/- alert: ([A-Za-z]+)/, in: rules)
        #expect(alerts.count > 20 && Set(alerts).count == alerts.count)
        let tests = try files(below: "Deploy/prometheus/tests").map(text).joined()
        let sections = Set(matches(/\n### ([A-Za-z]+)\n/, in: try text("Docs/runbook.md")))
        for alert in alerts {
            #expect(tests.contains("- alertname: \(alert)\n"), "\(alert) never fires in a test")
            #expect(rules.contains("Docs/runbook.md#\(alert.lowercased())\n"), "\(alert)")
            #expect(sections.contains(alert), "\(alert) has no section of its own")
        }
        #expect(sections.subtracting(alerts) == [])
    }

    @Test func `F-133 every resource that a kustomization names exists, and every file is named`()
        throws
    {
        let all = try files(below: "Deploy/kubernetes").filter { $0.hasSuffix(".yaml") }
        var named: Set<String> = []
        for file in all where file.hasSuffix("/kustomization.yaml") {
            let folder = URL(fileURLWithPath: "/" + file).deletingLastPathComponent()
            let text = try text(file).split(separator: "\n").filter { !$0.hasPrefix("#") }
                .joined(separator: "\n")
            let names =
                matches(/([\w.\-\/]+\.yaml)/, in: text)
                + matches(/(\.\.\/[\w.\-\/]+)/, in: text)
            #expect(!names.isEmpty, "\(file)")
            for name in names {
                let path = String(folder.appendingPathComponent(name).standardized.path.dropFirst())
                let exists = FileManager.default.fileExists(
                    atPath: Self.root.appendingPathComponent(path).path
                )
                #expect(exists, "\(file) names \(name)")
                named.insert(path)
            }
        }
        let files = all.filter { !$0.hasSuffix("/kustomization.yaml") }
        #expect(files.count > 10)
        #expect(files.filter { !named.contains($0) } == [])
    }

    @Test func `F-133 what is deployed are programs of the package, the board and all workers`()
        throws
    {
        let package = try text("Package.swift")
        let programs: Set<String> = [
            "validate-worker", "classify-worker", "ledger-worker", "ranking-worker", "board-server",
        ]
        for program in programs { #expect(package.contains("\"\(program)\""), "\(program)") }
        let compose = matches(
            /command: \["([a-z]+-(?:worker|server))"/,
            in: try text("docker-compose.yml")
        )
        let manifests = try files(below: "Deploy/kubernetes/base").map(text).joined()
        let pods = Set(matches(/args: \["([a-z]+-(?:worker|server))"/, in: manifests))
        // Each once: two of one service would publish one port.
        #expect(compose.sorted() == programs.sorted())
        #expect(pods == programs)
    }

    @Test func `F-134 one machine runs every worker and the board with the embedded log`() throws {
        let units = try files(below: "Deploy/systemd").filter { $0.hasSuffix(".service") }
        let started = try units.flatMap {
            matches(/ExecStart=\/usr\/local\/bin\/([a-z]+-(?:worker|server))[ ]/, in: try text($0))
        }
        #expect(started.count == 5 && Set(started).count == 5)
        let target = try text("Deploy/systemd/zhengjiao.target")
        for program in started {
            #expect(target.contains("Wants=zhengjiao-\(program).service\n"), "\(program)")
        }
        let environment = try text("Deploy/systemd/zhengjiao.env.example")
        #expect(environment.contains("ZHENGJIAO_LOG=sqlite:///"))
        #expect(environment.contains("ZHENGJIAO_LEDGER=sqlite:///"))
    }

    @Test func `no secret stands in a file of the deployment`() throws {
        let manifests = try files(below: "Deploy/kubernetes").filter { $0.hasSuffix(".yaml") }
        for file in manifests {
            let text = try text(file)
            #expect(!text.contains("kind: Secret\n"), "\(file)")
            #expect(!text.contains("secretGenerator"), "\(file)")
            #expect(!text.contains("stringData"), "\(file)")
        }
        for line in try text(".env.example").split(separator: "\n") where line.contains("PASSWORD")
        {
            #expect(line.hasSuffix("="), "\(line)")
        }
        let passwords = try text("docker-compose.yml").split(separator: "\n").filter {
            $0.contains("PASSWORD") && $0.contains(": ")
        }
        #expect(passwords.count > 5)
        for line in passwords where !line.hasPrefix("#") && !line.contains("# ") {
            #expect(line.contains("${ZHENGJIAO_") && line.contains(":?"), "\(line)")
        }
    }
}
