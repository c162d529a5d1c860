import Events

/// The accounts of the ledger, per scheme and unit.
///
/// Raw values are stored.
///
/// Debits are positive fen, credits negative.
public enum AccountKind: UInt8, Sendable, CaseIterable {
    /// Money received, by channel (asset).
    case receipts = 1
    /// What a funder owes for persons covered (asset).
    case fundingReceivable = 2
    /// Personal shares of persons covered (income).
    case personalPremium = 3
    /// Government shares of persons covered (income).
    case governmentPremium = 4
    /// What goes back to payers (liability).
    case refundDue = 5
    /// Money held until something is settled, by status (liability).
    case suspense = 6

    /// The name in reports.
    public var name: String {
        switch self {
        case .receipts: "receipts"
        case .fundingReceivable: "fundingReceivable"
        case .personalPremium: "personalPremium"
        case .governmentPremium: "governmentPremium"
        case .refundDue: "refundDue"
        case .suspense: "suspense"
        }
    }

    /// The name in Chinese.
    public var chineseName: String {
        switch self {
        case .receipts: "已收保费"
        case .fundingReceivable: "应收财政资金"
        case .personalPremium: "个人缴费"
        case .governmentPremium: "政府承担"
        case .refundDue: "应退款"
        case .suspense: "待处理款"
        }
    }
}

/// One account.
public struct Account: Hashable, Sendable {
    /// Kind.
    public var kind: AccountKind
    /// Unit; empty = unassigned.
    public var unit: String
    /// Channel, funder or status; empty where the kind has none.
    public var party: String
    /// Category id, for premiums and receivables.
    public var category: String

    /// Creates an account.
    public init(kind: AccountKind, unit: String, party: String = "", category: String = "") {
        self.kind = kind
        self.unit = unit
        self.party = party
        self.category = category
    }
}

/// A line of a journal.
public struct Entry: Hashable, Sendable {
    /// The account.
    public var account: Account
    /// Debit positive, credit negative; never zero in a journal.
    public var amount: Money

    /// Creates a line.
    public init(account: Account, amount: Money) {
        self.account = account
        self.amount = amount
    }
}
