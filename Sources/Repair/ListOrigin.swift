import Events
import Intake
import Stage

/// What a log tells of a bureau's table beside its rejections: what was declared about it, its rows
/// as they came, and the versions that were made of it since.
struct ListOrigin {
    private(set) var description: ListDescription
    /// The newest version that repairs have made; 0 for the bureau's own.
    private(set) var version = 0
    /// The newest version with a seal.
    private(set) var sealedVersion: Int?
    /// Rows of the newest sealed version, by their numbers.
    private(set) var rows: [(place: Rejection.Place, fact: Fact, key: [UInt8])] = []
    /// A bureau's own list that supersedes this one; empty when there is none.
    private(set) var successor = ""

    private static let noDate = CivilDate(day: 0)

    /// Reads a table of a scheme.
    ///
    /// - Throws: ``RepairProblem`` when the log knows nothing of it.
    init(_ list: String, scheme: String, bureau: String, shelf: RejectionShelf) throws {
        let base = ListVersionName(list).base
        description = ListDescription(
            list: base,
            bureau: bureau,
            snapshot: ListOrigin.noDate
        )
        var categories: Set<String> = []
        var isKnown = false
        var facts: [Int: [(place: Rejection.Place, fact: Fact, key: [UInt8])]] = [:]
        try shelf.scan(.subsidyListsReceived) { batch, place in
            guard let fact = try? Fact(wire: batch.value(of: place)), fact.scheme == scheme
            else { return }
            let name = ListVersionName(fact.source)
            if case .listSealed(let seal) = fact.body {
                if ListVersionName(seal.supersedes).base == base, name.base != base {
                    successor = seal.list
                }
                guard name.base == base else { return }
                sealedVersion = max(sealedVersion ?? 0, name.version)
                description.bureau = seal.bureau
                description.snapshot = seal.snapshot
                isKnown = true
            }
            guard name.base == base else { return }
            version = max(version, name.version)
            isKnown = isKnown || date(of: fact.body)
            guard case .listRow(let row) = fact.body else { return }
            categories.insert(row.category)
            let spot = Rejection.Place(
                topic: .subsidyListsReceived,
                partition: place.partition,
                offset: place.offset
            )
            facts[name.version, default: []].append((spot, fact, Array(batch.key(of: place))))
        }
        guard isKnown else {
            throw RepairProblem(
                "list \(base): the log holds neither a seal nor a row of it. Send its file again "
                    + "with subsidy-list-producer."
            )
        }
        if categories.count == 1 { description.category = categories.first ?? "" }
        rows = facts[sealedVersion ?? 0] ?? []
    }

    /// Takes the day that a row tells; false when it tells none and nothing depends on it.
    private mutating func date(of body: Fact.Body) -> Bool {
        switch body {
        case .listRow(let row): description.snapshot = row.listedOn
        case .rosterLine(let line), .registration(let line):
            if let filedOn = line.filedOn { description.snapshot = filedOn }
        case .mark(let mark): if let filedOn = mark.filedOn { description.snapshot = filedOn }
        case .target(let target): description.snapshot = target.effectiveFrom
        case .exclusion: break
        default: return false
        }
        return true
    }

    /// What is declared about the version that takes repaired rows.
    ///
    /// - Throws: ``RepairProblem`` when the list cannot be made anew.
    func next() throws -> ListDescription {
        guard let sealedVersion else {
            throw RepairProblem(
                "list \(description.list) is not sealed yet: send its corrected file again."
            )
        }
        guard successor.isEmpty else {
            throw RepairProblem(
                "list \(description.list) was superseded by \(successor): put the row into the "
                    + "bureau's next version and discard the rejection."
            )
        }
        var next = description
        next.list = ListVersionName.name(description.list, version: version + 1)
        next.supersedes = ListVersionName.name(description.list, version: sealedVersion)
        return next
    }
}

/// Why something cannot be repaired or sent again.
public struct RepairProblem: Error, CustomStringConvertible {
    /// What is wrong and what to do.
    public let description: String

    /// Creates a problem.
    public init(_ sentence: String) { description = sentence }
}
