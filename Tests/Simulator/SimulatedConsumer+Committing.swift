import Events
import Stage

/// The two ways of writing outputs and positions, and what brokers may answer on the way.
///
/// What the client library tells apart comes to the worker as `Sources/Kafka` tells it: repeated in
/// the client, aborted, a producer that is of no more use, fenced, or not known.
extension SimulatedConsumer {
    /// One transaction: the group checks the positions when they are sent, nobody does at its end.
    func commitTogether(_ outputs: RecordBatch, _ positions: [LogPosition]) throws {
        // A new producer ends what the one before it has left open.
        log.abortOpen(of: player.name)
        let transaction = log.begin(player.name)
        if world.meets(.torn, at: .produced) {
            try log.store(outputs, in: transaction, isTorn: true)
            try world.tear(at: .produced)
        }
        if try log.meetsMove(outputs) { throw abort(transaction, "the leader has moved") }
        try log.store(outputs, in: transaction)
        try world.reach(.produced)
        try answer(.produced, transaction)
        guard ownsAll(positions) else {
            log.end(transaction, false)
            throw LogProblem.fenced
        }
        if group.isAway { throw abort(transaction, "the coordinator has moved") }
        transaction.positions = positions
        transaction.group = group
        group.hold(transaction)
        try world.reach(.offsets)
        if world.meets(.unavailable, at: .offsets) { throw abort(transaction, "no answer") }
        try answer(.offsets, transaction)
        if world.meets(.unknown, at: .offsets) { throw leave(transaction) }
        log.end(transaction, true)
    }

    /// What the broker may say to a transaction while it is under way.
    private func answer(_ place: Place, _ transaction: Transaction) throws {
        try world.repeatInClient(at: place)
        if world.meets(.abortable, at: place) { throw abort(transaction, "abort it") }
        if world.meets(.fatal, at: place) {
            throw LogProblem.unavailable("broker: the producer is of no more use")
        }
        if world.meets(.fenced, at: place) {
            log.end(transaction, false)
            throw LogProblem.fenced
        }
        // Too long under way: the broker has ended it.
        guard transaction.state == .open else { throw LogProblem.fenced }
    }

    private func abort(_ transaction: Transaction, _ reason: String) -> LogProblem {
        log.end(transaction, false)
        return .unavailable("broker: the transaction was aborted: \(reason)")
    }

    /// The end of a transaction that its producer is not told: who made it again would write it
    /// twice, so it begins anew from the committed positions.
    private func leave(_ transaction: Transaction) -> LogProblem {
        switch world.dice.below(3) {
        case 0: log.end(transaction, false)
        case 1: log.end(transaction, true)
        default:
            transaction.isPrepared = true
            world.after(world.dice.number(1...8_000)) { [log] in log.end(transaction, true) }
        }
        return .fenced
    }

    /// Outputs, then positions: what is lost in between is done again by whoever comes next.
    func commitInTurn(_ outputs: RecordBatch, _ positions: [LogPosition]) throws {
        let isMoved = try log.meetsMove(outputs)
        if isMoved || (outputs.count > 0 && world.meets(.partial, at: .produced)) {
            try log.store(outputs, in: nil, isTorn: true)
            throw LogProblem.unavailable("broker: lost in the middle")
        }
        if world.meets(.torn, at: .produced) {
            try log.store(outputs, in: nil, isTorn: true)
            try world.tear(at: .produced)
        }
        try log.store(outputs, in: nil)
        if world.meets(.redelivery, at: .produced) { log.redeliver() }
        try world.reach(.produced)
        try world.repeatInClient(at: .offsets)
        if world.meets(.answerLost, at: .produced) {
            throw LogProblem.unavailable("broker: no answer")
        }
        if world.meets(.fenced, at: .offsets) { throw LogProblem.fenced }
        if group.isAway { throw LogProblem.unavailable("broker: the coordinator has moved") }
        guard ownsAll(positions) else { throw LogProblem.fenced }
        group.store(positions)
    }
}
