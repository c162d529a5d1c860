import Events
import Policy

/// When the person was complete: by money, by a listing, or from the start.
extension PersonSeason {
    /// Sums the money that counts and finds the day of completion.
    mutating func complete(
        _ facts: borrowing PersonFacts,
        _ tables: borrowing AssessmentTables,
        _ verdict: inout Verdict
    ) {
        for payment in facts.payments {
            if payment.paidAt.date.day < tables.window.opens {
                early += payment.amount.fen
            } else {
                counted += payment.amount.fen
            }
        }
        if isListedFromStart(facts, tables) {
            completeByMoney(facts, tables)
        } else {
            completeByDays(facts, tables)
        }
        // 002 §2: who is not complete by the last day and pays later pays the full price.
        if !tables.window.lateKeepsRelief && (completedOn == Verdict.noDay || completedOn > limit),
            category != tables.ordinary, tables.categories[category].isRelief,
            let last = facts.payments.last, last.paidAt.date.day > limit
        {
            loseRelief(facts, tables, &verdict)
        }
    }

    private func isListedFromStart(
        _ facts: borrowing PersonFacts,
        _ tables: borrowing AssessmentTables
    ) -> Bool {
        for listing in facts.listings {
            if let listed = listing.listedOn?.day, listed > opens { return false }
        }
        return true
    }

    /// The common path: what is to be paid is the same on every day.
    private mutating func completeByMoney(
        _ facts: borrowing PersonFacts,
        _ tables: borrowing AssessmentTables
    ) {
        let upfront = tables.money[category * tables.tierCount + tier].upfront
        if upfront == 0 {
            completedOn = opens
            return
        }
        var sum: Int64 = 0
        for payment in facts.payments where payment.paidAt.date.day >= tables.window.opens {
            sum += payment.amount.fen
            if sum >= upfront {
                completedOn = payment.paidAt.date.day
                return
            }
        }
    }

    /// What is to be paid changes on the days of listing: every day on which something happened is
    /// tried, the earliest first.
    private mutating func completeByDays(
        _ facts: borrowing PersonFacts,
        _ tables: borrowing AssessmentTables
    ) {
        var day = opens
        while true {
            let applied = best(facts, tables, asOf: day)
            let upfront = tables.money[applied * tables.tierCount + tier].upfront
            if paid(by: day, facts, tables) >= upfront {
                completedOn = day
                completedByListing = upfront == 0 && day > opens
                return
            }
            let next = nextDay(after: day, facts)
            if next == Int32.max { return }
            day = next
        }
    }

    private func paid(
        by day: Int32,
        _ facts: borrowing PersonFacts,
        _ tables: borrowing AssessmentTables
    ) -> Int64 {
        var sum: Int64 = 0
        for payment in facts.payments {
            let paidOn = payment.paidAt.date.day
            if paidOn >= tables.window.opens && paidOn <= day { sum += payment.amount.fen }
        }
        return sum
    }

    private func nextDay(after day: Int32, _ facts: borrowing PersonFacts) -> Int32 {
        var next = Int32.max
        for payment in facts.payments {
            let paidOn = payment.paidAt.date.day
            if paidOn > day { next = min(next, paidOn) }
        }
        for listing in facts.listings {
            if let listed = listing.listedOn?.day, listed > day { next = min(next, listed) }
        }
        return next
    }

    private mutating func loseRelief(
        _ facts: borrowing PersonFacts,
        _ tables: borrowing AssessmentTables,
        _ verdict: inout Verdict
    ) {
        verdict.flags.formUnion([.reliefLost, .standardNotSet])
        lostRelief = true
        category = tables.ordinary
        completedOn = Verdict.noDay
        completeByMoney(facts, tables)
    }
}
