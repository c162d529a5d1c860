import Glibc
import Stage

/// An exclusive lock that the kernel holds for an open file.
///
/// It works between processes, and between two openings in one process. However its process ends, the lock is free.
final class FileLock {
    /// Whether an attempt waits until the lock is free.
    enum Waiting { case none, untilFree }

    private let descriptor: Int32
    private let path: String

    /// Takes the lock of a file, which is created when missing; nil when another holds it.
    ///
    /// The file is opened for reading, so that a vain attempt does not wake those who watch the
    /// folder for files closed after writing.
    init?(path: String, waiting: Waiting) throws {
        self.path = path
        descriptor = open(path, O_RDONLY | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw LogProblem.system("open a lock file", errno) }
        let flags = waiting == .none ? LOCK_EX | LOCK_NB : LOCK_EX
        while flock(descriptor, flags) != 0 {
            let code = errno
            if code == EINTR { continue }
            if code == EWOULDBLOCK { return nil }
            throw LogProblem.system("lock a file", code)
        }
    }

    deinit { close(descriptor) }

    /// Frees the lock and lets those who watch the folder know.
    func release() {
        flock(descriptor, LOCK_UN)
        futimens(descriptor, nil)
    }
}
