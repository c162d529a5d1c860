/// How often a figure was how large: Prometheus' histogram.
public struct Histogram: Sendable {
    /// Upper bounds of the buckets, rising; the last bucket has none.
    public let bounds: [Int64]
    /// Figures in each bucket, one more than bounds.
    public private(set) var counts: [Int64]
    /// Sum of all figures.
    public private(set) var sum: Int64 = 0

    /// Creates an empty histogram.
    public init(bounds: [Int64]) {
        self.bounds = bounds
        counts = Array(repeating: 0, count: bounds.count + 1)
    }

    /// Takes a figure in.
    ///
    /// - Parameter times: How often.
    public mutating func observe(_ figure: Int64, times: Int64 = 1) {
        var bucket = 0
        while bucket < bounds.count, figure > bounds[bucket] { bucket += 1 }
        counts[bucket] += times
        sum &+= figure &* times
    }

    /// Durations of batches in nanoseconds: 1 ms to 60 s.
    public static let durations = Histogram(
        bounds: [1, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000].map {
            $0 * 1_000_000
        }
    )
    /// Ages of records in milliseconds: 50 ms to an hour.
    public static let ages = Histogram(
        bounds: [50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000, 300_000, 900_000]
            + [3_600_000]
    )
    /// Records of a batch.
    public static let events = Histogram(
        bounds: [1, 10, 100, 500, 1_000, 2_500, 5_000, 10_000, 20_000]
    )
    /// Bytes of a batch: 1 KiB to 32 MiB.
    public static let bytes = Histogram(bounds: (5...12).map { 1 << (2 * $0) } + [32 << 20])
}
