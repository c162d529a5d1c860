import Events
import Policy

/// A small season, made of a seed: people, what happened to them, and the messages that tell of it.
struct Season {
    let partitions: Int
    private(set) var lives: [Life] = []
    private(set) var lists: [Enlistment] = []
    /// Fen of the premium in force in the end, by scheme.
    private(set) var premiums: [String: Int64] = [:]
    /// Targets that count in the end, by scheme and town.
    private(set) var targets: [String: [String: Int64]] = [:]
    /// The last day that each source has closed, by scheme.
    private(set) var closed: [String: [String: CivilDate]] = [:]
    /// What each producer sends, in its order.
    private(set) var streams: [[Message]] = []
    /// Ids of the offices' records.
    private(set) var records: Set<String> = []

    private let dice: Dice
    private var sent: [Topic: [Message]] = [:]
    private var second: Int64 = 0
    private let writer = Letters()

    static let towns = ["鲍沟镇", "滨湖镇", "柴胡店镇", "大坞镇", "北辛街道"]
    static let taxBureau = "tax-bureau"
    static let operations = "operations"

    /// Makes a season of about so many people.
    init(dice: Dice, partitions: Int, people: Int) {
        self.dice = dice
        self.partitions = partitions
        let residents = dice.shuffled(Resident.pool)
        addScheme(Packs.schemes[0], Array(residents.prefix(people)))
        if dice.chance(300) {
            addScheme(Packs.schemes[1], Array(residents.dropFirst(people / 2).prefix(6)))
        }
        addStrangers()
        for topic in Topic.received { streams.append(order(sent[topic] ?? [])) }
    }

    private mutating func addScheme(_ scheme: String, _ residents: [Resident]) {
        addActivations(scheme)
        var own = residents.map { Life($0, scheme: scheme) }
        for index in own.indices { live(&own[index]) }
        for _ in 0..<dice.number(0...4) { enlist(&own, scheme) }
        for life in own where life.resident.refusal.isEmpty && life.isKnown { lives.append(life) }
        addTargets(scheme)
        addClosures(scheme)
    }

    private mutating func addActivations(_ scheme: String) {
        let packs = Packs.all[scheme] ?? []
        let count = dice.chance(250) ? 2 : 1
        for index in 0..<count {
            let fact = Fact(
                scheme: scheme,
                source: "policy",
                number: "00000\(index + 1)",
                body: .policyActivated(PolicyActivated(hash: packs[index].hash))
            )
            broadcast(.operationsReceived, "PolicyActivated:\(index + 1)", scheme) { _ in
                (fact, .control)
            }
        }
        premiums[scheme] = Packs.premiums[count - 1]
    }

    private mutating func addTargets(_ scheme: String) {
        for (index, town) in Season.towns.enumerated() where dice.chance(800) {
            for version in 0..<dice.number(1...2) {
                let heads = Int64(dice.number(1...15))
                let target = Target(
                    unit: town,
                    heads: heads,
                    effectiveFrom: day(2022, 10, 1 + version)
                )
                targets[scheme, default: [:]][town] = heads
                say(
                    .subsidyListsReceived,
                    Array(town.utf8),
                    Fact(
                        scheme: scheme,
                        source: "targets-\(version)",
                        number: "row-\(index)",
                        body: .target(target)
                    )
                )
            }
        }
    }

    private mutating func addClosures(_ scheme: String) {
        let bureaus = Packs.compiled[scheme]?.bureaus.map(\.id) ?? []
        let last = dice.pick([day(2022, 10, 23), day(2022, 11, 6), day(2022, 10, 20)])
        for source in [Season.taxBureau, Season.operations] + bureaus {
            var days = [day(2022, 10, 23), last]
            if dice.chance(30) { days = [] }
            let topic: Topic =
                source == Season.taxBureau
                ? .paymentsReceived
                : source == Season.operations ? .operationsReceived : .subsidyListsReceived
            for date in days {
                broadcast(topic, "DayClosed:\(source)", scheme) { _ in
                    (
                        Fact(
                            scheme: scheme,
                            source: source,
                            number: "day-\(date)",
                            body: .dayClosed(DayClosed(date: date))
                        ), .control
                    )
                }
            }
            closed[scheme, default: [:]][source] = days.max()
        }
    }

    func day(_ year: Int, _ month: Int, _ day: Int) -> CivilDate {
        CivilDate(year: year, month: month, day: day) ?? CivilDate(day: 0)
    }
}

// What becomes a message.
extension Season {
    /// One fact, as its source sends it: now and then twice.
    mutating func say(
        _ topic: Topic,
        _ key: [UInt8],
        _ fact: Fact,
        fate: Message.Fate? = nil,
        after: String? = nil
    ) {
        let name = "\(fact.scheme)/\(fact.source)/\(fact.number)"
        send(
            Message(
                topic: topic,
                partition: nil,
                key: key,
                bytes: writer.write(fact),
                scheme: fact.scheme,
                fate: fate ?? .fact(name),
                after: after,
                name: after == nil ? name : ""
            )
        )
    }

    /// One fact for each partition.
    mutating func broadcast(
        _ topic: Topic,
        _ key: String,
        _ scheme: String,
        _ make: (Int32) -> (Fact, Message.Fate)
    ) {
        for partition in 0..<Int32(partitions) {
            let (fact, fate) = make(partition)
            send(
                Message(
                    topic: topic,
                    partition: partition,
                    key: Array(key.utf8),
                    bytes: writer.write(fact),
                    scheme: scheme,
                    fate: fate
                )
            )
        }
    }

    mutating func send(_ message: Message) {
        sent[message.topic, default: []].append(message)
        if dice.chance(80) { sent[message.topic, default: []].append(message) }
    }

    /// Any order, but for what must come after something.
    private func order(_ messages: [Message]) -> [Message] {
        var order = dice.shuffled(messages)
        for index in order.indices {
            guard let name = order[index].after,
                let first = order.firstIndex(where: { $0.name == name }), first > index
            else { continue }
            order.swapAt(index, first)
        }
        return order
    }

    mutating func nextSecond() -> Int64 {
        second += 1
        return second
    }

    mutating func keep(_ list: Enlistment) { lists.append(list) }

    mutating func keep(record id: String) { records.insert(id) }

    var chance: Dice { dice }
}

/// Writes facts as bytes.
final class Letters {
    private let buffer = ByteBuffer()

    func write(_ fact: Fact) -> [UInt8] {
        buffer.removeAll()
        fact.write(to: buffer)
        return buffer.array
    }
}
