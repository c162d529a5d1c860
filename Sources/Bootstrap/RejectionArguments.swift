import ArgumentParser
import Events
import Foundation
import Repair

/// Which rejections are meant.
public struct RejectionSelection: ParsableArguments {
    @Option(help: "Only these ids, as rejections list prints them.")
    var id: [String] = []
    @Option(help: "Only this code.")
    var code: String?
    @Option(help: "Only what this office can put right.")
    var office: String?
    @Option(help: "Only from this source.")
    var source: String?
    @Option(help: "Only from this file.")
    var file: String?
    @Option(help: "Only of this stage: producer or validate.")
    var stage: String?
    @Option(help: "Only read from this topic, as payments.received.")
    var topic: String?
    @Option(help: "Only read from this partition.")
    var partition: Int32?
    @Option(help: "Only read at this offset or after it.")
    var fromOffset: Int64?
    @Option(help: "Only read at this offset or before it.")
    var toOffset: Int64?
    @Option(help: "Only what the log took at this time or after it: 2022-11-03T10:15:30.")
    var since: String?
    @Option(help: "Only what the log took at this time or before it.")
    var until: String?
    @Option(
        help:
            "Only in this state: open, repaired, resent, rejected-again, discard-proposed, discarded."
    )
    var state: [String] = []

    /// Creates empty arguments.
    public init() {}

    /// The filter.
    func filter(scheme: String?) throws -> RejectionFilter {
        var filter = RejectionFilter()
        for one in id where !Rejection.isID(one) {
            throw ConfigurationProblem("--id \(one): r and 15 hexadecimal digits expected.")
        }
        filter.ids = Set(id)
        filter.scheme = scheme
        (filter.code, filter.office, filter.source) = (code, office, source)
        (filter.file, filter.partition) = (file, partition)
        if let stage {
            let known = Rejection.Stage.allCases.first { "\($0)" == stage }
            guard let known else {
                throw ConfigurationProblem("--stage \(stage): producer or validate expected.")
            }
            filter.stage = known
        }
        if let topic {
            guard let known = Topic(rawValue: topic), Topic.received.contains(known) else {
                let names = Topic.received.map(\.rawValue).joined(separator: ", ")
                throw ConfigurationProblem("--topic \(topic): one of \(names) expected.")
            }
            filter.topic = known
        }
        if fromOffset != nil || toOffset != nil {
            let (first, last) = (fromOffset ?? 0, toOffset ?? .max)
            guard first <= last else {
                throw ConfigurationProblem("--from-offset lies after --to-offset.")
            }
            filter.offsets = first...last
        }
        filter.written = try written()
        for one in state {
            guard let known = RejectionBook.State(rawValue: one) else {
                let names = RejectionBook.State.allCases.map(\.rawValue).joined(separator: ", ")
                throw ConfigurationProblem("--state \(one): one of \(names) expected.")
            }
            filter.states.insert(known)
        }
        return filter
    }
}

extension RejectionSelection {
    /// The time between --since and --until, on the clock of Asia/Shanghai.
    private func written() throws -> ClosedRange<Int64>? {
        if since == nil, until == nil { return nil }
        func milliseconds(_ name: String, _ text: String?, _ open: Int64) throws -> Int64 {
            guard let text else { return open }
            guard let time = CivilTime(text) else {
                throw ConfigurationProblem("--\(name) \(text): 2022-11-03T10:15:30 expected.")
            }
            return (time.second - 8 * 3_600) * 1_000
        }
        let first = try milliseconds("since", since, 0)
        let last = try milliseconds("until", until, .max)
        guard first <= last else { throw ConfigurationProblem("--since lies after --until.") }
        return first...last
    }
}

/// Who acts, and why.
public struct ActArguments: ParsableArguments {
    @Option(help: "Scheme id, as in Policies/.")
    var scheme: String
    @Option(help: "Who acts: OFFICE/ROLE, the role a post or staff number, never a name.")
    var by: String
    @Option(help: "Why, in a sentence; kept in the log.")
    var note: String

    /// Creates empty arguments.
    public init() {}

    /// The order, at the time of this machine's clock in Asia/Shanghai.
    public func order() throws -> RejectionDesk.Order {
        let second = Int64(Date().timeIntervalSince1970) + 8 * 3_600
        do {
            var order = try RejectionDesk.Order(
                scheme: scheme,
                by: by,
                at: CivilTime(second: second),
                note: note
            )
            order.pause = { Thread.sleep(forTimeInterval: Double($0) / 1_000) }
            return order
        } catch let problem as RepairProblem {
            throw ConfigurationProblem(problem.description)
        }
    }
}

/// How much is sent, and how fast.
public struct SendingArguments: ParsableArguments {
    @Flag(help: "Tell what would be sent, and send nothing.")
    var dryRun = false
    @Option(help: "Send at most so many.")
    var max = 1_000
    @Option(help: "Messages a second at most; 0 is as fast as the log takes them.")
    var rate = 0
    @Option(help: "Leave what was sent so many times already.")
    var limit = 3

    /// Creates empty arguments.
    public init() {}

    /// Refuses what cannot work.
    public mutating func validate() throws {
        guard max > 0, rate >= 0, limit > 0 else {
            throw ValidationError("--max and --limit above 0, --rate 0 or above expected.")
        }
    }

    func apply(to order: inout RejectionDesk.Order) {
        (order.isDryRun, order.cap, order.rate) = (dryRun, max, rate)
        order.sendingsMax = limit
    }
}
