/// What the offices of a scheme put on record, as far as the notice asks for it; left out, nothing.
struct OfficeScript: Sendable {
    /// Records that a notice asks for, or does not.
    enum Duty: Sendable {
        /// Rosters go out to the units.
        case rosters
        /// Payers are registered on them day by day.
        case register
        /// Party secretary and handler sign the voucher of each day, and the district confirms it.
        case vouchers
        /// The village's handler signs the final account.
        case settlement
        /// Three parties sign the roster, with the committee's stamp.
        case threeSignatures
        /// Imports into the insurance system.
        case imports
        /// Collection serials, their invoices and treasury deposits.
        case serials
        /// Receipts for payers.
        case receipts
        /// Collection teams.
        case teams
        /// Public notices.
        case notices
    }

    /// The records asked for.
    var duties: Set<Duty> = []
    /// The channel whose cash villages hold; empty = none does.
    var villageChannel = ""
    /// How villages deposit it; nil = the notice says nothing of it.
    var deposits: DepositScript?
    /// The money of funders.
    var funding: [FundingScript] = []
    /// The day of public notices, and that of the first money of funders.
    var lastPapers: Day
    /// The office that pays back and decides on money held.
    var payingOffice: String
    /// What receipts are numbered by.
    var receiptSeries = ""
}

/// How villages deposit cash.
struct DepositScript: Sendable {
    /// As the notice prints it, or an alias.
    let account: String
    /// Whether each unit has its own.
    let isPerUnit: Bool
    /// Whether it must be there on the day of collection.
    let isSameDay: Bool
    /// The office that writes slips.
    let bank: String
}

/// The money of a funder for one application, which is not among the records: it claims what
/// stands in a ledger.
struct FundingScript: Sendable {
    /// How the money compares with what is owed.
    enum Fate: Sendable {
        case full, short, over

        /// The sums that are received, in fen.
        func received(of fen: Int) -> [Int] {
            switch self {
            case .full: [fen]
            case .short: [fen - FundingScript.difference]
            case .over: [fen - FundingScript.difference, 2 * FundingScript.difference]
            }
        }
    }

    /// What is short or over, in fen.
    static let difference = 10_00

    /// As the notice prints it.
    let funder: String
    /// Number of the application.
    let application: String
    /// The offices and the account that it goes through.
    let way: [String]
    /// The office that deposits it in the treasury.
    let treasurer: String
    let fate: Fate
}
