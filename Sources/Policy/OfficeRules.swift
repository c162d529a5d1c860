import Events

/// What a notice says about money in the hands of offices.
///
/// What it does not print is not there, and a record of it is refused.
public struct OfficeRules: Sendable {
    /// Accounts that the notice names.
    public var accounts: [MoneyAccount] = []
    /// How villages deposit; nil = the notice prints no deposit by villages.
    public var deposits: DepositRule?
    /// Documents and who signs them.
    public var signatures: [SignatureRule] = []
    /// Who confirms an entry; nil = nobody.
    public var confirmation: ConfirmationRule?
    /// Treasury deposits of premiums go by collection serial 征集流水号.
    public var serials: Citation?
    /// Funded people are billed by special payment bills 特殊缴费单据.
    public var bills: Citation?
    /// Ways that the money of funders takes.
    public var funding: [FundingRule] = []

    /// Creates rules of a notice that says nothing about it.
    public init() {}

    /// Ids of the rules, as items of dossiers name them.
    public enum Name {
        /// Of deposits by villages.
        public static let deposits = "deposits"
        /// Of the confirmation of an entry.
        public static let confirmation = "confirmation"
        /// Of collection serials.
        public static let serials = "serials"
        /// Of special payment bills.
        public static let bills = "bills"
        /// Of an account.
        public static func account(_ id: String) -> String { "accounts.\(id)" }
        /// Of a document's signatures.
        public static func signature(_ document: String) -> String { "signatures.\(document)" }
        /// Of a way of funding.
        public static func funding(_ id: String) -> String { "funding.\(id)" }
    }

    /// The account of an id, a printed name or an alias.
    public func account(_ text: String) -> MoneyAccount? {
        accounts.first { $0.id == text || $0.name == text || $0.aliases.contains(text) }
    }

    /// The rule of a document.
    public func signature(_ document: String) -> SignatureRule? {
        signatures.first { $0.document == document || $0.name == document }
    }

    /// The way of an application's purpose; without one, the only way of the funder.
    public func funding(_ purpose: String, funder: String) -> FundingRule? {
        let ways = funding.filter { $0.funders.contains(funder) }
        if purpose.isEmpty { return ways.count == 1 ? ways.first : nil }
        return ways.first { $0.id == purpose || $0.name == purpose }
    }
}

/// An account that a notice names.
public struct MoneyAccount: Sendable {
    /// What it is for.
    public enum Kind: String, CaseIterable, Sendable {
        /// Money collected 归集户.
        case collection
        /// Money of funders waiting for the treasury 待报解.
        case pendingRemittance
    }
    /// The id.
    public var id: String
    /// The name as printed.
    public var name: String
    /// Other names.
    public var aliases: [String]
    /// What it is for.
    public var kind: Kind
    /// Whether each unit has its own.
    public var isPerUnit: Bool
    /// Where it comes from.
    public var citation: Citation
}

/// How villages deposit what they collected.
public struct DepositRule: Sendable {
    /// Id of the account.
    public var account: String
    /// Whether money goes to the bank on the day of its collection (002 §1三是: 当日存入).
    public var isSameDay: Bool
    /// Where it comes from.
    public var citation: Citation
}

/// A document and those who sign it.
public struct SignatureRule: Sendable {
    /// Somebody who signs.
    public struct Signer: Sendable {
        /// Id of the role.
        public var role: String
        /// The role as printed.
        public var name: String
        /// Its office: `village` = the unit itself; otherwise the end of the office's name.
        public var office: String
    }
    /// What an unsigned document keeps from happening.
    public enum Blocking: String, CaseIterable, Sendable {
        /// The import into the insurance system (001 四（五）).
        case `import`
        /// The entry and its confirmation (002 §2三要).
        case entry
        /// Nothing.
        case nothing
    }
    /// Id of the document (`roster`, `voucher`, `settlement`).
    public var document: String
    /// The document as printed.
    public var name: String
    /// Whether there is one for each day of collection.
    public var isDaily: Bool
    /// Everybody who must sign.
    public var signers: [Signer]
    /// Whether the committee's stamp is needed.
    public var needsStamp: Bool
    /// What it keeps from happening.
    public var blocks: Blocking
    /// Where it comes from.
    public var citation: Citation

    /// The signer of a role, if the office may have that role.
    ///
    /// - Parameters:
    ///   - unit: Canonical unit whose document it is.
    ///   - own: The offices that the units' table prints for it (hospital, tax branch): where one
    ///     of them is of the signer's kind, no other is.
    func signer(role: String, office: String, unit: String, own: [String]) -> Signer? {
        signers.first { signer in
            guard signer.role == role || signer.name == role else { return false }
            if signer.office == "village" {
                return office == unit || unit.hasSuffix("/\(office)")
            }
            let printed = own.first { $0.hasSuffix(signer.office) }
            return office.hasSuffix(printed ?? signer.office)
        }
    }
}

/// Who confirms an entry of payments.
public struct ConfirmationRule: Sendable {
    /// Offices that may, by the end of their names.
    public var offices: [String]
    /// Where it comes from.
    public var citation: Citation
}

/// The way that the money of funders takes, from the application to the treasury or the person.
public struct FundingRule: Sendable {
    /// Id of the purpose (`premium`, `refund`).
    public var id: String
    /// In words.
    public var name: String
    /// Ids of the funders.
    public var funders: [String]
    /// Ids of the categories that it is for; empty = all.
    public var categories: [String]
    /// Offices that apply together, by the end of their names (000 M四（三）: 会同税务部门).
    public var signatories: [String]
    /// Offices through whose hands it goes, the first receives it.
    public var steps: [String]
    /// Id of the account where it waits for the treasury; empty where none is printed.
    public var into: String
    /// Where it comes from.
    public var citation: Citation

    /// Offices, then the account: the places where money stops.
    public var stops: [String] { into.isEmpty ? steps : steps + [into] }
    /// Whether it ends with the persons: money paid back is not deposited in the treasury.
    public var paysPersons: Bool
}
