import Events

/// Every rejection of a log and what became of it: a function of the rejections and of the acts.
public struct RejectionBook {
    /// Where a rejection stands.
    ///
    /// Raw values stand in tables.
    public enum State: String, Sendable, CaseIterable {
        /// Nobody has done anything about it.
        case open
        /// A repaired row was sent in its place.
        case repaired
        /// Its bytes were sent again.
        case resent
        /// What was sent for it was rejected in its turn.
        case rejectedAgain = "rejected-again"
        /// One hand has put it aside, a second must agree.
        case discardProposed = "discard-proposed"
        /// Two hands have put it aside.
        case discarded

        /// Whether somebody must still see to it.
        public var isOpen: Bool { self == .open || self == .discardProposed }
    }

    /// One rejection.
    public struct Entry: Sendable {
        /// Its id.
        public let id: String
        /// What the log says of it.
        public let rejection: Rejection
        /// When the log took it, in milliseconds since 1970; 0 where that is not known.
        public let writtenMs: Int64
        /// What was done about it, in order.
        public fileprivate(set) var acts: [RejectionAct] = []
        /// Where it stands.
        public fileprivate(set) var state = State.open
        /// Rejections of the same message, this one too.
        public fileprivate(set) var known = 1

        /// How often the message was sent again, as it was or repaired.
        public fileprivate(set) var sendings = 0
    }

    private var entries: [String: Entry] = [:]
    private var acts: [(number: String, act: RejectionAct)] = []
    private var seenActs: Set<String> = []

    /// Creates an empty book.
    public init() {}

    /// Takes a rejection; the same one told twice counts once.
    ///
    /// - Parameter writtenMs: When the log took it, in milliseconds since 1970; 0 when not known.
    public mutating func take(_ rejection: Rejection, writtenMs: Int64 = 0) {
        let id = rejection.id
        if entries[id] != nil { return }
        entries[id] = Entry(id: id, rejection: rejection, writtenMs: writtenMs)
    }

    /// Takes a fact of `operations.received`; what is no act about a rejection is passed over.
    public mutating func take(_ fact: Fact) {
        guard let act = RejectionAct(fact), seenActs.insert(fact.number).inserted else { return }
        acts.append((fact.number, act))
    }

    /// All rejections with their states: by source, then in the order in which they came.
    public func settled() -> [Entry] {
        var settled = entries
        var messages: [String: Int] = [:]
        for entry in entries.values { messages[RejectionBook.message(of: entry), default: 0] += 1 }
        for (_, act) in acts.sorted(by: RejectionBook.isBefore) {
            settled[act.rejection]?.acts.append(act)
        }
        var sendings: [String: Int] = [:]
        for entry in settled.values {
            let sent = entry.acts.count { $0.action == .repair || $0.action == .resend }
            sendings[RejectionBook.message(of: entry), default: 0] += sent
        }
        for id in settled.keys {
            guard var entry = settled[id] else { continue }
            let message = RejectionBook.message(of: entry)
            entry.known = messages[message] ?? 1
            entry.sendings = sendings[message] ?? 0
            entry.state = RejectionBook.state(of: entry)
            settled[id] = entry
        }
        return settled.values.sorted { RejectionBook.order($0) < RejectionBook.order($1) }
    }

    /// Every act with its number, in order.
    public var audit: [(number: String, act: RejectionAct)] {
        acts.sorted(by: RejectionBook.isBefore)
    }

    private static func isBefore(
        _ left: (number: String, act: RejectionAct),
        _ right: (number: String, act: RejectionAct)
    ) -> Bool {
        (left.act.at, left.act.rejection, left.number.utf8.count, left.number)
            < (right.act.at, right.act.rejection, right.number.utf8.count, right.number)
    }

    private static func state(of entry: Entry) -> State {
        guard let last = entry.acts.last(where: { $0.action != .open }) else { return .open }
        if last.action != .discard {
            // What was sent is the same message: another rejection of it came of that.
            if entry.known > last.known { return .rejectedAgain }
            return last.action == .repair ? .repaired : .resent
        }
        let hands = Set(entry.acts.filter { $0.action == .discard }.map(\.by))
        return hands.count > 1 ? .discarded : .discardProposed
    }

    /// What the same message has in common, whichever stage rejects it: a version that a repair
    /// made of a list counts as the list.
    private static func message(of entry: Entry) -> String {
        let rejection = entry.rejection
        let source = ListVersionName(rejection.source).base
        return "\(rejection.scheme)\u{1F}\(source)\u{1F}\(rejection.number)"
    }

    private struct Order: Comparable {
        var texts: [String]
        var numbers: [Int64]

        static func < (left: Order, right: Order) -> Bool {
            if left.texts != right.texts {
                return left.texts.lexicographicallyPrecedes(right.texts)
            }
            return left.numbers.lexicographicallyPrecedes(right.numbers)
        }
    }

    private static func order(_ entry: Entry) -> Order {
        let it = entry.rejection
        let place = it.place
        return Order(
            texts: [it.scheme, it.source, "\(it.stage.rawValue)", it.file],
            numbers: [it.row, Int64(place?.partition ?? 0), place?.offset ?? 0]
        )
    }
}

/// The name of a version of a list that repairs make: `LIST+1`, `LIST+2`.
///
/// A plus sorts before letters, digits and hyphens: where a bureau's own new version has the same
/// snapshot date, the bureau's counts.
public struct ListVersionName: Hashable, Sendable {
    /// The list as its bureau named it.
    public let base: String
    /// How often it was made anew; 0 for the bureau's own.
    public let version: Int

    /// Takes a name apart.
    public init(_ name: String) {
        let parts = name.split(separator: "+", omittingEmptySubsequences: false)
        if parts.count > 1, let last = parts.last, let version = Int(last), version > 0 {
            base = parts.dropLast().joined(separator: "+")
            self.version = version
        } else {
            (base, version) = (name, 0)
        }
    }

    /// A version of a list.
    public static func name(_ base: String, version: Int) -> String {
        version == 0 ? base : "\(base)+\(version)"
    }
}
