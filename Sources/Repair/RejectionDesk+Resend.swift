import Events
import Intake

extension RejectionDesk {
    /// Sends the original bytes again: of what `validate` rejected the message as it stands in the
    /// log, of what a producer rejected the row, through the same conversion.
    ///
    /// Messages under one key go in the order in which they came. None goes while an earlier open
    /// one under its key stays.
    public func resend(
        _ entries: [RejectionBook.Entry],
        of book: [RejectionBook.Entry],
        _ order: Order
    ) throws -> Report {
        var report = Report()
        var chosen: [RejectionBook.Entry] = []
        for entry in entries {
            if let reason = refusal(of: entry, order) {
                report.held.append((entry.id, reason))
            } else {
                chosen.append(entry)
            }
        }
        chosen = capped(chosen, order, &report)
        let messages = chosen.filter { $0.rejection.stage == .validate }
        try resendMessages(messages, of: book, order, &report)
        let rows = chosen.filter { $0.rejection.stage == .producer }
        let originals = try opened(rows, &report)
        try send(originals, as: .resend, order, &report)
        return report
    }

    private func resendMessages(
        _ entries: [RejectionBook.Entry],
        of book: [RejectionBook.Entry],
        _ order: Order,
        _ report: inout Report
    ) throws {
        let sorted = entries.sorted { RejectionDesk.isBefore($0, $1) }
        let chosen = Set(sorted.map(\.id))
        var waiting = try self.waiting(book.filter { !chosen.contains($0.id) }, before: sorted)
        let batch = RecordBatch()
        var (count, sent) = (0, 0)
        var lists: [String: String?] = [:]
        for entry in sorted {
            guard let place = entry.rejection.place, let message = try shelf.message(at: place)
            else {
                report.held.append((entry.id, "the log holds the message no longer"))
                continue
            }
            let key = Key(topic: place.topic, bytes: message.key)
            if let first = waiting[key], first.offset < place.offset {
                report.held.append((entry.id, "\(first.id) of the same key must go before it"))
                continue
            }
            if let reason = try superseded(message, order, &lists) {
                report.held.append((entry.id, reason))
                waiting[key] = waiting[key] ?? (place.offset, entry.id)
                continue
            }
            message.key.withUnsafeBytes { key in
                batch.append(topic: place.topic, partition: place.partition, key: key) { buffer in
                    message.value.withUnsafeBytes { buffer.append($0) }
                }
            }
            batch.addHeaders(RejectionDesk.replayHeaders(of: entry))
            append(act(.resend, entry, order), of: entry, order, to: batch)
            report.done.append(entry.id)
            count += 1
            if count - sent >= (order.rate > 0 ? order.rate : 1_000) {
                try flush(batch, order)
                sent = count
                if order.rate > 0 { order.pause(1_000) }
            }
        }
        try flush(batch, order)
    }

    /// What tells a tool for dead letters that a message came again.
    private static func replayHeaders(of entry: RejectionBook.Entry) -> RecordHeaders {
        var headers = RecordHeaders()
        headers.add("dlq.replay-of", entry.id)
        headers.add("dlq.replay-count", "\(entry.sendings + 1)")
        return headers
    }

    private func flush(_ batch: RecordBatch, _ order: Order) throws {
        if !order.isDryRun, !batch.isEmpty { try log.append(batch) }
        batch.removeAll()
    }

    /// As ``superseded(_:_:)``, looked up once for each list.
    private func superseded(
        _ message: RejectionShelf.Message,
        _ order: Order,
        _ known: inout [String: String?]
    ) throws -> String? {
        let fact = message.value.withUnsafeBytes { try? Fact(wire: $0) }
        guard let fact, case .listRow(let row) = fact.body else { return nil }
        if let reason = known[row.list] { return reason }
        let reason = try superseded(row, order)
        known[row.list] = .some(reason)
        return reason
    }

    /// Why a row of a list cannot take its place any more; nil when it can.
    ///
    /// A list that its bureau replaced takes its row all the same: it tells since when somebody is
    /// listed. One that was made anew by a repair does not: the row belongs into the newest version.
    private func superseded(_ row: ListRow, _ order: Order) throws -> String? {
        let origin = try ListOrigin(
            row.list,
            scheme: order.scheme,
            bureau: row.bureau,
            shelf: shelf
        )
        let newest = ListVersionName.name(
            ListVersionName(row.list).base,
            version: origin.sealedVersion ?? 0
        )
        if newest == row.list { return nil }
        return "list \(row.list) was made anew as \(newest): repair the row instead"
    }

    /// A key of a received topic.
    struct Key: Hashable {
        var topic: Topic
        var bytes: [UInt8]
    }

    /// Of each key the first open message that is not among the chosen ones.
    private func waiting(
        _ others: [RejectionBook.Entry],
        before chosen: [RejectionBook.Entry]
    ) throws -> [Key: (offset: Int64, id: String)] {
        var last: [Topic: [Int32: Int64]] = [:]
        for place in chosen.compactMap(\.rejection.place) {
            last[place.topic, default: [:]][place.partition, default: 0] =
                max(last[place.topic]?[place.partition] ?? 0, place.offset)
        }
        var found: [Key: (offset: Int64, id: String)] = [:]
        for entry in others where entry.state.isOpen {
            guard let place = entry.rejection.place,
                let limit = last[place.topic]?[place.partition], place.offset < limit,
                let message = try shelf.message(at: place)
            else { continue }
            let key = Key(topic: place.topic, bytes: message.key)
            if let known = found[key], known.offset <= place.offset { continue }
            found[key] = (place.offset, entry.id)
        }
        return found
    }

    /// The order in which `validate` read them, topic by topic.
    static func isBefore(_ left: RejectionBook.Entry, _ right: RejectionBook.Entry) -> Bool {
        guard let a = left.rejection.place, let b = right.rejection.place else { return false }
        return (a.topic.rawValue, a.partition, a.offset) < (b.topic.rawValue, b.partition, b.offset)
    }
}
