import Foundation

/// An operating error that may pass by itself.
public protocol Transient: Error {
    /// Whether the same call may succeed later.
    var isTransient: Bool { get }
    /// What has to come back.
    var waitCause: WaitCause { get }
}

extension LogProblem: Transient {
    /// Only infrastructure that is away comes back.
    public var isTransient: Bool {
        switch self {
        case .unavailable, .full: true
        case .fenced, .unusable: false
        }
    }

    /// The log, or room for it.
    public var waitCause: WaitCause {
        if case .full = self { .disk } else { .broker }
    }
}

/// Runs a call again, in place and in order, while infrastructure is away.
public final class Retry {
    private let stop: StopSignal
    private let status: WorkerStatus
    private let pause: (UInt32) -> Void
    private let pauseMsMax: UInt32 = 5_000
    private let meter: PhaseMeter?

    /// Creates a retry that reports to `status` and ends when `stop` is asked for.
    ///
    /// - Parameters:
    ///   - meter: Told of the time that the calls take.
    ///   - pause: Waits so many milliseconds.
    public init(
        stop: StopSignal,
        status: WorkerStatus,
        meter: PhaseMeter? = nil,
        pause: @escaping (UInt32) -> Void = Retry.sleep
    ) {
        self.stop = stop
        self.status = status
        self.meter = meter
        self.pause = pause
    }

    /// Sleeps so many milliseconds on the calling thread.
    public static let sleep: @Sendable (UInt32) -> Void = { usleep($0 * 1_000) }

    /// Calls `body` until it succeeds or fails for good, with pauses of 50 ms doubling to 5 s.
    ///
    /// - Parameters:
    ///   - phase: What the time is counted as.
    ///   - cause: What the call needs.
    ///   - isBack: Whether a result shows that what was away is there again.
    public func run<R>(
        _ phase: HopPhase = .commit,
        on cause: WaitCause = .broker,
        isBack: (R) -> Bool = { _ in true },
        _ body: () throws -> R
    ) throws -> R {
        let before = meter?.phase ?? phase
        meter?.enter(phase)
        defer { meter?.enter(before) }
        var pauseMs: UInt32 = 50
        while true {
            do {
                if phase == .commit { status.beginCall(cause) }
                let result = try body()
                if isBack(result) { status.goOn() }
                return result
            } catch let error as any Transient where error.isTransient && !stop.isRequested {
                status.wait(for: error)
                pause(pauseMs)
                pauseMs = min(pauseMs * 2, pauseMsMax)
            }
        }
    }
}
