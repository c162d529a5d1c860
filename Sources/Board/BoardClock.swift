import Events
import Glibc

/// What time it is, handed in so that a test can say it.
public struct BoardClock: Sendable {
    private let read: @Sendable () -> Int64

    /// Creates a clock.
    ///
    /// - Parameter read: Gives the seconds since 1970 (UTC).
    public init(_ read: @escaping @Sendable () -> Int64) { self.read = read }

    /// The machine's clock.
    public static let system = BoardClock { Int64(time(nil)) }

    /// Seconds since 1970 (UTC).
    public var now: Int64 { read() }

    /// A moment as people in China read it: `2022-11-03T10:15:30`, eight hours ahead of UTC all
    /// year round.
    public static func text(_ seconds: Int64) -> String {
        CivilTime(second: seconds + 8 * 3600).description
    }
}
