import Glibc

/// The clock of waits: it only goes forward and says nothing of the date.
enum Monotonic {
    /// Milliseconds since some moment.
    static var milliseconds: Int64 { nanoseconds / 1_000_000 }

    /// Nanoseconds since the machine started.
    static var nanoseconds: Int64 {
        var time = timespec()
        clock_gettime(CLOCK_BOOTTIME, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}
