import Events
import Kafka
import Policy

/// Made-up residents who are on the roster and pay once.
///
/// A payment is found again in a ranking by its partition: residents of a partition live in towns of
/// that partition only. Partitions keep their order all the way, so the *n*-th payment of one is
/// counted when its towns have *n* persons more.
struct Payers {
    private let pack: PolicyPack
    private let keys: SeasonKeys
    private let partitions: Int
    /// Residents of one batch of the roster.
    private static let batch = 10_000

    init(pack: PolicyPack, keys: SeasonKeys, partitions: Int) {
        precondition(partitions <= pack.compiled.units.count, "each partition has a town")
        (self.pack, self.keys, self.partitions) = (pack, keys, partitions)
    }

    /// The scheme.
    var scheme: String { pack.scheme }

    /// Persons enrolled by partition.
    func counts(of ranking: RankingPublished) -> [Int64] {
        var counts = Array(repeating: Int64(0), count: partitions)
        for row in ranking.rows {
            guard let unit = pack.compiled.units.firstIndex(where: { $0.name == row.unit }) else {
                continue
            }
            counts[unit % partitions] += row.enrolled
        }
        return counts
    }

    /// Puts residents on the roster, and makes the records of their payments.
    func prepare(_ residents: Range<Int>, log: KafkaEventLog) throws -> Deck {
        let deck = Deck(partitions: partitions)
        let roster = RecordBatch(capacity: 1 << 22)
        for resident in residents {
            let identity = identity(resident)
            let key = keys.personKey(kind: .residentID, number: identity.number)
            let seal = try keys.seal(identity, scheme: pack.scheme)
            let partition = key.withBytes { Partitioner.partition(of: $0, count: partitions) }
            let unit = unit(resident, partition: Int(partition))
            var line = fact("R\(resident)", .rosterLine(RosterLine(unit: unit, filedOn: opening)))
            line.seal = seal
            key.withBytes { key in
                roster.append(topic: .subsidyListsReceived, partition: partition, key: key) {
                    line.write(to: $0)
                }
            }
            var payment = fact("T\(resident)", .payment(payment(resident, unit)))
            payment.seal = seal
            key.withBytes { deck.add(payment, key: $0, partition: partition) }
            if roster.count == Payers.batch || resident == residents.upperBound - 1 {
                try log.append(roster)
                roster.removeAll()
            }
        }
        return deck
    }

    private var opening: CivilDate { CivilDate(day: pack.compiled.tables.window.opens) }

    private func fact(_ number: String, _ body: Fact.Body) -> Fact {
        Fact(scheme: pack.scheme, source: "latency", number: number, body: body)
    }

    /// All of one day, as they come in a stream.
    private func payment(_ resident: Int, _ unit: String) -> Payment {
        let channels = pack.compiled.channels
        return Payment(
            amount: pack.compiled.tiers[0].premium,
            unit: unit,
            channel: channels[resident % channels.count].id,
            paidAt: CivilTime(
                second: CivilTime(startOf: opening).second + Int64(resident % 86_400)
            )
        )
    }

    private func unit(_ resident: Int, partition: Int) -> String {
        let units = pack.compiled.units
        let own = (units.count - partition + partitions - 1) / partitions
        return units[partition + resident % own * partitions].name
    }

    /// A number that satisfies GB 11643, of a person born from 1970 to 2019, and a name.
    private func identity(_ resident: Int) -> OpenIdentity {
        let birth = CivilDate(day: Int32(resident * 7 % 18_000)).description
        var number = Array("370481".utf8) + birth.utf8.filter { $0 != UInt8(ascii: "-") }
        number += String(1_000 + resident / 18_000 % 1_000).suffix(3).utf8
        number.append(IdentityNumber.checkCharacter(of: number))
        return OpenIdentity(kind: .residentID, number: number, name: Array("王小明".utf8))
    }
}

/// The payments of a schedule in the order of their due times, ready to be sent.
///
/// Filled by one thread before another reads it.
final class Deck {
    private let records = RecordBatch(capacity: 1 << 24)
    /// The payments of each partition, by their place on the schedule.
    private(set) var ofPartition: [[Int]]

    init(partitions: Int) { ofPartition = Array(repeating: [], count: partitions) }

    /// Payments.
    var count: Int { records.count }
    /// Payments by partition.
    var counts: [Int64] { ofPartition.map { Int64($0.count) } }

    func add(_ payment: Fact, key: UnsafeRawBufferPointer, partition: Int32) {
        ofPartition[Int(partition)].append(records.count)
        records.append(topic: .paymentsReceived, partition: partition, key: key) {
            payment.write(to: $0)
        }
    }

    /// Copies payments into a batch.
    func copy(_ payments: Range<Int>, into batch: RecordBatch) {
        for place in records.places[payments] {
            batch.append(
                topic: place.topic,
                partition: place.partition,
                key: records.key(of: place)
            ) { $0.append(records.value(of: place)) }
        }
    }
}
