import Events
import Ledger
import Stage

/// The messages of `ledger.posted`, each with what the ledger's journals say that it must tell.
struct PostedJournals {
    /// By scheme, the messages in order of (partition, number); their deltas come from the journals.
    private(set) var messages: [String: [LedgerPosted]] = [:]
    /// Messages that tell other deltas than their journals, the first first.
    private(set) var differing: [String] = []
    /// Of each partition, the number of the last message that the ledger had posted.
    private(set) var ends: [Int32: Int64] = [:]

    private struct Place: Hashable {
        var scheme: String
        var partition: Int32
    }
    private struct PersonInScheme: Hashable {
        var person: PersonKey
        var scheme: String
    }

    /// Reads the log up to where the reader's ledger stands, then all journals of persons.
    init(_ reader: any LedgerReader, log: any EventLog) throws {
        for state in try reader.positions() { ends[state.partition] = state.outboxSequence }
        var order: [Place: [LedgerPosted]] = [:]
        var marks: [Int32: Int64] = [:]
        try LogCensus.scan(.ledgerPosted, log) { bytes, _ in
            let message = try LedgerPosted(wire: bytes)
            guard message.sequence > marks[message.partition] ?? 0,
                message.sequence <= ends[message.partition] ?? 0
            else { return }
            marks[message.partition] = message.sequence
            let place = Place(scheme: message.scheme, partition: message.partition)
            order[place, default: []].append(message)
        }
        let deltas = try PostedJournals.deltas(of: order, reader)
        for (place, own) in order.sorted(by: { $0.key.partition < $1.key.partition }) {
            take(own, deltas[place], of: place)
        }
        differing.sort()
    }

    private mutating func take(_ own: [LedgerPosted], _ deltas: [PostedDelta]?, of place: Place) {
        guard let deltas else {
            // From before messages told of journals: they are taken at their word.
            messages[place.scheme, default: []] += own
            return
        }
        for (told, delta) in zip(own, deltas) {
            var message = told
            delta.write(to: &message)
            if !message.tellsTheSame(as: told) {
                differing.append(
                    "\(place.scheme): message \(told.partition)/\(told.sequence) tells other "
                        + "deltas than journals up to \(told.partition)/\(told.journalsThrough)"
                )
            }
            messages[place.scheme, default: []].append(message)
        }
    }

    /// Of each message, what its journals come to.
    private static func deltas(
        of order: [Place: [LedgerPosted]],
        _ reader: any LedgerReader
    ) throws -> [Place: [PostedDelta]] {
        var deltas: [Place: [PostedDelta]] = [:]
        for (place, own) in order where own.allSatisfy({ $0.journalsThrough > 0 || $0.isOfUnits }) {
            deltas[place] = Array(repeating: PostedDelta(), count: own.count)
        }
        var cursors: [Place: Int] = [:]
        var footprints = Footprints()
        var last: [PersonInScheme: Int32] = [:]
        try reader.journals { row in
            let place = Place(scheme: row.scheme, partition: row.partition)
            guard deltas[place] != nil, let own = order[place] else { return }
            let current = footprints.number(of: try Assessment(wire: row.assessment))
            let person = PersonInScheme(person: row.person, scheme: row.scheme)
            let previous = last.updateValue(current, forKey: person)
            var cursor = cursors[place] ?? 0
            while cursor < own.count, own[cursor].journalsThrough < row.sequence { cursor += 1 }
            cursors[place] = cursor
            // What stands after the last message waits in the outbox.
            guard cursor < own.count else { return }
            deltas[place]?[cursor].change(
                from: previous.map { footprints[$0] },
                to: footprints[current]
            )
        }
        return deltas
    }
}

extension LedgerPosted {
    /// Whether it tells of units' facts only, and so of no journal.
    fileprivate var isOfUnits: Bool { progress.isEmpty && members.isEmpty }

    fileprivate func tellsTheSame(as other: LedgerPosted) -> Bool {
        progress.elementsEqual(other.progress) { $0 == $1 }
            && (0..<progress.count).allSatisfy { payers(of: $0) == other.payers(of: $0) }
            && members.elementsEqual(other.members) { $0 == $1 }
    }
}

/// What assessments mean for `ledger.posted`, each once: millions of persons have few.
private struct Footprints {
    private var numbers: [Assessment: Int32] = [:]
    private var all: [Assessment] = []

    subscript(number: Int32) -> Assessment { all[Int(number)] }

    mutating func number(of assessment: Assessment) -> Int32 {
        var print = Assessment()
        print.status = assessment.status == .ineligible ? .ineligible : .unpaid
        print.isCovered = assessment.isCovered
        print.enrolledOn = assessment.isCovered ? assessment.enrolledOn : nil
        print.unit = assessment.unit
        print.category = assessment.category
        print.due = assessment.due
        print.otherCategories = assessment.otherCategories
        if let known = numbers[print] { return known }
        let number = Int32(all.count)
        all.append(print)
        numbers[print] = number
        return number
    }
}
