import Events
import PrometheusText
import Stage
import Testing

struct MetricsTextTests {
    @Test func `every metric of a worker that the list names is there, with type and labels`()
        throws
    {
        let text = MetricsText.render(
            [Self.busy("ledger"), Self.busy("classify")],
            now: 5_000_000_000
        )
        let page = try PrometheusText(text)
        let entries = try MetricList()["Of every worker"]
        #expect(entries.count > 25)
        for entry in entries {
            #expect(page.types[entry.name] == entry.type, "\(entry.name)")
            let suffix = entry.type == "histogram" ? "_count" : ""
            let samples = page.samples.filter { $0.name == entry.name + suffix }
            #expect(!samples.isEmpty, "\(entry.name)")
            for sample in samples {
                #expect(Set(sample.labels.keys) == Set(entry.labels + ["stage"]), "\(entry.name)")
            }
        }
        let known = Set(entries.map(\.name))
        for name in page.types.keys { #expect(known.contains(name), "\(name) is not in the list") }
    }

    @Test func `every metric of a process that the list names is there`() throws {
        let page = try PrometheusText(ProcessFigures().render())
        for entry in try MetricList()["Of every process"] {
            // No limit of memory, no metric.
            if entry.name == "worker_memory_limit_bytes", page.types[entry.name] == nil { continue }
            #expect(page.types[entry.name] == entry.type, "\(entry.name)")
        }
        #expect(page.value("process_resident_memory_bytes") ?? 0 > 1_000_000)
        #expect(page.value("process_start_time_seconds") ?? 0 > 1_600_000_000)
        #expect(page.value("process_open_fds") ?? 0 > 2)
    }

    @Test func `a page that is not of the form is refused`() {
        for page in [
            "a 1\n", "# HELP a b\n# TYPE a gauge\na 1", "# HELP a b\n# TYPE a gauge\na 1\na 2\n",
            "# HELP a b\n# TYPE a counter\na 1\n", "# HELP a b\n# TYPE a gauge\nb 1\n",
            "# HELP a b\n# TYPE a gauge\na{x=1} 1\n",
            "# HELP a b\n# TYPE a gauge\n# TYPE a gauge\n",
            "# HELP a b\n# TYPE a gauge\n# HELP a b\n", "# HELP a b\n# TYPE a gauge\na nothing\n",
            "# HELP a b\n# TYPE a histogram\na_bucket{le=\"1\"} 2\na_sum 1\na_count 2\n",
        ] {
            #expect(throws: PrometheusText.Fault.self, "\(page)") { try PrometheusText(page) }
        }
    }

    @Test func `a label's value is escaped`() throws {
        let status = WorkerStatus(stage: "a\"b\\c\nd")
        let page = try PrometheusText(MetricsText.render([status], now: 0))
        #expect(page.value("worker_batches_total", ["stage": "a\\\"b\\\\c\\nd"]) == 0)
    }

    @Test func `buckets count what is not above their bound`() throws {
        var histogram = Histogram(bounds: [1, 10])
        for figure in [0, 1, 2, 10, 11] as [Int64] { histogram.observe(figure) }
        histogram.observe(5, times: 3)
        #expect(histogram.counts == [2, 5, 1])
        #expect(histogram.sum == 39)
    }

    /// A worker with something to tell in every family.
    private static func busy(_ stage: String) -> WorkerStatus {
        let status = WorkerStatus(stage: stage)
        status.update {
            $0.positions = [LogPosition(topic: .factsValidated, partition: 1, offset: 7)]
            $0.lags = [LagFigure(topic: .factsValidated, partition: 1, events: 3, sinceMs: 1)]
            $0.lastRound = 1
            $0.rejected = ["unit_unknown": 1]
            $0.poison = ["undecodable": 1]
            $0.snapshots.refused[.log] = 1
            $0.takeover = TakeoverFigures()
            if stage == "ledger" {
                $0.outbox = [0: 1]
                $0.unsealed = [0: 1]
            }
        }
        return status
    }
}
