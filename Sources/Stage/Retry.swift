import Foundation

/// An operating error that may pass by itself.
public protocol Transient: Error {
    /// Whether the same call may succeed later.
    var isTransient: Bool { get }
}

extension LogProblem: Transient {
    /// Only infrastructure that is away comes back.
    public var isTransient: Bool {
        switch self {
        case .unavailable: true
        case .fenced, .unusable: false
        }
    }
}

/// Runs a call again, in place and in order, while infrastructure is away.
public final class Retry {
    private let stop: StopSignal
    private let status: WorkerStatus
    private let pause: (UInt32) -> Void
    private let pauseMsMax: UInt32 = 5_000

    /// Creates a retry that reports to `status` and ends when `stop` is asked for.
    ///
    /// - Parameter pause: Waits so many milliseconds.
    public init(
        stop: StopSignal,
        status: WorkerStatus,
        pause: @escaping (UInt32) -> Void = Retry.sleep
    ) {
        self.stop = stop
        self.status = status
        self.pause = pause
    }

    /// Sleeps so many milliseconds on the calling thread.
    public static let sleep: @Sendable (UInt32) -> Void = { usleep($0 * 1_000) }

    /// Calls `body` until it succeeds or fails for good, with pauses of 50 ms doubling to 5 s.
    public func run<R>(_ body: () throws -> R) throws -> R {
        var pauseMs: UInt32 = 50
        while true {
            do {
                let result = try body()
                if pauseMs > 50 { status.update { $0.trouble = nil } }
                return result
            } catch let error as any Transient where error.isTransient && !stop.isRequested {
                status.update {
                    $0.retries += 1
                    $0.trouble = "\(error)"
                }
                pause(pauseMs)
                pauseMs = min(pauseMs * 2, pauseMsMax)
            }
        }
    }
}
