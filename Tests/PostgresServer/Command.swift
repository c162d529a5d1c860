import Foundation

/// Runs programs and gives back what they print.
///
/// Not by `Process`: it waits until everything that a program leaves behind has ended as well, and a
/// server is left behind on purpose.
public enum Command {
    /// Runs a program to its end.
    ///
    /// - Returns: Standard output and standard error.
    /// - Throws: ``CommandFailure`` when it ends with another status than 0.
    @discardableResult
    public static func run(_ path: String, _ arguments: [String]) throws -> String {
        let output = "/tmp/zhengjiao-run-\(UInt64.random(in: 0 ..< .max))"
        defer { unlink(output) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        posix_spawn_file_actions_adddup2(&actions, 1, 2)
        var process = pid_t()
        let words = ["bash", "-c", Command.closing, "bash", path] + arguments
        var pointers = words.map { strdup($0) }
        defer { for pointer in pointers { free(pointer) } }
        pointers.append(nil)
        let code = posix_spawn(&process, "/bin/bash", &actions, nil, pointers, environ)
        guard code == 0 else {
            let reason = String(cString: strerror(code))
            throw CommandFailure(program: path, status: code, output: reason)
        }
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        let text = (try? String(contentsOfFile: output, encoding: .utf8)) ?? ""
        guard status == 0 else {
            throw CommandFailure(program: path, status: status >> 8 & 0xFF, output: text)
        }
        return text
    }

    /// A server must hold neither files of the tests nor the folder that they were started in.
    private static let closing = """
        for file in /proc/self/fd/*; do
            number=${file##*/}
            if [ "$number" -gt 2 ]; then eval "exec $number>&-"; fi
        done
        cd /tmp && exec "$@"
        """
}

/// A program that ended with another status than 0.
public struct CommandFailure: Error, CustomStringConvertible {
    /// The program.
    public let program: String
    /// Its exit status.
    public let status: Int32
    /// What it printed.
    public let output: String

    /// Program, status and output.
    public var description: String { "\(program) ended with \(status): \(output)" }
}
