import Events
import Glibc
import Stage

/// Waits, without using the processor, for the bells of topics and for changes in a group.
///
/// - Source: inotify(7).
final class BellWatch {
    private let queue: Int32
    private let group: Int32
    private var events: [UInt8] = Array(repeating: 0, count: 4096)

    /// Watches.
    ///
    /// - Parameter group: The folder of the group: members come (a file is named), leave (a file is
    ///   removed), die (the kernel closes what was open for writing) or give partitions back (a
    ///   lock file is touched).
    init(topics: [Topic], of folder: LogFolder, group: String) throws {
        queue = inotify_init1(Int32(IN_CLOEXEC) | Int32(IN_NONBLOCK))
        guard queue >= 0 else { throw LogProblem.system("watch the log", errno) }
        let changes = IN_MOVED_TO | IN_DELETE | IN_CLOSE_WRITE | IN_ATTRIB
        self.group = inotify_add_watch(queue, group, UInt32(changes))
        var isWatching = self.group >= 0
        for topic in topics where isWatching {
            isWatching = inotify_add_watch(queue, folder.bell(of: topic), UInt32(IN_MODIFY)) >= 0
        }
        guard isWatching else {
            let code = errno
            close(queue)
            throw LogProblem.system("watch the log", code)
        }
    }

    deinit { close(queue) }

    /// Forgets what rang so far.
    ///
    /// - Returns: Whether the group may have changed.
    func drain() -> Bool {
        var hasGroupChanged = false
        while true {
            let count = read(queue, &events, events.count)
            if count <= 0 { return hasGroupChanged }
            if mentionsGroup(count) { hasGroupChanged = true }
        }
    }

    /// Waits for the next event.
    func wait(atMostMs limit: Int64) {
        var entry = pollfd(fd: queue, events: Int16(POLLIN), revents: 0)
        _ = poll(&entry, 1, Int32(clamping: max(0, limit)))
    }

    /// An overflown queue (−1) may have dropped news of the group.
    private func mentionsGroup(_ count: Int) -> Bool {
        events.withUnsafeBytes { bytes in
            var at = 0
            while at + MemoryLayout<inotify_event>.size <= count {
                let event = bytes.loadUnaligned(fromByteOffset: at, as: inotify_event.self)
                if event.wd == group || event.wd == -1 { return true }
                at += MemoryLayout<inotify_event>.size + Int(event.len)
            }
            return false
        }
    }
}
