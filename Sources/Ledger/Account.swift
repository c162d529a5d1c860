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
    /// Cash that villages have handed over, by handler: a credit beside ``receipts``, so that what
    /// a village still holds is its village receipts plus this.
    case cashDeposited = 7
    /// Collection accounts 归集户, by unit and account (asset).
    case collectionAccount = 8
    /// The treasury 国库, by what was deposited (asset).
    case treasury = 9
    /// Pending-remittance accounts 待报解, by account (asset).
    case pendingRemittance = 10
    /// Applied for and not yet received, by funder (asset).
    case fundingApplied = 11
    /// What applications claim of ``fundingReceivable``, by funder: a credit beside it.
    case fundingClaimed = 12
    /// Money of funders on its way, by the office that holds it (asset).
    case fundingInTransit = 13
    /// Received above what was applied for, by funder (liability).
    case fundingSurplus = 14
    /// Paid back to persons, by the paying office: a credit on what it holds.
    case refundsPaid = 15

    /// The name in reports.
    public var name: String {
        switch self {
        case .receipts: "receipts"
        case .fundingReceivable: "fundingReceivable"
        case .personalPremium: "personalPremium"
        case .governmentPremium: "governmentPremium"
        case .refundDue: "refundDue"
        case .suspense: "suspense"
        case .cashDeposited: "cashDeposited"
        case .collectionAccount: "collectionAccount"
        case .treasury: "treasury"
        case .pendingRemittance: "pendingRemittance"
        case .fundingApplied: "fundingApplied"
        case .fundingClaimed: "fundingClaimed"
        case .fundingInTransit: "fundingInTransit"
        case .fundingSurplus: "fundingSurplus"
        case .refundsPaid: "refundsPaid"
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
        case .cashDeposited: "已缴存现金"
        case .collectionAccount: "归集户存款"
        case .treasury: "已入库"
        case .pendingRemittance: "待报解社会保险费"
        case .fundingApplied: "已申请财政资金"
        case .fundingClaimed: "已列入申请的应收"
        case .fundingInTransit: "在途财政资金"
        case .fundingSurplus: "多拨财政资金"
        case .refundsPaid: "已付退款"
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

extension Account {
    /// The account of a place of money.
    public init(_ place: MoneyPlace) {
        let kind: AccountKind =
            switch place.kind {
            case .cashDeposited: .cashDeposited
            case .collectionAccount: .collectionAccount
            case .treasury: .treasury
            case .pendingRemittance: .pendingRemittance
            case .fundingApplied: .fundingApplied
            case .fundingClaimed: .fundingClaimed
            case .fundingInTransit: .fundingInTransit
            case .fundingSurplus: .fundingSurplus
            }
        self.init(kind: kind, unit: place.unit, party: place.party)
    }
}
