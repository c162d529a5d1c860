import Glibc

/// The parts of a batch's way through a worker.
///
/// Records are decoded where they are worked on, field by field, so decoding has no part of its own
/// (decision record 0017).
public enum HopPhase: Int, CaseIterable, Sendable {
    /// Waiting for records and taking them.
    case gather
    /// Decoding and deciding.
    case process
    /// Handing outputs over to the log, inside the call that commits them.
    case produce
    /// Making outputs and positions durable, in the log or in the database and the log.
    case commit

    /// The label's value.
    public var name: String {
        switch self {
        case .gather: "gather"
        case .process: "process"
        case .produce: "produce"
        case .commit: "commit"
        }
    }
}

/// How long each part took, in nanoseconds, on the clock and of the thread's CPU.
public struct HopTimes: Sendable {
    var wall: [UInt64] = Array(repeating: 0, count: HopPhase.allCases.count)
    var cpu: [UInt64] = Array(repeating: 0, count: HopPhase.allCases.count)
}

/// Tells the time of a worker's thread by the part that it is in: a few calls for each batch.
///
/// Used by the thread of its worker.
public final class PhaseMeter {
    /// The part that the worker is in.
    public private(set) var phase = HopPhase.process
    private var times = HopTimes()
    private var wall = Nanoseconds.now
    private var cpu = Nanoseconds.ofThread

    /// Creates a meter on the thread that it measures.
    public init() {}

    /// Leaves one part for another.
    public func enter(_ next: HopPhase) {
        let (wall, cpu) = (Nanoseconds.now, Nanoseconds.ofThread)
        times.wall[phase.rawValue] += wall &- self.wall
        times.cpu[phase.rawValue] += cpu &- self.cpu
        (self.wall, self.cpu, phase) = (wall, cpu, next)
    }

    /// Counts what `body` takes as a part inside another.
    public func within<R>(_ part: HopPhase, _ body: () throws -> R) rethrows -> R {
        let before = phase
        enter(part)
        defer { enter(before) }
        return try body()
    }

    /// The times since the last call.
    public func take() -> HopTimes {
        enter(phase)
        defer { times = HopTimes() }
        return times
    }
}

/// Clocks in nanoseconds that only go forward.
enum Nanoseconds {
    /// Since some moment.
    static var now: UInt64 { read(CLOCK_MONOTONIC) }

    /// CPU of the calling thread.
    static var ofThread: UInt64 { read(CLOCK_THREAD_CPUTIME_ID) }

    private static func read(_ clock: clockid_t) -> UInt64 {
        var time = timespec()
        clock_gettime(clock, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }
}
