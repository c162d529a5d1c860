import Events
import Ledger
import Testing

private let person = PersonKey(high: 1, low: 2)

private func state(_ partition: Int32 = 0) -> PartitionState {
    PartitionState(
        partition: partition,
        nextOffset: 0,
        epoch: 1,
        journalSequence: 0,
        outboxSequence: 0,
        highWater: .start
    )
}

private func insured(_ paid: Int64) -> Assessment {
    var it = Assessment()
    it.status = .insured
    it.isCovered = true
    it.unit = "鲍沟镇"
    it.category = "ordinary"
    it.premium = Money(yuan: 350)
    it.due = Money(yuan: 350)
    it.upfront = Money(yuan: 350)
    it.receipts = [Share(party: "wechat", amount: Money(yuan: paid))]
    it.enrolledOn = CivilDate(day: 19_300)
    it.rules = ["TZ-01"]
    return it
}

/// Adds a message to a batch as `classify` writes it.
private func add(
    _ batch: RecordBatch,
    at offset: Int64,
    cause: Int64,
    index: UInt32 = 0,
    previous: Assessment? = nil,
    current: Assessment
) {
    let before = ByteBuffer()
    previous?.write(to: before)
    let now = ByteBuffer()
    current.write(to: now)
    let value = ByteBuffer()
    Classified.writeHead(
        to: value,
        scheme: "s",
        offset: cause,
        index: index,
        tally: .accepted
    )
    Classified.writeChange(
        to: value,
        revision: previous == nil ? 1 : 2,
        cause: "tax-bureau/T\(cause)",
        previous: before.bytes,
        current: now.bytes,
        seal: nil
    )
    person.withBytes {
        batch.append(
            topic: .assessmentsClassified,
            partition: 0,
            offset: offset,
            key: $0,
            value: value.bytes
        )
    }
}

@Test func `a batch counts heads, money and facts, and tells readers once`() {
    let poster = Poster()
    poster.assign(state())
    let batch = RecordBatch()
    add(batch, at: 0, cause: 0, current: insured(350))
    let posted = poster.post(batch) { _, problem in Issue.record("\(problem)") }
    #expect(posted.journals.map(\.sequence) == [1])
    #expect(posted.balances.values.reduce(into: Int64(0)) { $0 += $1.fen } == 0)
    #expect(posted.outbox.map(\.sequence) == [1])
    #expect(posted.outbox[0].progress.map(\.delta.heads) == [1])
    #expect(posted.partitions == [poster.state(of: 0)])
    #expect(posted.partitions[0].nextOffset == 1)
}

@Test func `a message published twice is posted once`() {
    let poster = Poster()
    poster.assign(state())
    let batch = RecordBatch()
    add(batch, at: 0, cause: 5, current: insured(350))
    add(batch, at: 1, cause: 5, current: insured(350))
    let posted = poster.post(batch) { _, _ in }
    #expect(posted.journals.count == 1)
    let again = RecordBatch()
    add(again, at: 2, cause: 5, current: insured(350))
    let second = poster.post(again) { _, _ in }
    #expect(second.journals.isEmpty)
    #expect(second.tallies.isEmpty)
    #expect(second.partitions[0].nextOffset == 3)
}

@Test func `a record read before is passed over`() {
    let poster = Poster()
    var later = state()
    later.nextOffset = 10
    poster.assign(later)
    let batch = RecordBatch()
    add(batch, at: 9, cause: 50, current: insured(350))
    #expect(poster.post(batch) { _, _ in }.isEmpty)
}

@Test func `what cannot be read is told and the rest is posted`() {
    let poster = Poster()
    poster.assign(state())
    let batch = RecordBatch()
    person.withBytes { key in
        [UInt8](repeating: 0xFF, count: 5).withUnsafeBytes {
            batch.append(
                topic: .assessmentsClassified,
                partition: 0,
                offset: 0,
                key: key,
                value: $0
            )
        }
    }
    add(batch, at: 1, cause: 1, current: insured(350))
    var told = 0
    let posted = poster.post(batch) { _, _ in told += 1 }
    #expect(told == 1)
    #expect(posted.journals.count == 1)
}
