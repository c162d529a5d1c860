import Events
import Synchronization

/// Draws the numbers of traces and spans; with a seed, the same ones again.
public final class TraceSource: Sendable {
    private let state: Mutex<UInt64>

    /// Creates a source.
    ///
    /// - Parameter seed: Nil takes one from the system.
    public init(seed: UInt64? = nil) { state = Mutex(seed ?? .random(in: .min ... .max)) }

    /// Begins a trace.
    public func begin() -> TraceContext {
        TraceContext(trace: UInt128(draw()) << 64 | UInt128(draw()), span: draw())
    }

    /// The next span of the same trace.
    public func next(in context: TraceContext) -> TraceContext {
        TraceContext(trace: context.trace, span: draw(), isSampled: context.isSampled)
    }

    /// A number that is not 0.
    ///
    /// - Source: Steele, Lea, Flood, «Fast splittable pseudorandom number generators» (SplitMix64).
    private func draw() -> UInt64 {
        state.withLock { state in
            while true {
                state &+= 0x9e37_79b9_7f4a_7c15
                var mixed = state
                mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
                mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
                mixed ^= mixed >> 31
                if mixed != 0 { return mixed }
            }
        }
    }
}

/// Passes traces on through a stage: what a batch puts out continues the trace of what came in.
///
/// A trace stands at the first record of each topic partition of a batch; the records behind it
/// belong to it, also in the next batch, until another one comes. Used by the thread of a worker.
public final class TraceRelay {
    private let source: TraceSource
    private var known: [LogPosition] = []
    private var contexts: [TraceContext] = []

    /// Creates a relay that knows of no trace.
    public init(source: TraceSource = TraceSource()) { self.source = source }

    /// The context of what a batch puts out: a new span of the trace of its first record; nil
    /// where no record has said of any.
    public func context(of batch: RecordBatch) -> TraceContext? {
        guard let first = batch.places.first else { return nil }
        var found = context(of: first)
        for index in batch.headed {
            let place = batch.places[index]
            guard let text = batch.headers(of: place)[TraceContext.header],
                let context = TraceContext(text)
            else { continue }
            remember(context, of: place)
            if index == 0 || found == nil { found = context }
        }
        return found.map(source.next)
    }

    private func context(of place: RecordPlace) -> TraceContext? {
        index(of: place).map { contexts[$0] }
    }

    private func remember(_ context: TraceContext, of place: RecordPlace) {
        if let index = index(of: place) {
            contexts[index] = context
        } else {
            known.append(LogPosition(topic: place.topic, partition: place.partition, offset: 0))
            contexts.append(context)
        }
    }

    private func index(of place: RecordPlace) -> Int? {
        known.firstIndex { $0.partition == place.partition && $0.topic == place.topic }
    }
}

extension RecordHeaders {
    /// The headers that carry a context; none for nil.
    public init(_ context: TraceContext?) {
        self.init()
        if let context { add(TraceContext.header, context.description) }
    }
}
