import Foundation

/// Stands between a store and its server and cuts the wire when a COMMIT passes.
///
/// Thread safety: all state is behind the lock.
final class CuttingProxy: @unchecked Sendable {
    /// What becomes of the next COMMIT of a batch.
    enum Cut { case never, beforeCommit, beforeAnswer }

    let folder: String
    private let server: String
    private let listening: Int32
    private let lock = NSLock()
    private var cut = Cut.never
    private var cuts = 0

    /// - Parameter server: Folder of the server's socket.
    init(server: String) throws {
        self.server = server
        folder = "/tmp/zhengjiao-cut-\(UInt32.random(in: 0 ..< .max))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        listening = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        _ = CuttingProxy.withAddress("\(folder)/.s.PGSQL.5432") { bind(listening, $0, $1) }
        listen(listening, 8)
        Thread { [self] in
            while true {
                let client = accept(listening, nil, nil)
                if client < 0 { return }
                Thread { [self] in serve(client) }.start()
            }
        }.start()
    }

    func close() {
        shutdown(listening, Int32(SHUT_RDWR))
        Glibc.close(listening)
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// Times that the wire was cut.
    var count: Int { lock.withLock { cuts } }

    func cutNext(_ cut: Cut) { lock.withLock { self.cut = cut } }

    private func serve(_ client: Int32) {
        let upstream = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        defer {
            Glibc.close(client)
            Glibc.close(upstream)
        }
        let code = CuttingProxy.withAddress("\(server)/.s.PGSQL.5432") { connect(upstream, $0, $1) }
        if code != 0 { return }
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            var entries = [
                pollfd(fd: client, events: Int16(POLLIN), revents: 0),
                pollfd(fd: upstream, events: Int16(POLLIN), revents: 0),
            ]
            poll(&entries, 2, -1)
            for (entry, other) in zip(entries, [upstream, client]) where entry.revents != 0 {
                let count = read(entry.fd, &buffer, buffer.count)
                if count <= 0 { return }
                // What a batch ends with: its positions are moved, then it is committed.
                let text = String(decoding: buffer[..<count], as: UTF8.self)
                let isCommit = entry.fd == client && text.contains("UPDATE zhengjiao.position")
                if isCommit, endHere(.beforeCommit) { return }
                send(other, buffer, count, 0)
                if isCommit, endHere(.beforeAnswer) {
                    // The server has answered, so it has committed; nobody hears of it.
                    _ = read(upstream, &buffer, buffer.count)
                    return
                }
            }
        }
    }

    private func endHere(_ kind: Cut) -> Bool {
        lock.withLock {
            guard cut == kind else { return false }
            cut = .never
            cuts += 1
            return true
        }
    }

    private static func withAddress<R>(
        _ path: String,
        _ body: (UnsafePointer<sockaddr>, socklen_t) -> R
    ) -> R {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
        return withUnsafeBytes(of: &address) { bytes in
            bytes.withMemoryRebound(to: sockaddr.self) { rebound in
                guard let base = rebound.baseAddress else { preconditionFailure("never empty") }
                return body(base, socklen_t(bytes.count))
            }
        }
    }
}
