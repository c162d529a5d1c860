/// What was done to the world, by kind and place.
struct FaultTally: Sendable {
    private(set) var counts: [Fault: [Place: Int]] = [:]
    /// Those of them that met a ledger worker.
    private(set) var ofLedger: [Fault: [Place: Int]] = [:]
    /// Batches that the database refused because another had opened the partition.
    var fenced = 0

    mutating func count(_ fault: Fault, at place: Place, of process: String?) {
        counts[fault, default: [:]][place, default: 0] += 1
        guard let process, process.hasPrefix(StageKind.ledger.rawValue) else { return }
        ofLedger[fault, default: [:]][place, default: 0] += 1
    }

    mutating func add(_ other: FaultTally) {
        func sum(_ own: inout [Fault: [Place: Int]], _ others: [Fault: [Place: Int]]) {
            for (fault, places) in others {
                for (place, count) in places {
                    own[fault, default: [:]][place, default: 0] += count
                }
            }
        }
        sum(&counts, other.counts)
        sum(&ofLedger, other.ofLedger)
        fenced += other.fenced
    }

    func total(_ fault: Fault) -> Int { (counts[fault] ?? [:]).values.reduce(0, +) }

    /// All of them.
    var total: Int { Fault.allCases.reduce(0) { $0 + total($1) } }

    /// Kinds that never came.
    var missed: [String] { Fault.allCases.filter { total($0) == 0 }.map(\.rawValue) }

    /// Faults of a ledger worker and places that they never met together, of those that matter.
    var missedByLedger: [String] {
        let posting: [Place] = [
            .open, .outbox, .apply, .applied, .commit, .produced, .done, .mark, .marked,
        ]
        let missed = [Fault.crash, .zombie, .rebalance].flatMap { fault in
            posting.filter { ofLedger[fault]?[$0] == nil }.map {
                "\(fault.rawValue) at \($0.rawValue)"
            }
        }
        // A seal comes seldom: a crash on either side of it is enough.
        let crashes = ofLedger[.crash] ?? [:]
        let isSealMet = crashes[.seal] != nil || crashes[.sealed] != nil
        return missed + (isSealMet ? [] : ["crash around a seal"])
    }

    /// A row of a Markdown table for each kind: times, those of the ledger's workers, places.
    var table: String {
        let rows = Fault.allCases.map { fault in
            let places = Place.allCases.compactMap { place in
                (counts[fault]?[place]).map { "\(place.rawValue) \($0)" }
            }
            let ledger = (ofLedger[fault] ?? [:]).values.reduce(0, +)
            return "| \(fault.rawValue) | \(total(fault)) | \(ledger) | "
                + "\(places.joined(separator: ", ")) |"
        }
        let head = ["| fault | times | ledger | at |", "|---|---|---|---|"]
        return (head + rows + ["| all | \(total) | | |"]).joined(separator: "\n")
    }
}
