import Events
import Intake
import Policy
import Stage

/// Repairs, sends again and puts aside what was rejected, and writes into the log who did so.
///
/// What is sent and the act about it are one append: both are in the log, or neither.
public struct RejectionDesk {
    /// Who acts, and how.
    public struct Order: Sendable {
        /// The scheme.
        public var scheme: String
        /// `office/role`; the role a post or staff number.
        public var by: String
        /// When.
        public var at: CivilTime
        /// Why.
        public var note: String
        /// Whether nothing is sent.
        public var isDryRun = false
        /// Rejections taken at most; 0 means all.
        public var cap = 0
        /// Sendings of one message at most.
        public var sendingsMax = 3
        /// Messages a second at most; 0 means as fast as the log takes them.
        public var rate = 0
        /// Waits so many milliseconds.
        public var pause: @Sendable (Int) -> Void = { _ in }

        /// Creates an order.
        ///
        /// - Throws: ``RepairProblem`` when it does not say who or why, or holds what it must not.
        public init(scheme: String, by: String, at: CivilTime, note: String) throws {
            let parts = by.split(separator: "/", omittingEmptySubsequences: false)
            guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty }), by.utf8.count <= 100 else {
                throw RepairProblem("--by «…»: OFFICE/ROLE expected, as in 县医保局/clerk-07.")
            }
            guard !note.isEmpty, note.count <= 200 else {
                throw RepairProblem("--note: a reason of 1 to 200 characters expected.")
            }
            guard !(by + note).utf8.holdsControlCharacter,
                !Personal.holdsIdentityNumber(by + " " + note)
            else {
                throw RepairProblem(
                    "--by, --note: an identity number or a control character stands in it. Name a "
                        + "post or staff number and the reason only."
                )
            }
            (self.scheme, self.by, self.at, self.note) = (scheme, by, at, note)
        }
    }

    /// What became of an order.
    public struct Report: Sendable {
        /// Ids that were sent, or put aside.
        public var done: [String] = []
        /// Ids that were left as they are, with the reason.
        public var held: [(id: String, reason: String)] = []
        /// Versions of lists that were made: each counts once it is audited.
        public var lists: [String] = []
        /// Ids that a second hand must still put aside.
        public var proposed: [String] = []

        /// Creates an empty report.
        public init() {}
    }

    let log: any EventLog
    let keys: SeasonKeys?
    let policy: CompiledPolicy?
    let shelf: RejectionShelf

    /// Creates a desk.
    ///
    /// - Parameters:
    ///   - keys: Open the rows; nil where only the bytes of messages are sent again.
    ///   - policy: As for ``Intake/OperationsProducer``.
    public init(log: any EventLog, keys: SeasonKeys?, policy: CompiledPolicy?) {
        (self.log, self.keys, self.policy) = (log, keys, policy)
        shelf = RejectionShelf(log)
    }

    /// Puts rejections aside; each counts once two different hands have said so.
    public func discard(_ entries: [RejectionBook.Entry], _ order: Order) throws -> Report {
        var report = Report()
        let batch = RecordBatch()
        for entry in capped(entries, order, &report) {
            let earlier = Set(entry.acts.filter { $0.action == .discard }.map(\.by))
            if entry.state == .discarded || earlier.contains(order.by) {
                let reason =
                    entry.state == .discarded
                    ? "it is discarded already"
                    : "\(order.by) has said so already: another hand must"
                report.held.append((entry.id, reason))
                continue
            }
            append(act(.discard, entry, order), of: entry, order, to: batch)
            if earlier.isEmpty { report.proposed.append(entry.id) }
            report.done.append(entry.id)
        }
        if !order.isDryRun, !batch.isEmpty { try log.append(batch) }
        return report
    }

    /// Writes into the log that rows were opened.
    public func noteOpened(_ entries: [RejectionBook.Entry], _ order: Order) throws {
        let batch = RecordBatch()
        for entry in entries { append(act(.open, entry, order), of: entry, order, to: batch) }
        if !batch.isEmpty { try log.append(batch) }
    }

    /// The first ones that the cap lets through; the others are held.
    func capped(
        _ entries: [RejectionBook.Entry],
        _ order: Order,
        _ report: inout Report
    ) -> [RejectionBook.Entry] {
        guard order.cap > 0, entries.count > order.cap else { return entries }
        report.held += entries.dropFirst(order.cap).map { ($0.id, "more than --max \(order.cap)") }
        return Array(entries.prefix(order.cap))
    }

    /// Why a message is not sent once more; nil when it may be.
    func refusal(of entry: RejectionBook.Entry, _ order: Order) -> String? {
        switch entry.state {
        case .repaired, .resent: return "it is \(entry.state.rawValue) already"
        case .discarded: return "it is discarded"
        case .rejectedAgain: return "it was rejected again: see the later one of its number"
        case .open, .discardProposed: break
        }
        if entry.sendings >= order.sendingsMax {
            return "it was sent \(entry.sendings) times: discard it, or raise --limit"
        }
        return nil
    }

    func act(
        _ action: RejectionAct.Action,
        _ entry: RejectionBook.Entry,
        _ order: Order,
        list: String = ""
    ) -> RejectionAct {
        RejectionAct(
            rejection: entry.id,
            code: entry.rejection.code,
            action: action,
            by: order.by,
            at: order.at,
            note: order.note,
            known: entry.known,
            list: list
        )
    }

    func append(
        _ act: RejectionAct,
        of entry: RejectionBook.Entry,
        _ order: Order,
        to batch: RecordBatch
    ) {
        let fact = act.fact(scheme: order.scheme, ordinal: entry.acts.count + 1)
        batch.append(topic: .operationsReceived, key: entry.id) { fact.write(to: $0) }
    }
}
