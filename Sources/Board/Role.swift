/// What somebody who has signed in to the board acts as.
///
/// A role says what may be done; ``Principal`` says in which places and for which office.
public enum Role: String, CaseIterable, Sendable, Codable {
    /// Makes accounts and sees what the programs do; names no person.
    case administrator
    /// 医保局: audits lists, applies for funding, decides.
    case medicalInsurance
    /// 税务局: collects, reconciles.
    case tax
    /// 财政: pays what is applied for.
    case finance
    /// A bureau that supplies lists (民政, 乡村振兴, 残联, 卫健, 退役军人 …).
    case bureau
    /// 督办: publishes progress.
    case supervision
    /// A town, street or township: its own people.
    case town
    /// A village: its own people.
    case village
    /// 领导: sums and rankings.
    case leader
}

/// One thing that may be done on the board.
public enum Permission: String, CaseIterable, Sendable {
    /// Rankings, progress, duties, contact sheet: sums without persons.
    case seeProgress
    /// Money: funding, refunds, deposits, reconciliations, trial balance.
    case seeMoney
    /// Persons by masked name and number.
    case seePersons
    /// Names and numbers in clear where a person must be named (public notice, refund list,
    /// enquiry); each view is written to the audit.
    case openNames
    /// Tables of the own office are handed in.
    case upload
    /// Bureaus' lists: what became of the own ones, or of all. Towns and the tax bureau hand in
    /// tables that are no bureau's lists.
    case seeLists
    /// Rejections of the own office, or of all.
    case seeRejections
    /// Bulletins and rankings as documents.
    case publish
    /// Accounts and the audit of views.
    case administer

    /// Whether what is shown is about persons, so that a role bound to a unit gets its own only.
    public var concernsPersons: Bool {
        switch self {
        case .seePersons, .openNames, .upload, .seeLists, .seeRejections: true
        case .seeProgress, .seeMoney, .publish, .administer: false
        }
    }
}

extension Role {
    /// What the role may do (F-132).
    public var permissions: Set<Permission> {
        switch self {
        case .administrator: [.seeProgress, .seeRejections, .administer]
        case .medicalInsurance:
            [
                .seeProgress, .seeMoney, .seePersons, .openNames, .upload, .seeLists,
                .seeRejections, .publish,
            ]
        case .tax: [.seeProgress, .seeMoney, .seePersons, .openNames, .upload, .seeRejections]
        case .finance: [.seeProgress, .seeMoney]
        case .bureau: [.seeProgress, .seePersons, .upload, .seeLists, .seeRejections]
        case .supervision: [.seeProgress, .publish]
        case .town, .village: [.seeProgress, .seePersons, .openNames, .upload, .seeRejections]
        case .leader: [.seeProgress, .seeMoney]
        }
    }

    /// Whether the role sees persons of its own unit only.
    public var isBoundToUnit: Bool { self == .town || self == .village }
}
