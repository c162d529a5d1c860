/// Figures in Prometheus' text form: each family once, with its help and its type.
///
/// - Source: Prometheus, «Exposition formats», text format 0.0.4.
public struct Exposition: Sendable {
    /// What has been written.
    public private(set) var text = ""

    /// Labels by name.
    public typealias Labels = [(String, String)]

    /// Creates an empty text.
    public init() {}

    /// Writes a family of counters.
    public mutating func counter(_ name: String, _ help: String, _ samples: [(Labels, String)]) {
        family(name, "counter", help, samples)
    }

    /// Writes a family of gauges.
    public mutating func gauge(_ name: String, _ help: String, _ samples: [(Labels, String)]) {
        family(name, "gauge", help, samples)
    }

    /// Writes a family of histograms.
    ///
    /// - Parameter show: Turns a figure into base units.
    public mutating func histogram(
        _ name: String,
        _ help: String,
        _ samples: [(Labels, Histogram)],
        show: (Int64) -> String
    ) {
        head(name, "histogram", help)
        for (labels, histogram) in samples {
            var count: Int64 = 0
            for (index, times) in histogram.counts.enumerated() {
                count += times
                let bound = index < histogram.bounds.count ? show(histogram.bounds[index]) : "+Inf"
                sample("\(name)_bucket", labels + [("le", bound)], "\(count)")
            }
            sample("\(name)_sum", labels, show(histogram.sum))
            sample("\(name)_count", labels, "\(count)")
        }
    }

    private mutating func family(
        _ name: String,
        _ type: String,
        _ help: String,
        _ samples: [(Labels, String)]
    ) {
        head(name, type, help)
        for (labels, value) in samples { sample(name, labels, value) }
    }

    private mutating func head(_ name: String, _ type: String, _ help: String) {
        text += "# HELP \(name) \(help)\n# TYPE \(name) \(type)\n"
    }

    private mutating func sample(_ name: String, _ labels: Labels, _ value: String) {
        text += name
        if !labels.isEmpty {
            let all = labels.map { "\($0.0)=\"\(Self.escaped($0.1))\"" }
            text += "{\(all.joined(separator: ","))}"
        }
        text += " \(value)\n"
    }

    private static func escaped(_ value: String) -> String {
        var escaped = ""
        for character in value {
            switch character {
            case "\\": escaped += "\\\\"
            case "\"": escaped += "\\\""
            case "\n": escaped += "\\n"
            default: escaped.append(character)
            }
        }
        return escaped
    }
}
