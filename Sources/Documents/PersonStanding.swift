import Events
import Explanation
import Ledger

/// Where a person stands after the last journal.
struct PersonStanding {
    var person: PersonKey
    var assessment: Assessment
    /// The last journal.
    var place: JournalPosition
    var unit: String { assessment.unit }

    /// Of what was received, the part that is neither premium nor goes back: held.
    var held: Money {
        let personal = assessment.isCovered ? assessment.due : .zero
        return assessment.received - personal - assessment.refund
    }

    /// What is still to be paid back.
    var refundOpen: Money { assessment.refund - assessment.refunded }
}

/// Money of a person that waits, and the fact that made it wait.
struct OpenMoney {
    var standing: PersonStanding
    var amount: Money
    /// Source and number of the fact since which it waits.
    var cause: String
}

extension ReportBooks {
    /// Persons of the units asked for as they stand now, in order of unit and key.
    ///
    /// The journals are read twice, so that of each person one assessment is kept and not all.
    func people(
        where keep: (PersonStanding) -> Bool
    ) throws -> [PersonStanding] {
        var last: [PersonKey: UInt64] = [:]
        try reader.journals { row in
            guard row.scheme == scheme, row.revision > last[row.person] ?? 0 else { return }
            last[row.person] = row.revision
        }
        var people: [PersonStanding] = []
        try reader.journals { row in
            guard row.scheme == scheme, last[row.person] == row.revision else { return }
            let standing = try ReportBooks.standing(row)
            if asksFor(standing.unit), keep(standing) { people.append(standing) }
        }
        return sorted(people)
    }

    func sorted(_ people: [PersonStanding]) -> [PersonStanding] {
        people.sorted {
            $0.unit == $1.unit ? $0.person < $1.person : precedes($0.unit, $1.unit)
        }
    }

    /// A status in the words of offices.
    static func word(_ status: AssessmentStatus) -> String { StatusWords.meaning(of: status) }

    static func standing(_ row: JournalRow) throws -> PersonStanding {
        do {
            return PersonStanding(
                person: row.person,
                assessment: try Assessment(wire: row.assessment),
                place: JournalPosition(partition: row.partition, sequence: row.sequence)
            )
        } catch {
            throw LedgerProblem.unusable("journal \(row.partition)/\(row.sequence): \(error)")
        }
    }

    /// Persons of whom money waits, with the fact since which all of it does.
    ///
    /// - Parameter amount: What of a standing waits.
    func openMoney(_ amount: (PersonStanding) -> Money) throws -> [OpenMoney] {
        var open: [PersonKey: OpenMoney] = [:]
        try reader.journals { row in
            guard row.scheme == scheme else { return }
            let standing = try ReportBooks.standing(row)
            let waits = amount(standing)
            guard waits > .zero else {
                open[row.person] = nil
                return
            }
            let known = open[row.person]
            let isMore = waits > known?.amount ?? .zero
            open[row.person] = OpenMoney(
                standing: standing,
                amount: waits,
                cause: isMore ? row.cause : known?.cause ?? row.cause
            )
        }
        return open.values.filter { asksFor($0.standing.unit) }.sorted { left, right in
            let (one, two) = (left.standing, right.standing)
            return one.unit == two.unit ? one.person < two.person : precedes(one.unit, two.unit)
        }
    }

    /// The days of facts, by source and number; empty without a log.
    func days(of causes: Set<String>) throws -> [String: CivilDate] {
        guard let log else {
            note("没有给出日志（--log），账龄只能从账上已有的日子算，其余留空")
            return [:]
        }
        var days: [String: CivilDate] = [:]
        if causes.isEmpty { return days }
        try log.facts(of: scheme) { fact, _ in
            let id = "\(fact.source)/\(fact.number)"
            if causes.contains(id), let day = fact.civilDay { days[id] = days[id] ?? day }
        }
        return days
    }
}

extension Fact {
    /// The day on which it happened, where it tells one.
    var civilDay: CivilDate? {
        switch body {
        case .payment(let payment): payment.paidAt.date
        case .listRow(let row): row.listedOn
        case .rosterLine(let line), .registration(let line): line.filedOn
        case .mark(let mark): mark.filedOn
        case .listSealed(let seal): seal.snapshot
        case .dayClosed(let closed): closed.date
        case .officeRecord(let record): record.at.date
        case .householdTier(let tier): tier.at.date
        case .transfer(let transfer): transfer.at.date
        case .refundPaid(let refund): refund.paidAt.date
        case .decision(let decision): decision.decidedAt.date
        case .target(let target): target.effectiveFrom
        case .exclusion, .listAudited, .policyActivated, .rejected: nil
        }
    }
}
