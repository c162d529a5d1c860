import Events
import Testing

@testable import Classification

@Suite struct PersonStoreTests {
    /// What the store must hold of a person.
    private struct Model {
        var standing: Standing?
        var facts: [(tag: FactTag, identity: UInt64, content: UInt32, number: UInt64)] = []
    }

    @Test func `persons keep their facts and standings while records grow and move`() {
        var random = SeededGenerator(seed: 11)
        let store = PersonStore()
        var models: [Model] = []
        for step in 0..<20_000 {
            if models.isEmpty || Int.random(in: 0..<10, using: &random) == 0 {
                store.append()
                models.append(Model())
            }
            // Few have very many facts.
            let person =
                step % 3 == 0 ? 0 : Int.random(in: 0..<models.count, using: &random)
            if Bool.random(using: &random) {
                let standing = Standing(
                    revision: UInt64(step),
                    form: UInt32.random(
                        in: 0...(.max >> UInt32.random(in: 0..<32, using: &random))
                    ),
                    unit: UInt32(step % 300),
                    enrolledDay: step % 5 == 0 ? Verdict.noDay : Int32(18_000 + step % 2_000),
                    benefitDay: step % 2 == 0 ? Verdict.noDay : Int32(-step),
                    household: step % 7 == 0 ? random.next() : 0
                )
                store.replaceStanding(standing, of: person)
                models[person].standing = standing
            } else {
                let number = random.next() >> UInt64.random(in: 0..<64, using: &random)
                var payload = FactPayload()
                payload.put(number)
                let identity = UInt64.random(in: 0..<2_000, using: &random)
                let fact = StoredFact(
                    tag: .payment,
                    identity: identity,
                    content: UInt32(identity % 3),
                    payload: payload
                )
                let isKnown = models[person].facts.contains { $0.identity == identity }
                #expect(store.add(fact, to: person) == (isKnown ? .repeated : .accepted))
                if !isKnown {
                    models[person].facts.append((.payment, identity, fact.content, number))
                }
            }
        }
        for (person, model) in models.enumerated() {
            #expect(store[person].standing == model.standing)
            var facts: [UInt64] = []
            store[person].forEachFact { fact in
                var payload = fact.payload
                facts += [fact.identity, UInt64(fact.content), payload.number()]
            }
            #expect(facts == model.facts.flatMap { [$0.identity, UInt64($0.content), $0.number] })
            #expect(PersonRecord.isWhole(store[person].bytes))
        }
        #expect(store[0].count > 10_000, "somebody must have outgrown the small blocks")
    }
}
