import Events
import Policy

/// Status, shares, refund, benefits: what follows from category, tier and day of completion.
extension PersonSeason {
    /// Fills the verdict.
    mutating func settle(
        _ facts: borrowing PersonFacts,
        _ tables: borrowing AssessmentTables,
        _ verdict: inout Verdict
    ) {
        verdict.category = Int16(truncatingIfNeeded: category)
        verdict.otherCategories = matched & ~(1 << UInt64(category))
        fillMoney(facts, tables, &verdict)
        addCategoryRules(facts, tables, &verdict)
        verdict.status = status(facts, tables, &verdict)
        switch verdict.status {
        case .insured, .overpaid, .duplicate: verdict.isCovered = true
        case .late: verdict.isCovered = tables.window.late == .covered || facts.isLateAccepted
        default: break
        }
        if verdict.isCovered { verdict.enrolledDay = max(completedOn, opens) }
        fillRefund(facts, tables, &verdict)
        fillBenefit(facts, tables, &verdict)
        noteChannels(facts, tables, &verdict)
        if facts.marks.rawValue & ~tables.knownMarks != 0 { verdict.flags.insert(.markWithoutRule) }
    }

    private func fillMoney(
        _ facts: borrowing PersonFacts,
        _ tables: borrowing AssessmentTables,
        _ verdict: inout Verdict
    ) {
        let place = category * tables.tierCount + tier
        verdict.premiumFen = tables.premiums[tier]
        verdict.upfrontFen = tables.money[place].upfront
        verdict.dueFen = tables.money[place].due
        verdict.shareCount = UInt8(truncatingIfNeeded: tables.money[place].count)
        verdict.funders = tables.money[place].funders
        verdict.funderFen = tables.money[place].fen
        let rebate = rebate(category, facts, tables)
        if rebate < 0 { verdict.flags.insert(.rebatePending) }
        guard rebate > 0 else { return }
        verdict.dueFen = verdict.upfrontFen - rebate
        verdict.shareCount = 1
        verdict.funderFen[0] = rebate
    }

    private func addCategoryRules(
        _ facts: borrowing PersonFacts,
        _ tables: borrowing AssessmentTables,
        _ verdict: inout Verdict
    ) {
        verdict.decide(by: tables.categories[category].rule)
        if matched & (matched &- 1) != 0 { verdict.add(rule: tables.rules.conflict) }
        if isNewborn { verdict.add(rule: tables.rules.newborn) }
        verdict.add(rule: tables.rules.premium + tier)
        // In a fixed order, whatever the order of the listings that raised the flags.
        if lostRelief { verdict.add(rule: tables.rules.late) }
        if verdict.flags.contains(.listedLate) { verdict.add(rule: tables.rules.lists) }
        if verdict.flags.contains(.reliefNeedsHukou) { verdict.add(rule: tables.rules.relief) }
        if tables.categories[category].mode == .coverageOnly { verdict.flags.insert(.coverageOnly) }
    }

    private func fillRefund(
        _ facts: borrowing PersonFacts,
        _ tables: borrowing AssessmentTables,
        _ verdict: inout Verdict
    ) {
        switch verdict.status {
        case .lateRejected: verdict.refundFen = verdict.receivedFen
        case .insured, .overpaid, .duplicate, .late:
            let money = counted + (verdict.upfrontFen == 0 ? early : 0)
            verdict.refundFen = max(0, money - verdict.upfrontFen)
            if verdict.isCovered { verdict.refundFen += max(0, rebate(category, facts, tables)) }
        default: verdict.refundFen = 0
        }
    }

    private func fillBenefit(
        _ facts: borrowing PersonFacts,
        _ tables: borrowing AssessmentTables,
        _ verdict: inout Verdict
    ) {
        guard verdict.isCovered else { return }
        if verdict.status == .late {
            fillLateBenefit(tables, &verdict)
        } else if isNewborn && tables.newborn.benefitFromBirth {
            verdict.benefitDay = facts.birth?.day ?? Verdict.noDay
        } else if tables.window.benefitFrom != Verdict.noDay {
            verdict.benefitDay = tables.window.benefitFrom
            verdict.add(rule: tables.rules.benefit)
        }
    }

    private func fillLateBenefit(
        _ tables: borrowing AssessmentTables,
        _ verdict: inout Verdict
    ) {
        if completedByListing || tables.window.waitMonths < 0 {
            verdict.flags.insert(.benefitStartOpen)
            return
        }
        let start = CivilDate(day: completedOn).firstOfMonth(adding: tables.window.waitMonths + 1)
        if start.day > tables.window.benefitTo {
            verdict.flags.insert(.noBenefitThisYear)
        } else {
            verdict.benefitDay = start.day
        }
    }

    private func noteChannels(
        _ facts: borrowing PersonFacts,
        _ tables: borrowing AssessmentTables,
        _ verdict: inout Verdict
    ) {
        var viaSchool = true
        for payment in facts.payments where payment.channel >= 0 {
            let collector = tables.collectors[payment.channel]
            if collector != PersonSeason.schoolBit { viaSchool = false }
            if !mayCollect(collector, on: payment.paidAt.date.day, tables) {
                verdict.flags.insert(.collectedOutsidePhase)
            }
        }
        var rest =
            viaSchool && !facts.payments.isEmpty && facts.payments[0].channel >= 0 ? 0 : matched
        while rest != 0 {
            let index = rest.trailingZeroBitCount
            rest &= rest - 1
            if tables.categories[index].throughSchool { verdict.flags.insert(.schoolChannel) }
        }
    }

    private static let schoolBit: UInt8 =
        1 << UInt8(Channel.Collector.allCases.firstIndex(of: .school) ?? 0)

    /// Whether a phase that holds on the day names the collector; a day in no phase is not judged.
    private func mayCollect(
        _ collector: UInt8,
        on day: Int32,
        _ tables: borrowing AssessmentTables
    ) -> Bool {
        var isInPhase = false
        for phase in tables.phases where phase.from <= day && day <= phase.to {
            if phase.collectors & collector != 0 { return true }
            isInPhase = true
        }
        return !isInPhase
    }
}
