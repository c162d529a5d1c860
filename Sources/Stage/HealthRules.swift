/// When a worker is live, and when it is ready.
///
/// Lag alone is neither: a worker that is behind works. Waiting for infrastructure is live and not
/// ready: a restart would not bring the broker back.
public struct HealthRules: Sendable {
    /// A worker that has not come round its loop for so many seconds is stuck.
    public var roundSecondsMax: UInt64 = 30
    /// A call that writes and takes so many seconds will not come back.
    public var callSecondsMax: UInt64 = 300
    /// A worker before which records wait for so many seconds, with the log at hand and none
    /// delivered, is stuck.
    public var standingSecondsMax: UInt64 = 60

    /// Creates the default rules.
    public init() {}

    /// Why a restart would help; nil when it would not.
    public func stuck(_ it: WorkerStatus.Snapshot) -> String? {
        if let failure = it.failure { return "\(it.stage): ended: \(failure)" }
        let now = Nanoseconds.now
        if it.lastRound == 0 || it.waiting != nil { return nil }
        if it.awaited(at: now) != nil,
            Self.seconds(from: it.callSince, to: now) ?? 0 <= callSecondsMax
        {
            return nil
        }
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
        if let cause = it.awaited(at: Nanoseconds.now) {
            let trouble = it.trouble ?? "a call that writes has not come back"
            return "\(it.stage): waiting for \(cause.rawValue): \(trouble)"
        }
        return it.isReady ? nil : "\(it.stage): joining: waiting for partitions and their state"
    }

    private static func seconds(from start: UInt64, to now: UInt64) -> UInt64? {
        now > start ? (now - start) / 1_000_000_000 : nil
    }
}
