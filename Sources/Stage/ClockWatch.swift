/// Notices that the clock on the wall was set back.
///
/// Nothing depends on that clock but dates that people see; they should know that those jump.
struct ClockWatch {
    /// A step that is told, in milliseconds.
    static let stepMs: Int64 = 1_000

    private let clock: WallClock
    /// The wall's clock less the one that only goes forward.
    private var distanceMs: Int64

    init(_ clock: WallClock) {
        self.clock = clock
        distanceMs = Self.distance(clock)
    }

    /// How far the clock went back since the last look, in milliseconds; nil when it did not.
    mutating func stepBack() -> Int64? {
        let now = Self.distance(clock)
        defer { distanceMs = now }
        let step = distanceMs - now
        return step > Self.stepMs ? step : nil
    }

    private static func distance(_ clock: WallClock) -> Int64 {
        clock.milliseconds() - Int64(Nanoseconds.now / 1_000_000)
    }
}
