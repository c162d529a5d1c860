import Classification
import Events
import Ledger
import Ranking
import Testing
import Validation

@testable import Simulator

/// The records of one partition of an input topic, in their order.
private struct History {
    var topic: Topic
    var partition: Int32
    var records: [(key: [UInt8], value: [UInt8])]

    func batch(_ range: Range<Int>) -> RecordBatch {
        let batch = RecordBatch()
        for index in range {
            records[index].key.withUnsafeBytes { key in
                records[index].value.withUnsafeBytes { value in
                    batch.append(
                        topic: topic,
                        partition: partition,
                        offset: Int64(index),
                        key: key,
                        value: value
                    )
                }
            }
        }
        return batch
    }
}

/// The facts of a random season, as `validate` lets them through.
private func facts(of season: Season, _ dice: Dice) -> [History] {
    let validator = Validator(keys: Resident.keys, policies: Packs.compiled)
    let input = RecordBatch()
    for message in dice.shuffled(Array(season.streams.joined())) {
        message.key.withUnsafeBytes { key in
            message.bytes.withUnsafeBytes { bytes in
                input.append(
                    topic: message.topic,
                    partition: message.partition
                        ?? Partitioner.partition(of: key, count: season.partitions),
                    offset: Int64(input.count),
                    key: key,
                    value: bytes
                )
            }
        }
    }
    let output = RecordBatch()
    validator.process(input, into: output)
    return (0..<Int32(season.partitions)).map { partition in
        let own = output.places.filter { $0.topic == .factsValidated && $0.partition == partition }
        return History(
            topic: .factsValidated,
            partition: partition,
            records: own.map { (Array(output.key(of: $0)), Array(output.value(of: $0))) }
        )
    }
}

/// What the ledger tells of a season, in any order of its partitions.
private func posted(_ season: Season, _ dice: Dice) throws -> History {
    let books = try PlainRun(season).books
    var rest = books.outbox.sorted { $0.key < $1.key }.map { $0.value[...] }
    var records: [(key: [UInt8], value: [UInt8])] = []
    while !rest.allSatisfy(\.isEmpty) {
        let turn = dice.below(rest.count)
        guard let next = rest[turn].popFirst() else { continue }
        records.append((Array(next.scheme.utf8), next.bytes))
    }
    return History(topic: .ledgerPosted, partition: 0, records: records)
}

/// Runs a history to a cut, takes the state over into another core, and goes on with both.
///
/// - Returns: Bytes of the state at the cut.
private func tryCut(
    _ history: History,
    at cut: Int,
    _ note: String,
    _ make: () -> any RestorableCore
) throws -> Int {
    let (undisturbed, restored) = (make(), make())
    undisturbed.assign(partition: history.partition)
    undisturbed.process(history.batch(0..<cut), into: RecordBatch())
    let state = ByteBuffer()
    undisturbed.save(history.partition, to: state)
    restored.assign(partition: history.partition)
    try restored.restore(history.partition, from: state.bytes)
    let again = ByteBuffer()
    restored.save(history.partition, to: again)
    #expect(again.array == state.array, "\(note): the state taken back is another")
    #expect(restored.basis(of: history.partition) == undisturbed.basis(of: history.partition))
    for range in [cut..<history.records.count, 0..<min(cut, 10)] {
        let (first, second) = (RecordBatch(), RecordBatch())
        undisturbed.process(history.batch(range), into: first)
        restored.process(history.batch(range), into: second)
        #expect(contents(first) == contents(second), "\(note): \(range) comes out otherwise")
    }
    let (one, other) = (ByteBuffer(), ByteBuffer())
    undisturbed.save(history.partition, to: one)
    restored.save(history.partition, to: other)
    #expect(one.array == other.array, "\(note): the states part company")
    return state.count
}

private func contents(_ batch: RecordBatch) -> [[UInt8]] {
    batch.places.map { Array(batch.key(of: $0)) + Array(batch.value(of: $0)) }
}

private func season(_ seed: UInt64) -> Season {
    let dice = Dice(seed: seed)
    return Season(dice: dice, partitions: dice.number(1...3), people: dice.number(5...40))
}

@Test func `classify goes on from a snapshot as if nothing had happened, for random histories`()
    throws
{
    for seed in UInt64(1)...120 {
        let dice = Dice(seed: seed ^ 0xC1A5)
        for history in facts(of: season(seed), dice) {
            let cut = dice.below(history.records.count + 1)
            _ = try tryCut(history, at: cut, "seed \(seed), cut \(cut)") {
                Classifier { _, hash in Packs.byHash[hash] }
            }
        }
    }
}

@Test func `ranking goes on from a snapshot as if nothing had happened, for random histories`()
    throws
{
    for seed in UInt64(1)...120 {
        let (season, dice) = (season(seed), Dice(seed: seed ^ 0xA4B))
        let history = try posted(season, dice)
        let cut = dice.below(history.records.count + 1)
        _ = try tryCut(history, at: cut, "seed \(seed), cut \(cut)") {
            Ranker(seasons: Simulation.seasons, partitionCount: season.partitions)
        }
    }
}

@Test func `a state with any byte cut off or too many is refused, and never stops the process`()
    throws
{
    let season = season(7)
    let histories = facts(of: season, Dice(seed: 7)) + [try posted(season, Dice(seed: 7))]
    for history in histories {
        let make: () -> any RestorableCore = {
            history.topic == .ledgerPosted
                ? Ranker(seasons: Simulation.seasons, partitionCount: season.partitions)
                : Classifier { _, hash in Packs.byHash[hash] }
        }
        let core = make()
        core.assign(partition: history.partition)
        core.process(history.batch(0..<history.records.count), into: RecordBatch())
        let state = ByteBuffer()
        core.save(history.partition, to: state)
        for length in 0..<state.count {
            let part = UnsafeRawBufferPointer(rebasing: state.bytes[..<length])
            #expect(throws: StateProblem.self) { try core.restore(history.partition, from: part) }
        }
        state.append(byte: 0)
        #expect(throws: StateProblem.self) {
            try core.restore(history.partition, from: state.bytes)
        }
    }
}
