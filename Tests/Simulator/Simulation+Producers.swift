import Events

/// What comes from outside, and what its producers do when something goes wrong.
extension Simulation {
    /// A producer sends its messages in pieces, among the others; now and then it begins when the
    /// others have long been heard.
    func send(_ messages: [Message]) {
        let piece = dice.pick([3, 10, 30, 1_000])
        var atMs = world.freelyMeets(.heldBack, at: .sent) ? dice.number(1_000...40_000) : 0
        var rest = messages[...]
        while !rest.isEmpty {
            let part = Array(rest.prefix(dice.number(1...piece)))
            rest = rest.dropFirst(part.count)
            atMs += dice.number(0...400)
            world.after(atMs) { [weak self] in self?.append(part) }
        }
    }

    private func append(_ messages: [Message]) {
        let batch = RecordBatch()
        for message in messages {
            message.key.withUnsafeBytes { key in
                batch.append(topic: message.topic, partition: message.partition, key: key) {
                    $0.append(message.bytes)
                }
            }
        }
        do {
            if delivery == .exactlyOnce {
                // Written, given up, and written again: readers see it once.
                if world.freelyMeets(.abortable, at: .sent) { try giveUp(batch, isTorn: false) }
                if world.freelyMeets(.torn, at: .sent) { try giveUp(batch, isTorn: true) }
            } else if world.freelyMeets(.torn, at: .sent) {
                try log.store(batch, in: nil, isTorn: true)
            }
            try log.append(batch)
            // The answer was lost: the producer sends it again.
            if world.freelyMeets(.answerLost, at: .sent, perMille: 100) { try log.append(batch) }
        } catch { world.fail("producer: \(error)") }
    }

    private func giveUp(_ batch: RecordBatch, isTorn: Bool) throws {
        let transaction = log.begin("producer")
        try log.store(batch, in: transaction, isTorn: isTorn)
        log.end(transaction, false)
    }
}
