import Foundation

/// What the kernel tells of this process, as far as it is cheap.
///
/// - Source: Linux, proc(5); control groups v2, `memory.max`.
public struct ProcessFigures: Sendable {
    /// Memory in use, in bytes.
    public var residentBytes: Int64 = 0
    /// CPU, user and system, in thousandths of a second.
    public var cpuMilliseconds: Int64 = 0
    /// When the process started, in milliseconds since 1970.
    public var startMs: Int64 = 0
    /// Open files.
    public var openFiles = 0
    /// What the control group allows, in bytes; nil where it sets no limit.
    public var memoryLimit: Int64?

    /// Reads the figures now.
    public init() {
        let page = Int64(sysconf(Int32(_SC_PAGESIZE)))
        let ticks = Int64(sysconf(Int32(_SC_CLK_TCK)))
        let words = Self.words("/proc/self/statm")
        if words.count > 1 { residentBytes = (Int64(words[1]) ?? 0) * page }
        // Behind the last bracket: the name in it may hold anything.
        let stat = Self.text("/proc/self/stat")
        if let close = stat.lastIndex(of: ")") {
            let fields = stat[close...].split(separator: " ")
            // Fields 14, 15 and 22 of proc(5); the bracket is field 2.
            let number = { (field: Int) in
                fields.indices.contains(field - 2) ? Int64(fields[field - 2]) ?? 0 : 0
            }
            cpuMilliseconds = (number(14) + number(15)) * 1_000 / ticks
            startMs = Self.bootMs + number(22) * 1_000 / ticks
        }
        openFiles =
            (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count) ?? 0
        memoryLimit = Self.limit
    }

    /// Writes the figures in Prometheus' text form.
    public func render() -> String {
        var out = Exposition()
        out.gauge("process_resident_memory_bytes", "Memory in use.", [([], "\(residentBytes)")])
        out.counter(
            "process_cpu_seconds_total",
            "CPU, user and system.",
            [([], MetricsText.thousandths(cpuMilliseconds))]
        )
        out.gauge(
            "process_start_time_seconds",
            "Start, seconds since 1970.",
            [([], MetricsText.thousandths(startMs))]
        )
        out.gauge("process_open_fds", "Open files.", [([], "\(openFiles)")])
        if let memoryLimit {
            out.gauge(
                "worker_memory_limit_bytes",
                "Limit of the control group.",
                [([], "\(memoryLimit)")]
            )
        }
        return out.text
    }

    /// When the machine started: it changes with the clock on the wall, so it is read once.
    private static let bootMs: Int64 = {
        let line = text("/proc/stat").split(separator: "\n").first { $0.hasPrefix("btime ") }
        return (line.flatMap { Int64($0.dropFirst(6)) } ?? 0) * 1_000
    }()

    /// The limit of the control group of this process, or of the root as a container sees it.
    private static var limit: Int64? {
        let group = text("/proc/self/cgroup").split(separator: "\n").first { $0.hasPrefix("0::") }
        let path = group.map { String($0.dropFirst(3)) } ?? "/"
        for folder in ["/sys/fs/cgroup\(path)", "/sys/fs/cgroup"] {
            let said = text("\(folder)/memory.max")
            if let limit = Int64(said.filter { !$0.isWhitespace }) { return limit }
        }
        return nil
    }

    private static func words(_ path: String) -> [Substring] { text(path).split(separator: " ") }

    private static func text(_ path: String) -> String {
        guard let file = FileHandle(forReadingAtPath: path) else { return "" }
        defer { try? file.close() }
        return String(decoding: (try? file.readToEnd()) ?? Data(), as: UTF8.self)
    }
}
