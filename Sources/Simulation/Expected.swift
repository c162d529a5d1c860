/// What must come out of a season, known from how its people were made.
///
/// Its JSON has the shape that the pipeline's own totals have. Sums are in fen.
public struct Expected: Equatable, Sendable {
    /// Messages by what becomes of them.
    public struct Events: Equatable, Sendable {
        /// Data rows of all files and lines of the offices' records.
        public var sent = 0
        /// Taken in.
        public var accepted = 0
        /// Turned away, by reason.
        public var rejected: [Count] = []
        /// Sent a second time.
        public var repeated = 0
    }

    /// A number with its name.
    public struct Count: Equatable, Sendable {
        /// Reason, status or funder.
        public var name: String
        /// Messages, persons or fen.
        public var number: Int
    }

    /// A unit's part.
    public struct Unit: Equatable, Sendable {
        /// As the notice prints it, or `unassigned`.
        public var name: String
        /// Persons of the target.
        public var target: Int
        /// Persons covered.
        public var enrolled: Int
        /// What covered persons themselves owed and paid.
        public var paidFen: Int
        /// 1 for the greatest share of the target; nil for `unassigned`.
        public var rank: Int?
    }

    /// A category's part.
    public struct Category: Equatable, Sendable {
        /// As the notice prints it.
        public var name: String
        /// Persons covered.
        public var people: Int
        /// What they themselves owed.
        public var personalFen: Int
        /// What each funder bears for them.
        public var funders: [Count]
    }

    /// The scheme's id.
    public var scheme: String
    /// Messages.
    public var events = Events()
    /// Units in printed order, then `unassigned` if anybody is there.
    public var units: [Unit] = []
    /// Persons by status; none at zero.
    public var status: [Count] = []
    /// Categories in the order of the document; none without people.
    public var categories: [Category] = []
    /// What each funder bears in all.
    public var funders: [Count] = []
    /// Everything that must be returned and was not paid back.
    public var refundsDueFen = 0
    /// Everything held of people who paid too little or too early.
    public var suspenseFen = 0
    /// What must come of the offices' records.
    public var offices = Offices()

    /// The totals as JSON, one unit and one category a line, ended by a newline.
    public var json: String {
        let unitLines = units.map { unit in
            let rank = unit.rank.map { ", \"rank\": \($0)" } ?? ""
            return "    \"\(unit.name)\": {\"target\": \(unit.target), "
                + "\"enrolled\": \(unit.enrolled), \"paid_fen\": \(unit.paidFen)\(rank)}"
        }
        let categoryLines = categories.map { category in
            "    \"\(category.name)\": {\"people\": \(category.people), "
                + "\"personal_fen\": \(category.personalFen), "
                + "\"funders\": \(Expected.object(category.funders))}"
        }
        let funderCells = funders.map { "\"\($0.name)\": {\"fen\": \($0.number)}" }
        return """
            {
              "scheme": "\(scheme)",
              "events": {"sent": \(events.sent), "accepted": \(events.accepted), \
            "rejected": \(Expected.object(events.rejected)), "repeated": \(events.repeated)},
              "units": {
            \(unitLines.joined(separator: ",\n"))
              },
              "status": \(Expected.object(status)),
              "categories": {
            \(categoryLines.joined(separator: ",\n"))
              },
              "funders": {\(funderCells.joined(separator: ", "))},
              "refunds_due_fen": \(refundsDueFen),
              "suspense_fen": \(suspenseFen),
              "offices": \(offices.json)
            }

            """
    }
}
