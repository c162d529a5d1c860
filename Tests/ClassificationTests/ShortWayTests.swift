import Classification
import Events
import Testing

/// An unknown field, by which a record goes the long way.
private let unknown: [UInt8] = [0xE0, 3, 1]

extension RecordBatch {
    /// The records, each with a field that no build knows.
    fileprivate func withUnknownFields() -> RecordBatch {
        let batch = RecordBatch()
        for place in places {
            let value = ByteBuffer()
            value.append(self.value(of: place))
            value.append(unknown)
            batch.append(
                topic: place.topic,
                partition: place.partition,
                offset: place.offset,
                key: key(of: place),
                value: value.bytes
            )
        }
        return batch
    }

    fileprivate var contents: [[UInt8]] { places.map { Array(key(of: $0)) + Array(value(of: $0)) } }
}

@Suite struct ShortWayTests {
    /// Residents, payments, reversals, repeated and conflicting facts, in any order.
    private func run(_ scheme: String, seed: UInt64) throws -> FactRun {
        var random = SeededGenerator(seed: seed)
        var run = try FactRun(scheme)
        let tiers = [""] + run.pack.compiled.tiers.map(\.id)
        for number in 0..<300 {
            let key = PersonKey(high: 7, low: UInt64.random(in: 0..<120, using: &random))
            let tier = tiers.randomElement(using: &random) ?? ""
            switch Int.random(in: 0..<4, using: &random) {
            case 0: run.resident(key, household: key.low / 3, householdTier: tier, tier: tier)
            case 1: run.pay(350, tier: tier, key, "T\(number % 90)", unit: "鲍沟镇")
            case 2: run.pay(Int64.random(in: 1...800, using: &random), key, "T\(number)")
            default:
                let payment = Payment(
                    amount: Money(yuan: 350),
                    unit: "",
                    channel: "alipay",
                    paidAt: CivilTime(second: 1_600_000_000),
                    reverses: "T\(number / 2)"
                )
                run.add(.payment(payment), source: "tax-bureau", "R\(number)", key)
            }
        }
        return run
    }

    @Test(arguments: Fixture.schemes)
    func `what is read in place comes out as what is read into a fact`(scheme: String) throws {
        for seed in 1...20 as ClosedRange<UInt64> {
            let run = try run(scheme, seed: seed)
            let (short, long) = (RecordBatch(), RecordBatch())
            let (one, other) = (run.classifier(), run.classifier())
            one.process(run.records(), into: short)
            other.process(run.records().withUnknownFields(), into: long)
            #expect(short.contents == long.contents)
            let (state, same) = (ByteBuffer(), ByteBuffer())
            one.save(0, to: state)
            other.save(0, to: same)
            #expect(state.array == same.array)
        }
    }
}
