/// A promise that an adapter did not keep.
public struct ConformanceViolation: Error, CustomStringConvertible, Sendable {
    /// What was expected and what was found.
    public let description: String

    init(_ description: String) { self.description = description }
}

/// Throws unless the condition holds.
func require(_ condition: Bool, _ sentence: @autoclosure () -> String) throws {
    if !condition { throw ConformanceViolation(sentence()) }
}

/// Throws unless both are equal.
func requireEqual<T: Equatable>(_ found: T, _ expected: T, _ what: String) throws {
    try require(found == expected, "\(what): \(found), expected \(expected)")
}

/// Throws unless `body` throws an error that `isExpected` takes.
func requireThrows(
    _ what: String,
    _ isExpected: (any Error) -> Bool = { _ in true },
    _ body: () throws -> Void
) throws {
    do {
        try body()
    } catch {
        try require(isExpected(error), "\(what) threw \(error)")
        return
    }
    throw ConformanceViolation("\(what) did not fail")
}
