import Events
import Ledger
import Testing

/// Makes batches as `classify` and the ledger's core do, for one or several partitions.
struct BatchMaker {
    let poster = Poster()
    var scheme = "s"
    /// Next offset of each partition.
    private var offsets: [Int32: Int64] = [:]

    /// Takes a partition over.
    mutating func assign(_ state: PartitionState) {
        poster.assign(state)
        offsets[state.partition] = state.nextOffset
    }

    /// `count` new persons, each insured for 350 yuan.
    mutating func insured(_ count: Int, partition: Int32 = 0, unit: String = "鲍沟镇") -> LedgerBatch {
        insured([partition: count], unit: unit)
    }

    /// New persons in several partitions, in one batch.
    mutating func insured(_ counts: [Int32: Int], unit: String = "鲍沟镇") -> LedgerBatch {
        let input = RecordBatch()
        for (partition, count) in counts.sorted(by: { $0.key < $1.key }) {
            for _ in 0..<count {
                let offset = next(partition)
                let now = ByteBuffer()
                BatchMaker.assessment(unit: unit, day: 19_300 + Int32(offset % 7)).write(to: now)
                append(to: input, partition, offset, tally: .accepted) {
                    Classified.writeChange(
                        to: $0,
                        revision: 1,
                        cause: "t/\(offset)",
                        previous: UnsafeRawBufferPointer(start: nil, count: 0),
                        current: now.bytes,
                        seal: nil
                    )
                }
            }
        }
        return post(input)
    }

    /// `count` new dossiers, each with one village's deposit.
    mutating func deposits(_ count: Int, partition: Int32 = 0) -> LedgerBatch {
        let input = RecordBatch()
        for _ in 0..<count {
            let offset = next(partition)
            var item = DossierItem(key: "deposit/\(offset)", kind: .deposit, status: .recorded)
            item.rules = ["money.deposit"]
            item.moves = [
                MoneyMove(
                    from: MoneyPlace(.cashDeposited, unit: "鲍沟镇/\(offset)", party: "h-1"),
                    to: MoneyPlace(.collectionAccount, unit: "鲍沟镇", party: "township"),
                    amount: Money(yuan: 350)
                )
            ]
            let change = DossierChange(
                subject: DossierSubject(kind: .unit, id: "鲍沟镇/\(offset)"),
                revision: 1,
                cause: "operations/D-\(offset)",
                items: [DossierItemChange(previous: nil, current: item)]
            )
            append(to: input, partition, offset, tally: .accepted) {
                Classified.writeDossier(to: $0, change: change)
            }
        }
        return post(input)
    }

    /// Facts passed on by `classify`.
    mutating func forwarded(_ facts: [Fact], partition: Int32 = 0) -> LedgerBatch {
        let input = RecordBatch()
        for fact in facts {
            append(to: input, partition, next(partition), tally: .accepted) {
                Classified.writeForwarded(to: $0, fact: fact)
            }
        }
        return post(input)
    }

    /// Rejected facts.
    mutating func rejected(_ codes: [String], partition: Int32 = 0) -> LedgerBatch {
        let input = RecordBatch()
        for code in codes {
            append(to: input, partition, next(partition), tally: .rejected, code: code) { _ in }
        }
        return post(input)
    }

    private func post(_ input: RecordBatch) -> LedgerBatch {
        poster.post(input) { _, problem in Issue.record("\(problem)") }
    }

    private mutating func next(_ partition: Int32) -> Int64 {
        let offset = offsets[partition, default: 0]
        offsets[partition] = offset + 1
        return offset
    }

    private func append(
        to input: RecordBatch,
        _ partition: Int32,
        _ offset: Int64,
        tally: Tally,
        code: String = "",
        body: (ByteBuffer) -> Void
    ) {
        let value = ByteBuffer()
        Classified.writeHead(
            to: value,
            scheme: scheme,
            offset: offset,
            index: 0,
            tally: tally,
            code: code
        )
        body(value)
        PersonKey(high: UInt64(partition), low: UInt64(offset)).withBytes {
            input.append(
                topic: .assessmentsClassified,
                partition: partition,
                offset: offset,
                key: $0,
                value: value.bytes
            )
        }
    }

    private static func assessment(unit: String, day: Int32) -> Assessment {
        var assessment = Assessment()
        assessment.status = .insured
        assessment.isCovered = true
        assessment.unit = unit
        assessment.category = "ordinary"
        assessment.premium = Money(yuan: 350)
        assessment.due = Money(yuan: 350)
        assessment.receipts = [Share(party: "wechat", amount: Money(yuan: 350))]
        assessment.enrolledOn = CivilDate(day: day)
        assessment.rules = ["TZ-01"]
        return assessment
    }
}

extension LedgerReader {
    /// Numbers of all journals, in the order read.
    func journalNumbers() throws -> [String] {
        var numbers: [String] = []
        try journals { numbers.append("\($0.partition)/\($0.sequence)") }
        return numbers
    }
}
