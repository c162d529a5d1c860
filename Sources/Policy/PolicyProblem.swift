/// One thing that is wrong with a pack, or worth knowing about it.
public struct PolicyProblem: Hashable, Sendable, CustomStringConvertible {
    /// File name within the pack (`policy.yaml`).
    public var file: String
    /// Line, from 1; 0 when the file as a whole is meant.
    public var line: Int
    /// The key or column (`categories[3].shares`).
    public var key: String
    /// What is wrong.
    public var reason: String
    /// What to do about it.
    public var nextStep: String

    /// Creates a problem.
    public init(file: String, line: Int, key: String, reason: String, nextStep: String) {
        self.file = file
        self.line = line
        self.key = key
        self.reason = reason
        self.nextStep = nextStep
    }

    /// `policy.yaml:12: premium: … Write …`.
    public var description: String {
        "\(file):\(line): \(key.isEmpty ? "" : "\(key): ")\(reason). \(nextStep)."
    }
}

/// Everything that is wrong with a pack, in the order of its files and lines.
public struct PolicyProblems: Error, Sendable, CustomStringConvertible {
    /// The problems, at least one.
    public var problems: [PolicyProblem]

    /// Creates the error.
    public init(_ problems: [PolicyProblem]) {
        self.problems = problems.sorted { ($0.file, $0.line, $0.key) < ($1.file, $1.line, $1.key) }
    }

    /// One problem a line.
    public var description: String { problems.map(\.description).joined(separator: "\n") }
}
