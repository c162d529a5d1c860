import Events
import Foundation

extension OperationConverter {
    /// `HouseholdTierSet`: one fact for each member of the household (F-033).
    ///
    /// `members` holds identity numbers, or objects with `identity_number` and, where they are
    /// known, `identity_kind` and `name`.
    /// - Source: 资阳市雁江区 一 («以户为单位全部参保，自愿选择同一档次»).
    func householdTier(
        _ object: [String: Any],
        id: String,
        at: CivilTime
    ) throws(RowFault) -> Converted {
        let decision = HouseholdTier(
            household: try filled(object, "household"),
            tier: try filled(object, "tier"),
            at: at
        )
        guard let members = object["members"] as? [Any], !members.isEmpty else {
            throw RowFault(.fieldMissing, nil, "members must hold an identity number or more")
        }
        var facts: [(Fact, OpenIdentity)] = []
        for (index, member) in members.enumerated() {
            let person = try OperationConverter.member(member, number: index + 1)
            let fact = Fact(
                scheme: scheme,
                source: source,
                number: "\(id)/\(index + 1)",
                body: .householdTier(decision)
            )
            facts.append((fact, person))
        }
        return .people(facts)
    }

    private static func member(_ value: Any, number: Int) throws(RowFault) -> OpenIdentity {
        let fields = value as? [String: Any] ?? ["identity_number": value]
        return try identity(in: fields, called: "member \(number)")
    }
}
