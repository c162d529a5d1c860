import NIOPosix

/// Runs what blocks (a database, a password's hash, a file) beside the event loops.
public enum Offload {
    /// Runs `body` on a thread that may block, and waits for it.
    public static func run<R: Sendable>(_ body: @escaping @Sendable () throws -> R) async throws
        -> R
    {
        try await NIOThreadPool.singleton.runIfActive(body)
    }
}
