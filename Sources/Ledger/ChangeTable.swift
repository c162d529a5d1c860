import Events

/// What changes of assessments mean in the books, worked out once for each that differs.
///
/// A batch of thousands of changes holds some hundreds that differ, for people of one unit pay the same
/// sum on the same days.
final class ChangeTable {
    /// A change and what it posts.
    struct Change {
        /// Number of the assessment before; nil with a person's first.
        var previous: Int?
        /// Number of the assessment now.
        var current: Int
        /// The lines that take the books from one to the other.
        var lines: JournalLines
    }

    /// Changes kept from batch to batch at most.
    private static let limit = 16_384

    private var texts = TextTable()
    private var assessments: [Result<Assessment, WireProblem>] = []
    private var numbers: [UInt64: Int] = [:]
    private var changes: [Change] = []
    private var scratch: [Entry] = []

    /// The change of a number, until the table is trimmed.
    subscript(number: Int) -> Change { changes[number] }

    /// The assessment of a number that a change has, until the table is trimmed.
    func assessment(_ number: Int) -> Assessment {
        guard case .success(let known) = assessments[number] else {
            preconditionFailure("a change is of an assessment that could not be read")
        }
        return known
    }

    /// The number of a change, from wire form to wire form.
    ///
    /// - Parameter previous: Empty with a person's first assessment.
    func number(
        from previous: UnsafeRawBufferPointer,
        to current: UnsafeRawBufferPointer
    ) throws(WireProblem) -> Int {
        let before = previous.isEmpty ? nil : try number(of: previous)
        let after = try number(of: current)
        let key = UInt64((before ?? -1) + 1) << 32 | UInt64(after)
        if let known = numbers[key] { return known }
        let old = before.map { assessment($0) }
        let entries = Posting.difference(from: old, to: assessment(after), &scratch)
        numbers[key] = changes.count
        changes.append(Change(previous: before, current: after, lines: JournalLines(entries)))
        return changes.count - 1
    }

    /// Forgets everything when it has become too much; between two batches.
    func trim() {
        if changes.count <= Self.limit && texts.count <= Self.limit { return }
        texts = TextTable()
        assessments.removeAll()
        numbers.removeAll()
        changes.removeAll()
    }

    /// The number of an assessment in wire form.
    private func number(of bytes: UnsafeRawBufferPointer) throws(WireProblem) -> Int {
        let number = Int(texts.number(of: bytes))
        if number == assessments.count {
            assessments.append(Result { () throws(WireProblem) in try Assessment(wire: bytes) })
        }
        if case .failure(let problem) = assessments[number] { throw problem }
        return number
    }
}
