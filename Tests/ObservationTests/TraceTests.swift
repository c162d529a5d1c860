import Events
import Stage
import Testing

struct TraceTests {
    @Test func `a trace is written and read as W3C says`() throws {
        let text = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
        let context = try #require(TraceContext(text))
        #expect(context.description == text)
        #expect(context.traceText == "4bf92f3577b34da6a3ce929d0e0e4736")
        #expect(context.isSampled)
        // A later version may say more behind what is known.
        #expect(TraceContext("01\(text.dropFirst(2))-more")?.span == context.span)
    }

    @Test(arguments: [
        "", "00", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
        "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
    ])
    func `what is no trace is passed over`(text: String) { #expect(TraceContext(text) == nil) }

    @Test func `a seed gives the same traces again, and no two alike`() {
        let (one, two) = (TraceSource(seed: 7), TraceSource(seed: 7))
        let traces = (0..<100).map { _ in one.begin() }
        #expect(traces == (0..<100).map { _ in two.begin() })
        #expect(Set(traces.map(\.trace)).count == 100)
        #expect(one.next(in: traces[0]).trace == traces[0].trace)
        #expect(one.next(in: traces[0]).span != traces[0].span)
    }

    @Test func `records belong to the last trace told in their partition`() throws {
        let relay = TraceRelay(source: TraceSource(seed: 1))
        let (first, second) = (TraceContext(trace: 1, span: 1), TraceContext(trace: 2, span: 1))
        #expect(relay.context(of: batch([(0, nil)])) == nil)
        #expect(relay.context(of: batch([(0, first), (1, second), (0, nil)]))?.trace == 1)
        #expect(relay.context(of: batch([(1, nil)]))?.trace == 2)
        #expect(relay.context(of: batch([(0, nil), (1, nil)]))?.trace == 1)
        #expect(relay.context(of: batch([(2, nil), (1, second)]))?.trace == 2)
        let spans = (0..<3).compactMap { _ in relay.context(of: batch([(0, nil)]))?.span }
        #expect(Set(spans).count == 3)
    }

    private func batch(_ records: [(Int32, TraceContext?)]) -> RecordBatch {
        let batch = RecordBatch()
        for (partition, context) in records {
            batch.append(topic: .factsValidated, partition: partition, key: "k") {
                $0.append(text: "v")
            }
            batch.addHeaders(RecordHeaders(context))
        }
        return batch
    }
}
