/// A page of metrics, read as strictly as the form is written.
///
/// - Source: Prometheus, «Exposition formats», text format 0.0.4.
public struct PrometheusText: Sendable {
    /// Why a page is not of the form.
    public struct Fault: Error, CustomStringConvertible {
        /// The line and what is wrong with it.
        public let description: String
    }

    /// A figure with its labels.
    public struct Sample: Sendable {
        /// The name, with `_bucket`, `_sum` and `_count` of histograms.
        public let name: String
        /// The labels.
        public let labels: [String: String]
        /// The figure.
        public let value: Double
    }

    /// The type of each family.
    public private(set) var types: [String: String] = [:]
    /// All figures, in order.
    public private(set) var samples: [Sample] = []
    private var helps: Set<String> = []
    private var series: Set<String> = []
    private var family = ""

    /// Reads a page.
    ///
    /// - Throws: ``Fault`` at the first line that is not of the form.
    public init(_ text: String) throws {
        guard text.isEmpty || text.hasSuffix("\n") else {
            throw Fault(description: "the last line does not end")
        }
        for line in text.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
            try take(String(line))
        }
        for (name, type) in types where type == "histogram" { try checkBuckets(of: name) }
    }

    /// The figure of a name whose labels hold these; nil when there is none, the sum of several.
    public func value(_ name: String, _ labels: [String: String] = [:]) -> Double? {
        let found = samples.filter { sample in
            sample.name == name && labels.allSatisfy { sample.labels[$0] == $1 }
        }
        return found.isEmpty ? nil : found.reduce(0) { $0 + $1.value }
    }

    private mutating func take(_ line: String) throws {
        let words = line.split(separator: " ", maxSplits: 3).map(String.init)
        if line.hasPrefix("# HELP ") {
            guard words.count == 4, helps.insert(words[2]).inserted else {
                throw Fault(description: "HELP without text, or twice: \(line)")
            }
            family = words[2]
        } else if line.hasPrefix("# TYPE ") {
            guard words.count == 4, words[2] == family, types[family] == nil,
                ["counter", "gauge", "histogram"].contains(words[3])
            else { throw Fault(description: "TYPE unknown, twice, or not behind HELP: \(line)") }
            types[family] = words[3]
        } else {
            try takeSample(line)
        }
    }

    private mutating func takeSample(_ line: String) throws {
        guard let space = line.lastIndex(of: " "),
            let value = Self.number(line[line.index(after: space)...])
        else { throw Fault(description: "no figure: \(line)") }
        let (name, labels) = try Self.series(String(line[..<space]))
        guard let type = types[family], Self.belongs(name, to: family, type) else {
            throw Fault(description: "not of the family \(family): \(line)")
        }
        guard type != "counter" || (name.hasSuffix("_total") && value >= 0) else {
            throw Fault(description: "a counter ends in _total and is not negative: \(line)")
        }
        let key =
            name + labels.sorted { $0.key < $1.key }.map { "\($0)=\($1)" }.joined(separator: ",")
        guard series.insert(key).inserted else { throw Fault(description: "twice: \(line)") }
        samples.append(Sample(name: name, labels: labels, value: value))
    }

    private static func belongs(_ name: String, to family: String, _ type: String) -> Bool {
        type == "histogram"
            ? ["_bucket", "_sum", "_count"].contains { name == family + $0 } : name == family
    }

    private static func number(_ text: Substring) -> Double? {
        ["+Inf", "NaN"].contains(text) || text.contains("x") ? nil : Double(text)
    }

    /// Splits `name{label="value",…}`.
    private static func series(_ text: String) throws -> (String, [String: String]) {
        let name = String(text.prefix { $0 != "{" })
        guard let first = name.first, first.isLetter || first == "_" || first == ":",
            name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_" || $0 == ":") }
            )
        else { throw Fault(description: "no name: \(text)") }
        if name.count == text.count { return (name, [:]) }
        guard text.hasSuffix("}") else { throw Fault(description: "labels do not end: \(text)") }
        var rest = text.dropFirst(name.count + 1).dropLast()
        var labels: [String: String] = [:]
        while !rest.isEmpty {
            let label = String(rest.prefix { $0 != "=" })
            rest = rest.dropFirst(label.count)
            guard rest.hasPrefix("=\""),
                label.allSatisfy({ $0.isASCII && ($0.isLetter || $0 == "_") })
            else { throw Fault(description: "no label: \(text)") }
            rest = rest.dropFirst(2)
            var value = ""
            while let next = rest.first, next != "\"" {
                value.append(next)
                rest = rest.dropFirst()
                if next == "\\", let escaped = rest.first {
                    value.append(escaped)
                    rest = rest.dropFirst()
                }
            }
            guard rest.first == "\"", labels.updateValue(value, forKey: label) == nil else {
                throw Fault(description: "a label twice, or without end: \(text)")
            }
            rest = rest.dropFirst()
            if rest.isEmpty { break }
            guard rest.first == ",", rest.count > 1 else {
                throw Fault(description: "labels are not parted: \(text)")
            }
            rest = rest.dropFirst()
        }
        return (name, labels)
    }

    /// Buckets rise, the last is `+Inf` and agrees with the count.
    private func checkBuckets(of name: String) throws {
        var last: [String: (bound: Double, count: Double)] = [:]
        for sample in samples where sample.name == "\(name)_bucket" {
            guard let le = sample.labels["le"], let bound = le == "+Inf" ? .infinity : Double(le)
            else { throw Fault(description: "\(name): a bucket without bound") }
            let key = Self.key(sample)
            if let before = last[key], before.bound >= bound || before.count > sample.value {
                throw Fault(description: "\(name): buckets do not rise at \(le)")
            }
            last[key] = (bound, sample.value)
        }
        for sample in samples where sample.name == "\(name)_count" {
            guard let end = last[Self.key(sample)], end.bound == .infinity,
                end.count == sample.value
            else { throw Fault(description: "\(name): the last bucket is not the count") }
        }
    }

    private static func key(_ sample: Sample) -> String {
        sample.labels.filter { $0.key != "le" }.sorted { $0.key < $1.key }
            .map { "\($0)=\($1)" }.joined(separator: ",")
    }
}
