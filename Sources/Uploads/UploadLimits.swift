/// How much the desk takes at most.
public struct UploadLimits: Sendable {
    /// Bytes of a file.
    ///
    /// The default is 256 MiB: about three million rows of CSV.
    public var fileBytes: Int64 = 256 << 20
    /// Files of an account that are kept and not yet sent.
    ///
    /// The default is 20.
    public var waitingPerAccount = 20
    /// Files that are worked on at the same time.
    ///
    /// The default is 1.
    public var workers = 1
    /// Rows whose verdicts a page shows.
    ///
    /// The default is 100; the copy has them all.
    public var shownVerdicts = 100
    /// Days after which a file is removed; what became of it is kept.
    ///
    /// The default is 30.
    public var daysKept: Int64 = 30
    /// Seconds without progress after which a worker is stopped.
    ///
    /// The default is 300.
    public var stallSeconds: Int32 = 300
    /// Seconds of CPU that a worker may take for one file.
    ///
    /// The default is 1,800.
    public var cpuSeconds: UInt64 = 1_800
    /// Bytes of memory that a worker may take for its data.
    ///
    /// The default is 1 GiB.
    public var dataBytes: UInt64 = 1 << 30

    /// Creates the default limits.
    public init() {}
}
