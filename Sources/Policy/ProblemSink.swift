/// Gathers what is wrong while a pack is read, so that all of it is told at once.
final class ProblemSink {
    private(set) var problems: [PolicyProblem] = []
    private(set) var warnings: [PolicyProblem] = []
    /// Line of each mapping, by its key path.
    private(set) var lines: [String: Int] = [:]
    /// Every citation read, with its place.
    private(set) var citations: [PlacedCitation] = []

    func note(_ place: SourcePlace) { lines[place.key] = place.line }

    func note(_ citation: Citation, at place: SourcePlace) {
        citations.append(
            PlacedCitation(
                file: place.file,
                line: place.line,
                key: place.key,
                citation: citation
            )
        )
    }

    func refuse(_ file: String, _ line: Int, _ key: String, _ reason: String, _ nextStep: String) {
        problems.append(
            PolicyProblem(file: file, line: line, key: key, reason: reason, nextStep: nextStep)
        )
    }

    func warn(_ file: String, _ line: Int, _ key: String, _ reason: String, _ nextStep: String) {
        warnings.append(
            PolicyProblem(file: file, line: line, key: key, reason: reason, nextStep: nextStep)
        )
    }
}

/// A place in a file: where a problem points.
struct SourcePlace: Hashable, Sendable {
    var file: String
    var line: Int
    var key: String
}
