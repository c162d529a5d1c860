import Events
import Policy

/// Assessments in wire form without what is a person's own (unit, days, household).
///
/// A season knows some hundreds of them, where it has millions of persons: each person keeps the
/// number of one (``Standing``).
struct AssessmentForms {
    private var table = TextTable()

    /// Bytes before a form: where the person's own fields stand between its parts.
    private static let headCount = 6

    /// An empty collection.
    init() {}

    /// Forms known.
    var count: Int { table.count }

    /// The number of the form that a verdict has.
    ///
    /// - Parameters:
    ///   - receipts: Money received and not taken back, by channel id, sorted, not zero.
    ///   - refunds: Money paid back, by office, sorted, not zero.
    ///   - scratch: Working memory.
    mutating func number(
        of verdict: Verdict,
        under policy: CompiledPolicy,
        receipts: ContiguousArray<Share>,
        refunds: ContiguousArray<Share>,
        scratch: ByteBuffer
    ) -> UInt32 {
        scratch.removeAll()
        var cuts = (UInt16(0), UInt16(0), UInt16(0))
        withUnsafeBytes(of: &cuts) { scratch.append($0) }
        func cut() -> UInt16 {
            precondition(scratch.count <= 0xFFFF, "an assessment is some hundred bytes")
            return UInt16(scratch.count).littleEndian
        }
        verdict.writeStatus(to: scratch, under: policy)
        cuts.0 = cut()
        verdict.writeMoney(to: scratch, under: policy, receipts: receipts)
        cuts.1 = cut()
        verdict.writeGrounds(to: scratch, under: policy)
        cuts.2 = cut()
        for refund in refunds { scratch.put(30) { refund.write(to: $0) } }
        withUnsafeBytes(of: &cuts) { scratch.replace(0, with: $0) }
        return table.number(of: scratch.bytes)
    }

    /// Writes the assessment of a person in the form of `Topics/assessments.proto`.
    func write(_ standing: Standing, unit: String, to buffer: ByteBuffer) {
        table.withRun(standing.form) { form in
            func cut(_ number: Int) -> Int {
                Int(
                    UInt16(
                        littleEndian: form.loadUnaligned(
                            fromByteOffset: 2 * number,
                            as: UInt16.self
                        )
                    )
                )
            }
            func part(_ start: Int, _ end: Int) -> UnsafeRawBufferPointer {
                UnsafeRawBufferPointer(rebasing: form[start..<end])
            }
            buffer.append(part(Self.headCount, cut(0)))
            buffer.put(4, unit)
            buffer.append(part(cut(0), cut(1)))
            buffer.put(12, optional: Verdict.date(standing.enrolledDay))
            buffer.put(13, optional: Verdict.date(standing.benefitDay))
            buffer.append(part(cut(1), cut(2)))
            buffer.put(17, standing.household)
            buffer.append(part(cut(2), form.count))
        }
    }
}

extension AssessmentForms {
    func save(to buffer: ByteBuffer) {
        buffer.append(little: UInt32(table.count))
        for number in 0..<UInt32(table.count) {
            table.withRun(number) { buffer.append(counted: $0) }
        }
    }

    init(from reader: inout StateReader) throws(StateProblem) {
        for number in 0..<(try reader.count(ofAtLeast: 4 + Self.headCount)) {
            let form = try reader.counted()
            guard Self.isWhole(form), table.number(of: form) == UInt32(number) else {
                throw .malformed
            }
        }
    }

    private static func isWhole(_ form: UnsafeRawBufferPointer) -> Bool {
        guard form.count >= headCount else { return false }
        var last = headCount
        for number in 0..<3 {
            let cut = Int(
                UInt16(
                    littleEndian: form.loadUnaligned(fromByteOffset: 2 * number, as: UInt16.self)
                )
            )
            guard cut >= last, cut <= form.count else { return false }
            last = cut
        }
        return true
    }
}
