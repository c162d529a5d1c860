import CLibrdkafka
import Events
import Glibc
import Stage

/// Writing outputs and positions.
extension KafkaConsumer {
    func commit(outputs: RecordBatch, upTo positions: [LogPosition]) throws {
        do {
            try proveOwnership(positions)
            if outputs.isEmpty && positions.isEmpty { return }
            try router.route(outputs)
            switch settings.delivery {
            case .exactlyOnce: try commitTransaction(outputs, positions)
            case .effectivelyOnce: try commitAfterDelivery(outputs, positions)
            }
        } catch LogProblem.fenced {
            isFenced = true
            throw LogProblem.fenced
        }
        for position in positions {
            guard let place = place(position.topic, position.partition) else { continue }
            streams[place].committed = position.offset
        }
    }

    /// Checks what this member knows; the coordinator checks the rest.
    private func proveOwnership(_ positions: [LogPosition]) throws {
        if isBetween || isFenced || membership == nil { throw LogProblem.fenced }
        if rd_kafka_assignment_lost(client.handle) != 0 { throw LogProblem.fenced }
        for position in positions {
            guard subscription.contains(position.topic), position.offset >= 0 else {
                throw LogProblem.unusable(
                    "\(position.topic.rawValue)/\(position.partition) at \(position.offset) is no "
                        + "position of a consumer of this group."
                )
            }
            if place(position.topic, position.partition) == nil { throw LogProblem.fenced }
        }
    }

    private func commitTransaction(_ outputs: RecordBatch, _ positions: [LogPosition]) throws {
        guard let membership, let lowest = owned.min() else { throw LogProblem.fenced }
        let writer = try transactor ?? makeTransactor(lowest)
        do {
            try writer.write(
                outputs,
                router,
                offsets: (proof(of: positions), membership),
                meter: meter
            )
            told.transactions.committed += 1
        } catch {
            if case .fenced = error.problem {
                told.transactions.fenced += 1
            } else {
                told.transactions.aborted += 1
            }
            if error.endsProducer {
                transactor?.close()
                transactor = nil
            }
            if case .unknown(let problem) = error, problem.isTransient {
                // It may stand. Who made it again would write it twice: begin anew from what the
                // coordinator says.
                throw LogProblem.fenced
            }
            throw error.problem
        }
    }

    /// The positions to send.
    ///
    /// Without any, one that is committed already goes again: it changes nothing, and makes the
    /// coordinator check that this member still belongs to the generation.
    private func proof(of positions: [LogPosition]) -> PartitionList {
        let list = PartitionList(capacity: positions.count + 1)
        for position in positions {
            list.add(layout.name(of: position.topic), position.partition, offset: position.offset)
        }
        if positions.isEmpty, let stream = streams.first {
            list.add(layout.name(of: stream.topic), stream.partition, offset: stream.committed)
        }
        return list
    }

    /// Outputs first, positions when they are delivered.
    private func commitAfterDelivery(_ outputs: RecordBatch, _ positions: [LogPosition]) throws {
        if !outputs.isEmpty {
            if let meter {
                try meter.within(.produce) { try deliver(outputs) }
            } else {
                try deliver(outputs)
            }
        }
        if positions.isEmpty { return }
        let limit = Monotonic.milliseconds + Int64(KafkaClient.patienceMs)
        while true {
            let list = proof(of: positions)
            let code = rd_kafka_commit(client.handle, list.list, 0)
            let failure = code == RD_KAFKA_RESP_ERR_NO_ERROR ? list.firstError : code
            guard let failure else { return }
            let problem = LogProblem.kafka(failure, "commit positions")
            // The outputs are there: only the positions are worth another attempt.
            guard problem.isTransient, Monotonic.milliseconds < limit else { throw problem }
            usleep(50_000)
        }
    }

    private func deliver(_ outputs: RecordBatch) throws {
        let writer: RecordProducer
        if let producer {
            writer = producer
        } else {
            writer = try RecordProducer(.appender, settings: settings, layout: layout, log: log)
            producer = writer
        }
        var code: rd_kafka_resp_err_t?
        do {
            try writer.hand(outputs, router)
            code = writer.settle(outputs.count)
        } catch {
            code = error.code
        }
        guard let code else { return }
        let reason = writer.fatalError ?? LogProblem.kafka(code, "write outputs")
        writer.close()
        producer = nil
        throw reason
    }

    private func makeTransactor(_ lowest: Int32) throws -> Transactor {
        let made = try Transactor(
            id: transactionalID(lowest),
            settings: settings,
            layout: layout,
            log: log
        )
        transactor = made
        return made
    }
}
