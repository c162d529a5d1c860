/// What goes wrong when a process calls log or database.
extension World {
    /// A process is about to do something that others can see: now it may be anybody's turn, or
    /// its own end.
    func reach(_ place: Place) throws {
        guard !isOver, let me = current else { throw Crash() }
        note(place)
        if let fault = draw(place) { strike(me, fault, place) }
        if me.isCrashed { throw Crash() }
        yield()
        if isOver { throw Crash() }
    }

    /// Whether a call meets a fault of this kind now.
    func meets(_ fault: Fault, at place: Place) -> Bool {
        guard plan.budget > 0, plan.kinds.contains(fault) else { return false }
        let perMille = World.frequent.contains(fault) ? plan.perMille / 3 : plan.perMille
        guard dice.chance(perMille) else { return false }
        spend(fault, at: place)
        return true
    }

    /// Whether a snapshot or a producer meets a fault of this kind now.
    ///
    /// Often, and as often as it likes: it cannot keep the world from coming to rest.
    func freelyMeets(_ fault: Fault, at place: Place, perMille: Int = 200) -> Bool {
        guard plan.perMille > 0, plan.kinds.contains(fault), dice.chance(perMille) else {
            return false
        }
        tally.count(fault, at: place, of: current?.name)
        return true
    }

    /// Whether a service is away.
    func isAway(_ fault: Fault) -> Bool { nowMs < awayUntil[fault] ?? 0 }

    /// The client repeats a call by itself for a while.
    func repeatInClient(at place: Place) throws {
        guard meets(.retriable, at: place) else { return }
        sleep(dice.number(50...4_000))
        if isOver { throw Crash() }
    }

    /// The process in turn dies in the midst of a call.
    func tear(at place: Place) throws -> Never {
        if let me = current { crash(me) }
        throw Crash()
    }

    /// What may strike anywhere; the more often named, the more often.
    private static let general: [Fault] = [
        .crash, .crash, .crash, .crash, .zombie, .zombie, .zombie, .zombie, .stall, .eviction,
        .eviction, .rebalance, .rebalance, .restart, .scaling, .slow, .slow, .brokerAway,
        .databaseAway, .coordinatorMoved, .positionsLost, .positionsLost, .leaderMoved, .heldBack,
        .heldBack, .clockBack, .clockAhead,
    ]

    /// What a call may meet so often that nothing else would be left to come.
    private static let frequent: Set<Fault> = [
        .unavailable, .full, .refused, .retriable, .abortable, .fatal, .fenced,
    ]

    private func draw(_ place: Place) -> Fault? {
        guard plan.budget > 0, dice.chance(plan.perMille) else { return nil }
        let fault = dice.pick(World.general)
        guard plan.kinds.contains(fault), fault != .slow || place.isOnDisk else { return nil }
        return fault
    }

    private func strike(_ me: Player, _ fault: Fault, _ place: Place) {
        spend(fault, at: place)
        switch fault {
        case .crash: crash(me)
        case .zombie:
            let missedMs = dice.number(500...9_000)
            after(missedMs, me.evict)
            // It may wake while its successor is just beginning, or long after.
            me.wakeAt = nowMs + Int64(missedMs + dice.number(1...dice.pick([20, 200, 20_000])))
        case .stall: me.wakeAt = nowMs + Int64(dice.number(1...3_000))
        case .slow:
            let tookMs = dice.number(200...15_000)
            me.wakeAt = nowMs + Int64(tookMs)
            // It is taken for dead while it waits for the disk, and does not know.
            if dice.chance(600) { after(dice.number(1...tookMs), me.evict) }
        case .eviction: me.evict()
        case .rebalance: me.rebalance()
        case .brokerAway, .databaseAway:
            awayUntil[fault] = nowMs + Int64(dice.number(100...20_000))
        case .coordinatorMoved: me.moveCoordinator(dice.number(100...10_000))
        case .positionsLost: me.losePositions()
        case .leaderMoved, .heldBack: me.obstruct(fault, dice.number(100...30_000))
        case .clockBack, .clockAhead: setClock(of: me, fault)
        case .restart: me.stop()
        case .scaling: me.scale()
        case .unavailable, .answerLost, .partial, .full, .refused, .torn, .retriable, .abortable,
            .fatal, .fenced, .unknown, .redelivery, .lateCommit, .damage, .stale, .misplaced:
            break
        }
    }

    private func crash(_ me: Player) {
        me.isCrashed = true
        after(dice.number(500...9_000), me.evict)
        me.onCrash()
    }

    /// Seconds to years, of the process or of whoever dates the records.
    private func setClock(of me: Player, _ fault: Fault) {
        let step = Int64(dice.number(2_000...dice.pick([10_000, 7_200_000, 100_000_000_000])))
        let signed = fault == .clockBack ? -step : step
        if dice.chance(300) { brokerClockMs += signed } else { me.clockMs += signed }
    }

    private func spend(_ fault: Fault, at place: Place) {
        plan.budget -= 1
        tally.count(fault, at: place, of: current?.name)
        if let listener, let me = current { listener("\(nowMs) ms \(me.name) * \(fault.rawValue)") }
    }
}
