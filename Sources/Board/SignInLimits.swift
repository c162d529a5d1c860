import Synchronization

/// How many sign-ins are tried: by address, and of names that are no account's, so that these
/// answer as an account does.
final class SignInLimits: Sendable {
    /// Failures before an account waits.
    static let freeFailures = 5
    /// Seconds of the first wait; each further failure doubles it.
    static let firstWaitSeconds: Int64 = 30
    /// Seconds of the longest wait.
    static let waitSecondsMax: Int64 = 15 * 60
    /// Sign-ins from one address at once.
    static let burst: Int64 = 60
    /// Seconds after which one more is granted.
    static let secondsPerGrant: Int64 = 2

    private struct Strange {
        var failures = 0
        var lockedUntil: Int64 = 0
        var at: Int64 = 0
    }

    private static let entriesMax = 20_000
    private let addresses = Mutex<[String: Int64]>([:])
    private let strangers = Mutex<[String: Strange]>([:])

    /// Until when whoever has failed so often waits.
    static func lock(failures: Int, now: Int64) -> Int64 {
        guard failures >= freeFailures else { return 0 }
        let doublings = min(failures - freeFailures, 10)
        return now + min(firstWaitSeconds << Int64(doublings), waitSecondsMax)
    }

    /// Takes one sign-in of an address.
    ///
    /// - Returns: Seconds to wait; nil when it may go on.
    func take(_ address: String, now: Int64) -> Int64? {
        addresses.withLock { earliest in
            if earliest.count > SignInLimits.entriesMax {
                earliest = earliest.filter { $0.value > now }
            }
            // The moment at which everything taken so far has been granted again.
            let debt = max(earliest[address] ?? now, now)
            let allowed = SignInLimits.burst * SignInLimits.secondsPerGrant
            guard debt - now < allowed else { return debt - now - allowed + 1 }
            earliest[address] = debt + SignInLimits.secondsPerGrant
            return nil
        }
    }

    /// Counts a failure of a name that is no account's.
    ///
    /// - Returns: Seconds to wait; nil when it would be tried.
    func failStranger(_ name: String, now: Int64) -> Int64? {
        strangers.withLock { all in
            if all.count > SignInLimits.entriesMax {
                all = all.filter { $0.value.at > now - SignInLimits.waitSecondsMax }
            }
            var strange = all[RandomToken.digest(name)] ?? Strange()
            if strange.lockedUntil > now { return strange.lockedUntil - now }
            strange.failures += 1
            strange.lockedUntil = SignInLimits.lock(failures: strange.failures, now: now)
            strange.at = now
            all[RandomToken.digest(name)] = strange
            return nil
        }
    }
}
