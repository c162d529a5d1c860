import Policy

/// Why one of several categories that match a person goes before another.
public enum ConflictGround: String, Sendable, CaseIterable {
    /// The other one's terms are written for another tier.
    case otherTier
    /// The other one's relief was lost by paying late (002 §2).
    case reliefLost
    /// It brings relief, the other one does not.
    case relief
    /// The person bears less.
    case personalShare
    /// Fewer funders bear the rest.
    case fewerFunders
    /// It stands first in the document.
    case documentOrder

    /// The ground on which one category goes before another; nil when it does not.
    static func of(
        _ left: Int,
        before right: Int,
        due: (left: Int64, right: Int64),
        _ tier: Int,
        _ tables: borrowing AssessmentTables
    ) -> ConflictGround? {
        let leftRank = rank(tables.categories[left].mode)
        let rightRank = rank(tables.categories[right].mode)
        if leftRank != rightRank { return leftRank < rightRank ? .relief : nil }
        if due.left != due.right { return due.left < due.right ? .personalShare : nil }
        let leftCount = tables.money[left * tables.tierCount + tier].count
        let rightCount = tables.money[right * tables.tierCount + tier].count
        if leftCount != rightCount { return leftCount < rightCount ? .fewerFunders : nil }
        return left < right ? .documentOrder : nil
    }

    private static func rank(_ mode: CategoryDefinition.Mode) -> Int {
        switch mode {
        case .waived, .reduced, .refundLater: 0
        case .coverageOnly: 1
        case .selfPaid: 2
        }
    }

    /// Why a category that matched was not applied.
    ///
    /// - Parameters:
    ///   - other: The category that matched, index into `CompiledPolicy.categories`.
    ///   - applied: The one that was applied.
    ///   - tier: The tier of the assessment, index into `CompiledPolicy.tiers`.
    public static func against(
        _ other: Int,
        applied: Int,
        tier: Int,
        under policy: CompiledPolicy
    ) -> ConflictGround {
        let tables = policy.tables
        let money = tables.money[other * tables.tierCount + tier]
        if !money.holds { return .otherTier }
        let winner = tables.money[applied * tables.tierCount + tier]
        return of(applied, before: other, due: (winner.due, money.due), tier, tables)
            ?? .reliefLost
    }
}
