import Events
import Intake

extension RejectionDesk {
    /// A rejected row in clear, to be repaired: it exists in memory and in files of their owner.
    public struct OpenRow: Sendable {
        /// The rejection.
        public let entry: RejectionBook.Entry
        /// The table, as rejections name it.
        public let table: String
        /// The table's header line; empty for JSON Lines.
        public let header: String
        /// The number of the row in its file.
        public let number: Int64
        /// The row.
        public var bytes: [UInt8]
        /// The row as it was rejected.
        public let original: [UInt8]

        init(
            _ entry: RejectionBook.Entry,
            table: String,
            header: String,
            number: Int64,
            bytes: [UInt8]
        ) {
            (self.entry, self.table, self.header) = (entry, table, header)
            (self.number, self.bytes, original) = (number, bytes, bytes)
        }
    }

    /// Opens the rows of rejections; what cannot be repaired here is held with the reason.
    ///
    /// - Throws: ``RepairProblem`` without keys.
    public func opened(
        _ entries: [RejectionBook.Entry],
        _ report: inout Report
    ) throws -> [OpenRow] {
        if entries.isEmpty { return [] }
        guard let keys else {
            throw RepairProblem("--keys: rows are sealed; the season's key file opens them.")
        }
        var rows: [OpenRow] = []
        for entry in entries {
            do {
                rows.append(try open(entry, keys))
            } catch let problem as RepairProblem {
                report.held.append((entry.id, problem.description))
            }
        }
        return rows
    }

    private func open(_ entry: RejectionBook.Entry, _ keys: SeasonKeys) throws -> OpenRow {
        let it = entry.rejection
        guard it.stage == .validate else {
            guard let seal = it.seal else { throw RepairProblem("its bytes were not kept") }
            let bytes = try RejectionDesk.unseal { () throws(SealProblem) in
                try keys.openBytes(seal, scheme: it.scheme)
            }
            return OpenRow(
                entry,
                table: it.table,
                header: it.header,
                number: it.row,
                bytes: bytes
            )
        }
        guard let place = it.place, let message = try shelf.message(at: place) else {
            throw RepairProblem("the log holds the message no longer")
        }
        guard let fact = message.value.withUnsafeBytes({ try? Fact(wire: $0) }) else {
            throw RepairProblem("its bytes are no fact: its source must send it again")
        }
        let identity = fact.seal.flatMap { try? keys.open($0, scheme: fact.scheme) }
        guard let row = FactRow(fact, place: place, identity: identity) else {
            throw RepairProblem("no table holds it: its source must send a corrected record")
        }
        return OpenRow(
            entry,
            table: row.table,
            header: row.header,
            number: row.number,
            bytes: row.row
        )
    }

    private static func unseal(_ body: () throws(SealProblem) -> [UInt8]) throws -> [UInt8] {
        do {
            return try body()
        } catch .unknownDataKey {
            throw RepairProblem(
                "its data key is not in the key file: destroyed, or another season's"
            )
        } catch {
            throw RepairProblem("its seal is broken")
        }
    }

    /// Sends repaired rows in the place of what was rejected, in the order of their files.
    public func repair(_ rows: [OpenRow], _ order: Order) throws -> Report {
        var report = Report()
        var chosen: [OpenRow] = []
        for row in rows {
            if let reason = refusal(of: row.entry, order) {
                report.held.append((row.entry.id, reason))
            } else if row.bytes == row.original {
                report.held.append((row.entry.id, "the row is as it was: repair it, or resend it"))
            } else {
                chosen.append(row)
            }
        }
        try send(chosen, as: .repair, order, &report)
        return report
    }

    private struct Group: Hashable {
        var source: String
        var table: String
    }

    /// Sends rows, source by source and table by table.
    func send(
        _ rows: [OpenRow],
        as action: RejectionAct.Action,
        _ order: Order,
        _ report: inout Report
    ) throws {
        var left = order.cap > 0 ? order.cap : Int.max
        let groups = Dictionary(grouping: rows) {
            Group(source: ListVersionName($0.entry.rejection.source).base, table: $0.table)
        }
        for (group, rows) in groups.sorted(by: {
            ($0.key.source, $0.key.table) < ($1.key.source, $1.key.table)
        }) {
            do {
                try send(rows, of: group, as: action, order, &left, &report)
            } catch let problem as RepairProblem {
                report.held += rows.map { ($0.entry.id, problem.description) }
            }
        }
    }

