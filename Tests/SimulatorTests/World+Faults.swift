/// What goes wrong when a process calls log or database.
extension World {
    /// A process is about to do something that others can see: now it may be anybody's turn, or
    /// its own end.
    func reach(_ place: Place) throws {
        guard !isOver, let me = current else { throw Crash() }
        note(place)
        if let fault = draw() { strike(me, fault, place) }
        if me.isCrashed { throw Crash() }
        yield()
        if isOver { throw Crash() }
    }

    /// Whether a call meets a fault of this kind now.
    func meets(_ fault: Fault, at place: Place) -> Bool {
        guard plan.budget > 0, plan.kinds.contains(fault), dice.chance(plan.perMille) else {
            return false
        }
        spend(fault, at: place)
        return true
    }

    /// Whether a snapshot meets a fault of this kind now: often, and as often as it likes, for no
    /// such fault may keep the world from coming to rest.
    func snapshotMeets(_ fault: Fault, at place: Place) -> Bool {
        guard plan.perMille > 0, plan.kinds.contains(fault), dice.chance(200) else { return false }
        tally.count(fault, at: place, of: current?.name)
        return true
    }

    /// Whether a service is away.
    func isAway(_ fault: Fault) -> Bool { nowMs < awayUntil[fault] ?? 0 }

    private static let general: [Fault] = [
        .crash, .crash, .zombie, .zombie, .stall, .eviction, .rebalance, .brokerAway, .databaseAway,
        .restart, .scaling,
    ]

    private func draw() -> Fault? {
        guard plan.budget > 0, dice.chance(plan.perMille) else { return nil }
        let fault = dice.pick(World.general)
        return plan.kinds.contains(fault) ? fault : nil
    }

    private func strike(_ me: Player, _ fault: Fault, _ place: Place) {
        spend(fault, at: place)
        switch fault {
        case .crash:
            me.isCrashed = true
            after(dice.number(500...9_000), me.evict)
            me.onCrash()
        case .zombie:
            let missedMs = dice.number(500...9_000)
            after(missedMs, me.evict)
            // It may wake while its successor is just beginning, or long after.
            me.wakeAt = nowMs + Int64(missedMs + dice.number(1...dice.pick([20, 200, 20_000])))
        case .stall: me.wakeAt = nowMs + Int64(dice.number(1...3_000))
        case .eviction: me.evict()
        case .rebalance: me.rebalance()
        case .brokerAway, .databaseAway:
            awayUntil[fault] = nowMs + Int64(dice.number(100...20_000))
        case .restart: me.stop()
        case .scaling: me.scale()
        case .unavailable, .answerLost, .partial, .redelivery, .damage, .stale, .misplaced: break
        }
    }

    private func spend(_ fault: Fault, at place: Place) {
        plan.budget -= 1
        tally.count(fault, at: place, of: current?.name)
        if let listener, let me = current { listener("\(nowMs) ms \(me.name) * \(fault.rawValue)") }
    }
}
