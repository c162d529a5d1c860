import Events
import Policy

/// What the books have at banks and in the treasury, as lines that a statement can be held against.
extension ReportBooks {
    /// A place as lines of the books name it: `unit:…`, `account:…`, `channel:…`; empty for an
    /// empty text, `other:…` for what the pack does not know.
    func statementPlace(_ text: String) -> String {
        if text.isEmpty { return "" }
        if let account = offices.account(text) { return "account:\(account.id)" }
        if let unit = policy.canonicalUnit(text) { return "unit:\(unit)" }
        if let channel = policy.channel(text) { return "channel:\(policy.channels[channel].id)" }
        return "other:\(text)"
    }

    /// Deposit slips; what stands twice is in the books once.
    func bankLines() -> [PostedLine] {
        noteUnless(offices.deposits != nil)
        return allItems.compactMap { filed in
            guard filed.item.kind == .deposit, !filed.item.moves.isEmpty,
                asksFor(filed.unit), let day = filed.item.day
            else { return nil }
            let account = filed.item.moves.first?.to.party ?? ""
            return PostedLine(
                id: "\(filed.unit) \(filed.item.key)",
                day: day,
                amount: filed.item.amount,
                places: [
                    "unit:\(filed.unit)", "unit:\(ReportBooks.town(of: filed.unit))",
                    "account:\(account)",
                ],
                references: [filed.item.reference]
            )
        }
    }

    /// Treasury deposits and, with the log, payments by channel and day, reversals taken off.
    func taxLines() throws -> [PostedLine] {
        let units = Dictionary(
            allItems.filter { $0.item.kind == .serial }.map { ($0.subject.id, $0.unit) },
            uniquingKeysWith: { first, _ in first }
        )
        let deposits = allItems.compactMap { filed -> PostedLine? in
            guard filed.item.kind == .treasuryDeposit, !filed.item.moves.isEmpty,
                let day = filed.item.day
            else { return nil }
            let unit = units[filed.subject.id] ?? ""
            guard asksFor(unit) else { return nil }
            let isSerial = filed.subject.kind == .serial
            return PostedLine(
                id: "\(filed.subject.id) \(filed.item.key)",
                day: day,
                amount: filed.item.amount,
                places: unit.isEmpty ? [] : ["unit:\(unit)"],
                references: isSerial
                    ? [filed.item.reference, filed.subject.id] : [filed.item.reference]
            )
        }
        return try deposits + channelLines()
    }

    private func channelLines() throws -> [PostedLine] {
        guard let log else {
            note("没有给出日志（--log）：只对入库，不对各渠道每日收款")
            return []
        }
        struct ChannelDay: Hashable {
            var channel: String
            var day: CivilDate
        }
        var sums: [ChannelDay: Money] = [:]
        var seen: Set<String> = []
        try log.facts(of: scheme) { fact, _ in
            guard case .payment(let payment) = fact.body,
                request.unit.isEmpty || asksFor(payment.unit),
                seen.insert("\(fact.source)/\(fact.number)").inserted
            else { return }
            let channel = policy.channel(payment.channel).map { policy.channels[$0].id }
            let key = ChannelDay(channel: channel ?? payment.channel, day: payment.paidAt.date)
            let sign: Int64 = payment.reverses.isEmpty ? 1 : -1
            sums[key, default: .zero].fen += sign * payment.amount.fen
        }
        return sums.filter { $0.value > .zero }.map { key, amount in
            PostedLine(
                id: "channel \(key.channel) \(key.day)",
                day: key.day,
                amount: amount,
                places: ["channel:\(key.channel)"],
                references: []
            )
        }
        .sorted { $0.id < $1.id }
    }
}