    private func send(
        _ rows: [OpenRow],
        of group: Group,
        as action: RejectionAct.Action,
        _ order: Order,
        _ left: inout Int,
        _ report: inout Report
    ) throws {
        let counter = try counter(group, order, office: rows.first?.entry.rejection.office ?? "")
        var taken: [OpenRow] = []
        for row in rows {
            let reason = left > 0 ? try counter.refusal(of: row) : "more than --max \(order.cap)"
            if let reason {
                report.held.append((row.entry.id, reason))
                continue
            }
            left -= 1
            taken.append(row)
            let act = act(action, row.entry, order, list: counter.list)
            counter.repair.add(
                act: act.fact(scheme: order.scheme, ordinal: row.entry.acts.count + 1),
                key: row.entry.id
            )
            if counter.repair.isFull { try pace(counter.repair, order) }
        }
        if let origin = counter.origin, !taken.isEmpty {
            try carry(origin, without: Set(taken.map(\.number)), counter, order)
            report.lists.append(counter.list)
        }
        try counter.repair.flush()
        report.done += taken.map(\.entry.id)
    }

    /// Where the rows of one source and table are taken in.
    private struct Counter {
        let repair: RowRepair
        /// The version of a list that is made; empty where none is.
        var list = ""
        /// What the version is made of.
        var origin: ListOrigin?

        /// Takes a row; what is wrong with it otherwise.
        func refusal(of row: OpenRow) throws -> String? {
            let file = row.entry.rejection.file
            do {
                try repair.add(
                    row.bytes,
                    header: row.header,
                    number: row.number,
                    file: file.isEmpty ? row.table : file
                )
                return nil
            } catch let fault as RowRepair.Fault {
                return "\(fault.code): \(fault.description)"
            } catch let refusal as FileRefusal {
                return refusal.sentence
            }
        }
    }

    private func counter(_ group: Group, _ order: Order, office: String) throws -> Counter {
        guard let keys else { throw RepairProblem("--keys: the season's key file seals the rows.") }
        var origin: ListOrigin?
        let table = try RowRepair.Table(named: group.table) {
            let known = try ListOrigin(
                group.source,
                scheme: order.scheme,
                bureau: office,
                shelf: shelf
            )
            guard group.table == "list" else { return known.description }
            origin = known
            return try known.next()
        }
        guard let table else {
            throw RepairProblem("rows of a table «\(group.table)» are not sent to the log")
        }
        var options = SendOptions()
        options.isDryRun = order.isDryRun
        let list = try origin?.next().list ?? ""
        let repair = try RowRepair(
            table,
            log: log,
            keys: keys,
            scheme: order.scheme,
            source: list.isEmpty ? group.source : list,
            policy: policy,
            options: options
        )
        return Counter(repair: repair, list: list, origin: origin)
    }

    private func pace(_ repair: RowRepair, _ order: Order) throws {
        try repair.flush()
        if order.rate > 0 { order.pause(1_000) }
    }

    /// Puts the rows that the list has into its new version, sealed as they are; those that
    /// `validate` rejected stay out.
    private func carry(
        _ origin: ListOrigin,
        without replaced: Set<Int64>,
        _ counter: Counter,
        _ order: Order
    ) throws {
        if order.isDryRun { return }
        let rejected = try rejectedPlaces()
        var taken: Set<Int64> = []
        for (place, fact, key) in origin.rows where !rejected.contains(place) {
            guard case .listRow(var row) = fact.body, !replaced.contains(row.row),
                taken.insert(row.row).inserted
            else { continue }
            row.list = counter.list
            var copy = fact
            (copy.source, copy.body) = (counter.list, .listRow(row))
            counter.repair.carry(copy, key: key)
            if counter.repair.isFull { try counter.repair.flush() }
        }
        try counter.repair.seal()
    }

    private func rejectedPlaces() throws -> Set<Rejection.Place> {
        var places: Set<Rejection.Place> = []
        try shelf.scan(.rejections) { batch, place in
            if let place = try Rejection(wire: batch.value(of: place)).place {
                places.insert(place)
            }
        }
        return places
    }
}
