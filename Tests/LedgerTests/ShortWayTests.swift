import Events
import Ledger
import Testing

/// An unknown field, by which a message goes the long way.
private let unknown: [UInt8] = [0xE0, 3, 1]

@Suite struct ShortWayTests {
    private func assessment(_ number: Int) -> Assessment {
        var it = Assessment()
        it.status = number % 5 == 0 ? .unpaid : number % 5 == 1 ? .ineligible : .insured
        it.isCovered = it.status == .insured
        it.unit = ["鲍沟镇", "大坞镇/某村", ""][number % 3]
        it.category = ["ordinary", "orphan"][number % 2]
        it.premium = Money(yuan: 350)
        it.due = number % 2 == 0 ? Money(yuan: 350) : .zero
        if number % 2 == 1 { it.shares = [Share(party: "county", amount: Money(yuan: 350))] }
        if number % 4 > 0 {
            it.receipts = [Share(party: "wechat", amount: Money(yuan: Int64(number % 4) * 350))]
        }
        it.otherCategories = number % 7 == 0 ? ["severeDisability"] : []
        it.enrolledOn = it.isCovered ? CivilDate(day: 19_300 + Int32(number % 3)) : nil
        it.rules = ["TZ-01"]
        return it
    }

    /// Changes of many people in three partitions and two schemes, most of them alike.
    private func messages(_ tail: [UInt8]) -> RecordBatch {
        let batch = RecordBatch()
        for number in 0..<3_000 {
            let (before, now, value) = (ByteBuffer(), ByteBuffer(), ByteBuffer())
            if number % 3 > 0 { assessment(number % 31 * 7 % 40).write(to: before) }
            assessment(number % 31).write(to: now)
            Classified.writeHead(
                to: value,
                scheme: number % 10 == 0 ? "s" : "tengzhou-2023",
                offset: Int64(number),
                index: 0,
                tally: number % 6 == 0 ? .continuation : .accepted
            )
            Classified.writeChange(
                to: value,
                revision: number % 3 > 0 ? 2 : 1,
                cause: "tax-bureau/T\(number)",
                previous: before.bytes,
                current: now.bytes,
                seal: number % 3 > 0 ? nil : SealedIdentity(dataKey: 1, box: [1, 2, 3])
            )
            value.append(tail)
            PersonKey(high: 1, low: UInt64(number % 900)).withBytes {
                batch.append(
                    topic: .assessmentsClassified,
                    partition: Int32(number / 500 % 3),
                    offset: Int64(number),
                    key: $0,
                    value: value.bytes
                )
            }
        }
        return batch
    }

    private func post(_ batch: RecordBatch) -> LedgerBatch {
        let poster = Poster()
        for partition in 0..<3 as Range<Int32> {
            poster.assign(
                PartitionState(
                    partition: partition,
                    nextOffset: 5,
                    epoch: 1,
                    journalSequence: 10,
                    outboxSequence: 20,
                    highWater: HighWater(offset: 7, index: 0)
                )
            )
        }
        return poster.post(batch) { _, problem in Issue.record("\(problem)") }
    }

    @Test func `changes counted and added up at the end post what they post one by one`() {
        let (short, long) = (post(messages([])), post(messages(unknown)))
        #expect(short.schemes == long.schemes)
        #expect(short.journals.count == long.journals.count)
        for (one, other) in zip(short.journals, long.journals) {
            #expect(one.partition == other.partition && one.sequence == other.sequence)
            #expect(one.scheme == other.scheme && one.person == other.person)
            #expect(one.revision == other.revision)
            #expect(short.cause(of: one) == long.cause(of: other))
            #expect(short.assessment(of: one) == long.assessment(of: other))
            #expect(short.seal(of: one) == long.seal(of: other))
            #expect(short.entries(of: one) == long.entries(of: other))
            #expect(short.postings[one.posting].scheme == one.scheme)
        }
        #expect(short.postings.count * 5 < long.postings.count, "most changes are alike")
        #expect(short.balances == long.balances)
        #expect(short.progress == long.progress)
        #expect(short.census == long.census)
        #expect(short.tallies == long.tallies)
        #expect(short.partitions == long.partitions)
        #expect(short.outbox.map(bytes) == long.outbox.map(bytes))
    }

    @Test func `an assessment that cannot be read is told each time`() {
        let batch = RecordBatch()
        for offset in 0..<2 as Range<Int64> {
            let value = ByteBuffer()
            Classified.writeHead(to: value, scheme: "s", offset: offset, index: 0, tally: .accepted)
            [0xFF].withUnsafeBytes {
                Classified.writeChange(
                    to: value,
                    revision: 1,
                    cause: "c/1",
                    previous: UnsafeRawBufferPointer(start: nil, count: 0),
                    current: $0,
                    seal: nil
                )
            }
            PersonKey(high: 1, low: 2).withBytes {
                batch.append(
                    topic: .assessmentsClassified,
                    partition: 0,
                    offset: offset,
                    key: $0,
                    value: value.bytes
                )
            }
        }
        let poster = Poster()
        poster.assign(
            PartitionState(
                partition: 0,
                nextOffset: 0,
                epoch: 1,
                journalSequence: 0,
                outboxSequence: 0,
                highWater: .start
            )
        )
        var told = 0
        let posted = poster.post(batch) { _, _ in told += 1 }
        #expect(told == 2)
        #expect(posted.journals.isEmpty && posted.partitions[0].nextOffset == 2)
    }

    private func bytes(_ message: LedgerPosted) -> [UInt8] {
        let buffer = ByteBuffer()
        message.write(to: buffer)
        return buffer.array
    }
}
