import Glibc

/// The clock on the wall, for what people watch: nothing is decided by it.
public struct WallClock: Sendable {
    /// Milliseconds since 1970.
    public var milliseconds: @Sendable () -> Int64

    /// Creates a clock.
    public init(milliseconds: @escaping @Sendable () -> Int64) {
        self.milliseconds = milliseconds
    }

    /// The machine's clock.
    public static let system = WallClock {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
    }
}
