/// When a worker is live, and when it is ready.
///
/// Lag alone is neither: a worker that is behind works. Waiting for infrastructure is live and not
/// ready: a restart would not bring the broker back.
public struct HealthRules: Sendable {
    /// A worker that has not come round its loop for so many seconds is stuck.
    public var roundSecondsMax: UInt64 = 30
    /// A worker before which records wait for so many seconds, with the log at hand and none
    /// delivered, is stuck.
    public var standingSecondsMax: UInt64 = 60

    /// Creates the default rules.
    public init() {}

    /// Why a restart would help; nil when it would not.
    public func stuck(_ it: WorkerStatus.Snapshot) -> String? {
        if let failure = it.failure { return "\(it.stage): ended: \(failure)" }
        if it.lastRound == 0 || it.waiting != nil { return nil }
        let now = Nanoseconds.now
        if let age = Self.seconds(from: it.lastRound, to: now), age > roundSecondsMax {
            return "\(it.stage): stuck: has not come round its loop for \(age) s"
        }
        if it.standingSince > 0, let age = Self.seconds(from: it.standingSince, to: now),
            age > standingSecondsMax
        {
            let events = it.lags.reduce(0) { $0 + $1.events }
            return "\(it.stage): stuck: \(events) records wait, none was delivered for \(age) s"
        }
        return nil
    }

    /// What the worker waits for before it works; nil when it works.
    public func unready(_ it: WorkerStatus.Snapshot) -> String? {
        if let failure = it.failure { return "\(it.stage): ended: \(failure)" }
        if let cause = it.waiting {
            return "\(it.stage): waiting for \(cause.rawValue): \(it.trouble ?? "")"
        }
        return it.isReady ? nil : "\(it.stage): joining: waiting for partitions and their state"
    }

    private static func seconds(from start: UInt64, to now: UInt64) -> UInt64? {
        now > start ? (now - start) / 1_000_000_000 : nil
    }
}
