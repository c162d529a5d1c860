import Synchronization

/// Lines for people who operate the workers: one line for each thing that somebody may have to know.
///
/// A healthy worker writes none. A line holds a stage, an event, its cause, the next step and the
/// trace of the batch in work; never a key, a person or a village.
public final class OperatorLog: Sendable {
    /// How a line is written.
    public enum Format: String, CaseIterable, Sendable {
        /// `key=value key="value with spaces"`.
        case logfmt
        /// One JSON object.
        case json
    }

    /// How much a line matters.
    public enum Level: String, Sendable {
        /// Good to know.
        case info
        /// Passes by itself, or costs time only.
        case warning
        /// A person must act.
        case error
    }

    /// What a line says.
    public struct Line: Sendable {
        /// How much it matters.
        public var level: Level
        /// The stage, or the program.
        public var stage: String
        /// What happened, in one word.
        public var event: String
        /// Why, in a sentence.
        public var cause: String
        /// What a person can do, in a sentence.
        public var next: String
        /// The trace of the batch in work.
        public var trace: TraceContext?
        /// Further figures by name.
        public var figures: [(String, String)]

        /// Creates a line.
        public init(
            level: Level,
            stage: String,
            event: String,
            cause: String,
            next: String,
            trace: TraceContext? = nil,
            figures: [(String, String)] = []
        ) {
            self.level = level
            self.stage = stage
            self.event = event
            self.cause = cause
            self.next = next
            self.trace = trace
            self.figures = figures
        }
    }

    /// Writes nothing.
    public static let silent = OperatorLog(format: .logfmt) { _ in }

    private let format: Format
    private let clock: WallClock
    private let sink: @Sendable (String) -> Void

    /// Creates a log.
    ///
    /// - Parameters:
    ///   - clock: Dates the lines.
    ///   - sink: Takes each line, its end included.
    public init(
        format: Format,
        clock: WallClock = .system,
        sink: @escaping @Sendable (String) -> Void
    ) {
        self.format = format
        self.clock = clock
        self.sink = sink
    }

    /// Writes a line.
    public func write(_ line: Line) {
        var fields = [
            ("time", Self.time(clock.milliseconds())), ("level", line.level.rawValue),
            ("stage", line.stage), ("event", line.event), ("cause", line.cause),
            ("next", line.next),
        ]
        if let trace = line.trace { fields.append(("trace", trace.traceText)) }
        fields += line.figures
        switch format {
        case .logfmt: sink(fields.map(Self.logfmt).joined(separator: " ") + "\n")
        case .json: sink("{" + fields.map(Self.json).joined(separator: ",") + "}\n")
        }
    }

    private static func logfmt(_ field: (name: String, value: String)) -> String {
        let isPlain =
            !field.value.isEmpty
            && field.value.utf8.allSatisfy {
                $0 > 0x20 && $0 != UInt8(ascii: "=") && $0 != UInt8(ascii: "\"") && $0 != 0x7F
            }
        return "\(field.name)=\(isPlain ? field.value : quoted(field.value))"
    }

    private static func json(_ field: (name: String, value: String)) -> String {
        "\(quoted(field.name)):\(quoted(field.value))"
    }

    /// A JSON string, which logfmt takes too.
    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            case "\r": quoted += "\\r"
            case "\t": quoted += "\\t"
            case _ where scalar.value < 0x20:
                let digits = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }

    /// A moment as in RFC 3339, UTC, to the millisecond.
    ///
    /// - Source: Howard Hinnant, «chrono-Compatible Low-Level Date Algorithms», civil_from_days.
    static func time(_ milliseconds: Int64) -> String {
        let (days, ofDay) = floored(milliseconds, 86_400_000)
        let shifted = days + 719_468
        let (era, dayOfEra) = floored(shifted, 146_097)
        let yearOfEra =
            (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthShifted = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * monthShifted + 2) / 5 + 1
        let month = monthShifted < 10 ? monthShifted + 3 : monthShifted - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        let clock = [ofDay / 3_600_000, ofDay / 60_000 % 60, ofDay / 1_000 % 60]
            .map { padded($0, 2) }.joined(separator: ":")
        return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))T\(clock)"
            + ".\(padded(ofDay % 1_000, 3))Z"
    }

    private static func floored(_ number: Int64, _ divisor: Int64) -> (Int64, Int64) {
        let rest = ((number % divisor) + divisor) % divisor
        return ((number - rest) / divisor, rest)
    }

    private static func padded(_ number: Int64, _ digits: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
    }
}
