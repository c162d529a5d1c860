import Foundation
import Glibc

/// A process with pipes to its standard input and output.
final class ChildProcess {
    /// Why no more lines are read.
    enum End {
        case closed, stalled, cancelled
    }

    private var id: pid_t = 0
    private var input: Int32 = -1
    private var output: Int32 = -1
    /// Bytes of one line at most.
    private static let lineLimit = 16 << 20

    /// Starts a program; nil when that fails.
    init?(program: String, arguments: [String]) {
        var (down, up): ([Int32], [Int32]) = ([-1, -1], [-1, -1])
        guard pipe(&down) == 0 else { return nil }
        guard pipe(&up) == 0 else {
            for end in down { close(end) }
            return nil
        }
        // Two that start at the same time might get each other's ends: neither waits for their end
        // to be closed, but for a line.
        for end in down + up { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        (input, output) = (down[1], up[0])
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, down[0], 0)
        posix_spawn_file_actions_adddup2(&actions, up[1], 1)
        var words: [UnsafeMutablePointer<CChar>?] = ([program] + arguments).map { strdup($0) }
        words.append(nil)
        defer { for word in words { free(word) } }
        let failure = posix_spawn(&id, program, &actions, nil, words, environ)
        close(down[0])
        close(up[1])
        if failure != 0 { return nil }
    }

    deinit {
        if input >= 0 { close(input) }
        if output >= 0 { close(output) }
    }

    /// Writes to its standard input and closes it; a process that does not read ends by itself.
    func send(_ data: Data) {
        signal(SIGPIPE, SIG_IGN)
        data.withUnsafeBytes { bytes in
            var start = 0
            while start < bytes.count {
                let count = write(input, bytes.baseAddress.map { $0 + start }, bytes.count - start)
                if count < 0, errno == EINTR { continue }
                if count <= 0 { break }
                start += count
            }
        }
        close(input)
        input = -1
    }

    /// Reads its standard output line by line.
    func readLines(
        stallSeconds: Int32,
        isCancelled: () -> Bool,
        _ take: (Data) -> Void
    ) -> End {
        var held = Data()
        var quietMs: Int32 = 0
        var room = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            if isCancelled() { return .cancelled }
            var waiting = pollfd(fd: output, events: Int16(POLLIN), revents: 0)
            if poll(&waiting, 1, 200) <= 0 {
                quietMs += 200
                if quietMs / 1_000 >= stallSeconds { return .stalled }
                continue
            }
            quietMs = 0
            let count = read(output, &room, room.count)
            if count < 0, errno == EINTR { continue }
            if count <= 0 || held.count > ChildProcess.lineLimit { return .closed }
            held.append(contentsOf: room[..<count])
            while let end = held.firstIndex(of: 0x0A) {
                take(Data(held[held.startIndex..<end]))
                held = Data(held[held.index(after: end)...])
            }
        }
    }

    /// Waits for its end, after killing it where asked to, and tells how it ended.
    func finish(isKilled: Bool) -> String {
        if isKilled { kill(id, SIGKILL) }
        var status: Int32 = 0
        while waitpid(id, &status, 0) < 0, errno == EINTR {}
        let signal = status & 0x7F
        return signal == 0 ? "退出码\((status >> 8) & 0xFF)" : "信号\(signal)"
    }
}
