import Glibc
import Stage
import Synchronization

/// Who is in a group now: a folder with one locked file per live member.
///
/// The kernel frees the lock of a member that dies, so a file without a lock is that of a dead
/// member, and whoever sees it removes it.
final class GroupRoster {
    private static let prefix = "member-"
    private static let serial = Atomic<Int>(0)

    /// Name of this member; names sort in the order of joining.
    let name: String
    private let folder: String
    private var descriptor: Int32

    /// Joins: the file gets its name only when it is locked, so that nobody takes it for a dead one.
    init(folder: String) throws {
        self.folder = folder
        name = Self.newName()
        let unnamed = "\(folder)/joining-\(name)"
        descriptor = open(unnamed, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw LogProblem.system("join a group", errno) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0,
            rename(unnamed, "\(folder)/\(name)") == 0
        else {
            let code = errno
            unlink(unnamed)
            close(descriptor)
            descriptor = -1
            throw LogProblem.system("join a group", code)
        }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// Leaves; closing the file tells those who watch the folder.
    func leave() {
        guard descriptor >= 0 else { return }
        unlink("\(folder)/\(name)")
        close(descriptor)
        descriptor = -1
    }

    /// The names of the live members, this one among them, in the order of joining.
    func liveMembers() throws -> [String] {
        var names = [name]
        guard let listing = opendir(folder) else {
            throw LogProblem.system("list a group", errno)
        }
        defer { closedir(listing) }
        while let entry = readdir(listing) {
            let other = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if other.hasPrefix(Self.prefix), other != name, isLive(other) { names.append(other) }
        }
        return names.sorted()
    }

    /// A shared lock is to be had only when the member's own is gone; two who look at once do not
    /// disturb each other.
    private func isLive(_ other: String) -> Bool {
        let path = "\(folder)/\(other)"
        let probe = open(path, O_RDONLY | O_CLOEXEC)
        if probe < 0 { return false }
        defer { close(probe) }
        if flock(probe, LOCK_SH | LOCK_NB) != 0 { return true }
        unlink(path)
        return false
    }

    private static func newName() -> String {
        let time = String(Monotonic.nanoseconds)
        let padded = String(repeating: "0", count: max(0, 20 - time.count)) + time
        return "\(prefix)\(padded)-\(getpid())-\(serial.add(1, ordering: .relaxed).newValue)"
    }
}
