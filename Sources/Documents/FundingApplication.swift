import Events
import Ledger
import Policy

/// An application 拨付申请: what a funder came to owe since its last one, with persons and sum, and
/// the record that tells the ledger of it (F-061).
public struct FundingApplication {
    /// Who applies, for what, under which number.
    public struct Request: Sendable {
        /// Funder: id, printed name or alias.
        public var funder: String
        /// Purpose: id or name; empty where the funder has one.
        public var purpose: String
        /// The application's number.
        public var number: String
        /// The office that applies.
        public var office: String
        /// The role that records it.
        public var role: String
        /// Offices that apply together; the applying one is always among them.
        public var signatories: [String]
        /// The day of the application; nil = the last day that the ledger knows.
        public var on: CivilDate?

        /// Creates a request.
        public init(
            funder: String,
            purpose: String = "",
            number: String,
            office: String,
            role: String,
            signatories: [String] = [],
            on: CivilDate? = nil
        ) {
            self.funder = funder
            self.purpose = purpose
            self.number = number
            self.office = office
            self.role = role
            self.signatories = signatories
            self.on = on
        }
    }

    /// The document: detail and summary.
    public let report: Report
    /// The `FundingApplied` record as a line for operations-producer.
    public let record: String
    /// What is asked for.
    public let amount: Money
    /// Persons for whom it is asked.
    public let heads: Int

    /// Computes the application from the journals up to the ledger's position.
    ///
    /// - Throws: ``ReportProblem`` when the funder or purpose is not known, the pack does not let
    ///   the office apply so, the number is taken, nothing is left to claim, or an earlier
    ///   application stands in the way.
    public init(_ books: ReportBooks, _ request: Request) throws {
        let funder = try FundingApplication.funder(request.funder, books)
        let rule = try FundingApplication.rule(request.purpose, funder, books)
        let from = try FundingApplication.start(request, funder: funder, rule: rule, books)
        let claim = try FundingClaim(
            books.reader,
            scheme: books.scheme,
            funder: funder.id,
            categories: Set(rule.categories),
            from: from
        )
        guard claim.amount > .zero else {
            throw ReportProblem(
                "\(funder.name): the journals since the last application say \(claim.amount) yuan. "
                    + "There is nothing to apply for yet."
            )
        }
        var event = OfficeEvent(
            kind: .fundingApplied,
            subject: DossierSubject(kind: .funder, id: funder.id)
        )
        event.role = request.role
        event.number = request.number
        event.about = rule.id
        event.amount = claim.amount
        event.claimsFrom = from
        event.claimsThrough = claim.through.filter { $0.sequence > 0 }
        event.signatories = [request.office] + request.signatories.filter { $0 != request.office }
        let day = request.on ?? books.day
        do {
            try books.policy.check(&event, office: request.office, at: CivilTime(startOf: day))
        } catch {
            throw ReportProblem(FundingApplication.sentence(error, rule))
        }
        amount = claim.amount
        heads = claim.people.count
        record = FundingApplication.line(event, request, day)
        report = try FundingApplication.document(books, claim, event, funder, rule)
    }

    private static func funder(_ text: String, _ books: ReportBooks) throws -> Funder {
        guard let index = books.policy.funder(text) else {
            let known = books.policy.funders.map(\.name).joined(separator: ", ")
            throw ReportProblem("--funder \(text): no funder of \(books.scheme). Known: \(known).")
        }
        return books.policy.funders[index]
    }

    private static func rule(
        _ purpose: String,
        _ funder: Funder,
        _ books: ReportBooks
    ) throws -> FundingRule {
        if let rule = books.offices.funding(purpose, funder: funder.id) { return rule }
        let known = books.offices.funding.filter { $0.funders.contains(funder.id) }
            .map { "\($0.id) (\($0.name))" }.joined(separator: ", ")
        if known.isEmpty {
            throw ReportProblem(
                "\(books.scheme): the notice prints no way of \(funder.name)'s money."
            )
        }
        throw ReportProblem("--purpose \(purpose): \(funder.name) has \(known). Name one of them.")
    }

    /// Where the last application of the same purpose ended.
    private static func start(
        _ request: Request,
        funder: Funder,
        rule: FundingRule,
        _ books: ReportBooks
    ) throws -> [JournalPosition] {
        let all = try AppliedClaim.all(books.reader, policy: books.policy)
            .filter { $0.funder == funder.id }
        if all.contains(where: { $0.number == request.number }) {
            throw ReportProblem(
                "--number \(request.number): an application of \(funder.name) has it already. "
                    + "Give the next one."
            )
        }
        let mine = all.filter { $0.purpose == rule.id }
        if let other = mine.first(where: { [.overlap, .gap].contains($0.item.status) }) {
            throw ReportProblem(
                "\(funder.name): application \(other.number) is \(other.item.status) and stands in "
                    + "the way. Withdraw or mend it first: what it claims would be claimed twice."
            )
        }
        var end: [Int32: Int64] = [:]
        for position in mine.filter(\.counts).flatMap(\.through) {
            end[position.partition] = max(end[position.partition] ?? 0, position.sequence)
        }
        for position in books.basis.position {
            if end[position.partition] ?? 0 > position.sequence {
                throw ReportProblem(
                    "\(funder.name): an application claims journals of partition "
                        + "\(position.partition) that this ledger does not have yet. Wait for it."
                )
            }
        }
        return end.map { JournalPosition(partition: $0.key, sequence: $0.value) }.sorted()
    }

    private static func sentence(_ fault: OfficeFault, _ rule: FundingRule) -> String {
        switch fault {
        case .signatoryMissing:
            "\(rule.name): \(rule.signatories.joined(separator: "、")) apply together "
                + "(\(rule.citation.clause)). Name them with --signatory."
        default: "the record would be refused: \(fault.code)."
        }
    }

    // MARK: - Record

    private static func line(
        _ event: OfficeEvent,
        _ request: Request,
        _ day: CivilDate
    ) -> String {
        func table(_ positions: [JournalPosition]) -> String {
            "{\(positions.map { "\"\($0.partition)\":\($0.sequence)" }.joined(separator: ","))}"
        }
        let quote = Report.quote
        var fields = [
            "\"type\":\"FundingApplied\"",
            "\"id\":\(quote("\(event.subject.id)/\(event.number)"))",
            "\"at\":\"\(day)\"",
            "\"by\":{\"office\":\(quote(request.office)),\"role\":\(quote(request.role))}",
            "\"funder\":\(quote(event.subject.id))",
            "\"application\":\(quote(event.number))",
            "\"purpose\":\(quote(event.about))", "\"amount_fen\":\(event.amount.fen)",
        ]
        if !event.claimsFrom.isEmpty { fields.append("\"claims_from\":\(table(event.claimsFrom))") }
        fields.append("\"claims_through\":\(table(event.claimsThrough))")
        fields.append("\"signatories\":[\(event.signatories.map(quote).joined(separator: ","))]")
        return "{\(fields.joined(separator: ","))}\n"
    }
}
