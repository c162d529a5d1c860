import Foundation

/// A PostgreSQL of the tests' own: in a temporary folder, on a Unix socket, gone with the process.
///
/// Thread safety: what changes is the server itself; databases are numbered by chance.
public final class PostgresServer: Sendable {
    /// Why there is none.
    public struct Missing: Error, CustomStringConvertible {
        /// What is missing, and the next step.
        public let description: String
    }

    private let folder: URL
    private let programs: URL
    private let watchdog: Watchdog

    /// The server that the tests of this process share, started when it is first asked for.
    public static func shared() throws -> PostgresServer { try sharedServer.get() }

    private static let sharedServer = Result { try PostgresServer() }

    /// Makes a cluster and starts it.
    ///
    /// - Throws: ``Missing`` when no PostgreSQL is installed.
    public init() throws {
        programs = try PostgresServer.findPrograms()
        folder = URL(fileURLWithPath: "/tmp/zhengjiao-pg-\(UInt32.random(in: 0 ..< .max))")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        watchdog = try Watchdog(folder: folder)
        if PostgresServer.isRoot { try Command.run("/bin/chown", ["postgres", folder.path]) }
        try runAsOwner(
            "initdb",
            [
                "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C",
                "--no-sync",
            ]
        )
        try start()
    }

    /// Folder of its socket.
    public var socketFolder: String { folder.path }

    /// What the server says of itself: statements that failed, with what they were given.
    public var logFile: URL { folder.appendingPathComponent("log") }

    private var data: String { folder.appendingPathComponent("data").path }

    /// Starts the server and waits until it answers.
    public func start() throws {
        // Tests kill the server, never the machine: what the kernel has is durable enough.
        let settings = [
            "listen_addresses=''", "unix_socket_directories='\(folder.path)'", "fsync=off",
            "max_connections=60", "shared_buffers=64MB", "max_wal_size=512MB",
        ]
        try runAsOwner(
            "pg_ctl",
            [
                "-D", data, "-w", "-t", "60", "-l", logFile.path,
                "-o", settings.map { "-c \($0)" }.joined(separator: " "), "start",
            ]
        )
    }

    /// Kills every process of the server with SIGKILL.
    public func kill9() throws {
        let file = URL(fileURLWithPath: data).appendingPathComponent("postmaster.pid")
        let text = try String(contentsOf: file, encoding: .utf8)
        guard let line = text.split(separator: "\n").first, let main = Int32(line) else {
            throw Missing(description: "postmaster.pid names no process")
        }
        let children = try String(
            contentsOfFile: "/proc/\(main)/task/\(main)/children",
            encoding: .utf8
        ).split(separator: " ").compactMap { Int32($0) }
        for process in [main] + children { kill(process, SIGKILL) }
        // Its memory must be given back before it starts anew.
        while ([main] + children).contains(where: { PostgresServer.isAlive($0) }) {
            usleep(5_000)
        }
    }

    private static func isAlive(_ process: Int32) -> Bool {
        guard
            let stat = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8),
            let end = stat.lastIndex(of: ")")
        else { return false }
        return !stat[end...].hasPrefix(") Z")
    }

    /// Starts a server that was killed: a session that it was just making may still hold its memory.
    public func startAgain() throws {
        for _ in 0..<50 {
            do { return try start() } catch is CommandFailure { usleep(100_000) }
        }
        try start()
    }

    /// Stops the server as an administrator would: sessions are ended.
    public func stop() throws {
        try runAsOwner("pg_ctl", ["-D", data, "-w", "-m", "fast", "stop"])
    }

    /// Where a database is.
    ///
    /// - Parameter user: The role that tests connect as; nobody is asked for a password.
    public func url(_ database: String, user: String = "postgres") -> String {
        "postgresql://\(user)@/\(database)?host=\(folder.path)"
    }

    /// Makes an empty database.
    public func emptyDatabase() throws -> String {
        let name = "test_\(UInt64.random(in: 0 ..< .max))"
        try sql("CREATE DATABASE \(name)", on: url("postgres"))
        return name
    }

    /// Runs commands with psql.
    ///
    /// - Returns: What they print, cells parted by `|`.
    @discardableResult
    public func sql(_ commands: String, on url: String) throws -> String {
        try Command.run(
            programs.appendingPathComponent("psql").path,
            ["-X", "-q", "-At", "-v", "ON_ERROR_STOP=1", "-d", url, "-c", commands]
        )
    }

    private func runAsOwner(_ program: String, _ arguments: [String]) throws {
        let path = programs.appendingPathComponent(program).path
        if PostgresServer.isRoot {
            // The server refuses to run as root.
            try Command.run("/sbin/runuser", ["-u", "postgres", "--", path] + arguments)
        } else {
            try Command.run(path, arguments)
        }
    }

    private static let isRoot = geteuid() == 0

    private static func findPrograms() throws -> URL {
        let debian = URL(fileURLWithPath: "/usr/lib/postgresql")
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: debian.path)) ?? []
        let folders =
            versions.sorted { $0.compare($1, options: .numeric) == .orderedDescending }
            .map { debian.appendingPathComponent($0).appendingPathComponent("bin") }
            + (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
            .map { URL(fileURLWithPath: String($0)) }
        let found = folders.first { folder in
            ["initdb", "pg_ctl", "postgres", "psql"].allSatisfy {
                FileManager.default.isExecutableFile(atPath: folder.appendingPathComponent($0).path)
            }
        }
        guard let found else {
            throw Missing(
                description: "These tests need a PostgreSQL 14 or later on this machine, and there "
                    + "is none: apt-get install postgresql (Debian), then run them again."
            )
        }
        return found
    }
}

/// Stops the server and removes its folder when the tests' process ends, however it ends.
///
/// A shell waits for the end of a pipe that only the tests' process holds open.
private final class Watchdog: Sendable {
    private let pipe = Pipe()

    init(folder: URL) throws {
        let script = """
            trap '' INT TERM HUP
            read -r line
            pid=$(head -n 1 "$1/data/postmaster.pid" 2>"$1/gone")
            if [ -n "$pid" ]; then
                kill -QUIT "$pid"
                for _ in 1 2 3 4 5 6 7 8 9 10; do kill -0 "$pid" 2>"$1/gone" || break; sleep 0.2; done
            fi
            rm -rf "$1"
            """
        let shell = Process()
        shell.executableURL = URL(fileURLWithPath: "/bin/sh")
        shell.arguments = ["-c", script, "sh", folder.path]
        shell.standardInput = pipe
        let writing = pipe.fileHandleForWriting.fileDescriptor
        _ = fcntl(writing, F_SETFD, FD_CLOEXEC)
        try shell.run()
    }
}
