import Events

extension Fact.Body {
    /// Puts the household's key in the place of its number, which no later stage needs.
    mutating func hideHousehold(_ keys: SeasonKeys) {
        switch self {
        case .rosterLine(var line):
            line.hideHousehold(keys)
            self = .rosterLine(line)
        case .registration(var line):
            line.hideHousehold(keys)
            self = .registration(line)
        case .householdTier(var decision) where !decision.household.isEmpty:
            decision.key = keys.householdKey(Array(decision.household.utf8))
            decision.household = ""
            self = .householdTier(decision)
        default: break
        }
    }
}

extension RosterLine {
    fileprivate mutating func hideHousehold(_ keys: SeasonKeys) {
        if household.isEmpty { return }
        householdKey = keys.householdKey(Array(household.utf8))
        household = ""
    }
}
