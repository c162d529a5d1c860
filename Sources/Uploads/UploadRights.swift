import Events
import Intake
import Policy

/// Who hands in, and what that account may hand in (F-040, F-132).
public struct UploadRights: Sendable, Hashable {
    /// The account's name.
    public var account: String
    /// Kinds of tables, in the order of the page.
    public var kinds: [ListKind]
    /// The bureau of the pack for which lists are handed in; empty for any.
    public var bureau: String
    /// Who supplies tables that are no bureau's lists: an office, a unit.
    public var office: String
    /// The unit whose people alone may stand in a table; empty for every unit.
    public var unit: String

    /// Creates rights.
    public init(
        account: String,
        kinds: [ListKind],
        bureau: String = "",
        office: String,
        unit: String = ""
    ) {
        self.account = account
        self.kinds = kinds
        self.bureau = bureau
        self.office = office
        self.unit = unit
    }

    /// The bureaus for which lists may be handed in.
    public func bureaus(of policy: CompiledPolicy) -> [Bureau] {
        guard kinds.contains(.list) else { return [] }
        if bureau.isEmpty { return policy.bureaus }
        return policy.bureau(bureau).map { [policy.bureaus[$0]] } ?? []
    }

    /// The categories that a bureau supplies.
    public static func categories(
        of bureau: String,
        in policy: CompiledPolicy
    ) -> [CompiledCategory] {
        guard let number = policy.bureau(bureau) else { return [] }
        return policy.categories.indices.filter { policy.mayBureau(number, supply: $0) }
            .map { policy.categories[$0] }
    }

    /// Checks an order and writes bureau and category as the pack does.
    func check(_ order: inout UploadOrder, policy: CompiledPolicy) throws(UploadProblem) {
        guard let kind = order.listKind, kinds.contains(kind) else { throw .kindNotAllowed }
        guard kind == .list else {
            order.bureau = office
            order.category = ""
            return
        }
        if order.bureau.isEmpty { order.bureau = bureau }
        guard let asked = policy.bureau(order.bureau),
            bureaus(of: policy).contains(where: { $0.id == policy.bureaus[asked].id })
        else { throw .bureauNotAllowed }
        order.bureau = policy.bureaus[asked].id
        if order.category.isEmpty { return }
        guard let category = policy.category(order.category),
            policy.mayBureau(asked, supply: category.index)
        else { throw .categoryNotAllowed }
        if !category.isUmbrella { order.category = policy.categories[category.index].id }
    }

    /// What rows of a table may hold.
    func scope(of order: UploadOrder, policy: CompiledPolicy) -> ListScope {
        ListScope(policy: policy, bureau: order.bureau, units: unit.isEmpty ? [] : [unit])
    }
}
