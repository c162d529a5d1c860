/// What becomes of one person's payments in the season, with the answer known beforehand.
///
/// A story is not computed from rules: each row of a table says by hand what happens and what must
/// come out. Sums are in fen.
struct Story: Sendable {
    /// Name; with the circumstance it names the story's rate (`ordinary.paysTwice`).
    let id: String
    /// To whom it may happen.
    let circumstance: Circumstance
    /// What is sent, in order of time.
    let steps: [Step]
    /// Where the person stands in the end.
    let status: Status
    /// What must be returned.
    let refundFen: Int
    /// What is held in suspense.
    let heldFen: Int
    /// The tier that the payments name, where it is not the person's.
    let tier: Int?

    /// Creates a story; sums in yuan.
    init(
        _ circumstance: Circumstance,
        _ id: String,
        _ steps: [Step],
        _ status: Status,
        refund: Int = 0,
        held: Int = 0,
        tier: Int? = nil
    ) {
        self.id = id
        self.circumstance = circumstance
        self.steps = steps
        self.status = status
        refundFen = refund * 100
        heldFen = held * 100
        self.tier = tier
    }
}

/// Where a person stands at the end of the season, in the order in which they are written.
enum Status: Int, CaseIterable, Sendable {
    case insured, unpaid, underpaid, overpaid, duplicate, late, early, ineligible
    case waived, registrationIncomplete, tierConflict, lateRejected

    /// The name in files.
    var name: String {
        switch self {
        case .insured: "insured"
        case .unpaid: "unpaid"
        case .underpaid: "underpaid"
        case .overpaid: "overpaid"
        case .duplicate: "duplicate"
        case .late: "late"
        case .early: "early"
        case .ineligible: "ineligible"
        case .waived: "waived"
        case .registrationIncomplete: "registration-incomplete"
        case .tierConflict: "tier-conflict"
        case .lateRejected: "late-rejected"
        }
    }

    /// Whether the person counts as enrolled and the shares are due.
    ///
    /// - Parameter coversLate: Whether who is late is covered all the same.
    func isCovered(coversLate: Bool) -> Bool {
        switch self {
        case .insured, .overpaid, .duplicate: true
        case .late: coversLate
        case .unpaid, .underpaid, .early, .ineligible, .waived, .registrationIncomplete,
            .tierConflict, .lateRejected:
            false
        }
    }
}

/// One payment line.
struct Step: Sendable {
    /// Amount in fen.
    let fen: Int
    /// When it is paid.
    let moment: Moment
    /// The step that it takes back; -1 for a payment.
    let reverses: Int

    /// A payment of `yuan`.
    static func pay(_ yuan: Int, _ moment: Moment) -> Step {
        Step(fen: yuan * 100, moment: moment, reverses: -1)
    }

    /// The reversal of the payment of `yuan` made in step `step`.
    static func takeBack(_ step: Int, _ yuan: Int, _ moment: Moment) -> Step {
        Step(fen: yuan * 100, moment: moment, reverses: step)
    }
}
