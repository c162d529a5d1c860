import Events

/// What changes of assessments mean in the books, worked out once for each that differs.
///
/// A batch of thousands of changes holds some hundreds that differ, for people of one unit pay the same
/// sum on the same days.
final class ChangeTable {
    /// A change and what it posts.
    struct Change {
        var previous: Assessment?
        var current: Assessment
        /// The lines that take the books from one to the other.
        var entries: [Entry]
    }

    /// Changes kept from batch to batch at most.
    private static let limit = 8_192

    private var texts = TextTable()
    private var assessments: [Result<Assessment, WireProblem>] = []
    private var numbers: [UInt64: Int] = [:]
    private var changes: [Change] = []
    private var scratch: [Entry] = []

    /// The change of a number, until the table is trimmed.
    subscript(number: Int) -> Change { changes[number] }

    /// The number of a change, from wire form to wire form.
    ///
    /// - Parameter previous: Empty with a person's first assessment.
    func number(
        from previous: UnsafeRawBufferPointer,
        to current: UnsafeRawBufferPointer
    ) throws(WireProblem) -> Int {
        let before = previous.isEmpty ? 0 : UInt64(try assessment(previous)) + 1
        let key = before << 32 | UInt64(try assessment(current))
        if let known = numbers[key] { return known }
        let old = before == 0 ? nil : try assessments[Int(before) - 1].get()
        let new = try assessments[Int(key & 0xFFFF_FFFF)].get()
        let entries = Posting.difference(from: old, to: new, &scratch)
        numbers[key] = changes.count
        changes.append(Change(previous: old, current: new, entries: entries))
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

    private func assessment(_ bytes: UnsafeRawBufferPointer) throws(WireProblem) -> UInt32 {
        let number = texts.number(of: bytes)
        if Int(number) == assessments.count {
            assessments.append(Result { () throws(WireProblem) in try Assessment(wire: bytes) })
        }
        _ = try assessments[Int(number)].get()
        return number
    }
}
