import Events
import Policy

/// What a table may hold, checked row by row before anything is sent: what the pack knows, what the
/// bureau supplies (F-040) and whose people they are (F-132).
///
/// `validate` checks the first two again: it trusts no producer.
public struct ListScope: Sendable {
    private let policy: CompiledPolicy
    private let bureau: String
    private let units: [String]

    /// Creates a scope.
    ///
    /// - Parameters:
    ///   - bureau: Whoever supplies the table, an id or name of the pack.
    ///   - units: Units, or `town/village`, of which rows may be; empty for every unit.
    public init(policy: CompiledPolicy, bureau: String, units: [String] = []) {
        self.policy = policy
        self.bureau = bureau
        self.units = units.map { policy.canonicalUnit($0) ?? $0 }
    }

    /// Checks what a row became.
    func check(_ converted: Converted) throws(RowFault) {
        switch converted {
        case .person(let fact, _), .keyed(let fact, _): try check(fact.body)
        default: break
        }
    }

    private func check(_ body: Fact.Body) throws(RowFault) {
        switch body {
        case .listRow(let row):
            try check(row)
            try check(unit: row.unit)
        case .rosterLine(let line), .registration(let line):
            try check(unit: line.unit)
            if !line.tier.isEmpty, policy.tier(line.tier) == nil {
                throw RowFault(.tierUnknown, .tier)
            }
        case .target(let target): try check(unit: target.unit)
        default: break
        }
    }

    private func check(unit: String) throws(RowFault) {
        if unit.isEmpty, units.isEmpty { return }
        guard let known = policy.canonicalUnit(unit) else {
            throw RowFault(unit.isEmpty ? .unitNotOwn : .unitUnknown, .unit)
        }
        if units.isEmpty || units.contains(where: { known == $0 || known.hasPrefix($0 + "/") }) {
            return
        }
        throw RowFault(.unitNotOwn, .unit)
    }

    private func check(_ row: ListRow) throws(RowFault) {
        guard var match = policy.category(row.category) else {
            throw RowFault(.categoryUnknown, .category)
        }
        if match.isUmbrella, !row.attribute.isEmpty {
            guard let named = policy.category(row.attribute) else {
                throw RowFault(.categoryUnknown, .attribute)
            }
            match = named
        }
        guard let supplier = policy.bureau(bureau),
            policy.mayBureau(supplier, supply: match.index)
        else { throw RowFault(.categoryNotOfBureau, .category) }
    }
}
