import Events
import Foundation
import Kafka
import Policy
import Stage

/// How long a payment takes to the first ranking that counts it, at given rates.
///
/// An open loop: each payment has its due time on the schedule, whatever the pipeline does, and its
/// latency is counted from that time; one that is sent late because the log was slow has waited
/// (no coordinated omission).
///
/// Usage: `payment-latency LOG KEYS FOLDER-OF-POLICIES FIRST RATE:SECONDS…`. The workers run already.
/// FIRST is the number of the first resident who pays: one whom no run on the same log has had.
/// Prints a line `begin RATE` when a schedule begins and one row when it is over: rate, seconds,
/// payments due, payments counted, payments a second that were counted while the schedule ran, then
/// p50, p99, p99.9 and the greatest latency in milliseconds. The first ``Feed/warmSeconds`` of a
/// schedule are not in the latencies.
@main
enum PaymentLatency {
    static func main() throws {
        let arguments = CommandLine.arguments
        guard arguments.count >= 6, var first = Int(arguments[4]), first >= 0 else { throw Usage() }
        let steps = try arguments.dropFirst(5).map(Step.init)
        let folder = URL(fileURLWithPath: arguments[3]).appendingPathComponent("tengzhou-2023")
        let pack = try PolicyPack.load(folder: folder)
        let log = try KafkaEventLog(url: arguments[1])
        let payers = Payers(
            pack: pack,
            keys: try SeasonKeys(contentsOf: URL(fileURLWithPath: arguments[2])),
            partitions: try log.partitionCount(of: .paymentsReceived)
        )
        let witness = try Witness(log: try KafkaEventLog(url: quick(arguments[1])), payers)
        witness.start()
        for step in steps {
            let range = first..<first + step.payments
            let deck = try payers.prepare(range, log: log)
            try Drain(log: log).wait()
            try witness.catchUp()
            let feed = Feed(log: log, deck: deck, step: step)
            let before = witness.counts
            tell("begin\t\(step.rate)")
            try feed.run()
            witness.wait(for: before.adding(deck.counts), seconds: 120)
            tell(LatencyReport(feed: feed, deck: deck, before: before, witness.samples).row)
            first = range.upperBound
        }
        try witness.stop()
        try log.close()
    }

    /// Writes a line at once: who reads it acts on it.
    private static func tell(_ line: String) {
        FileHandle.standardOutput.write(Data((line + "\n").utf8))
    }

    /// The log as who waits for single records reads it.
    private static func quick(_ url: String) -> String {
        url + (url.contains("?") ? "&" : "?") + "gather.ms=0"
    }
}

/// A rate and how long it is held.
struct Step {
    let rate: Int
    let seconds: Int

    /// Reads `RATE:SECONDS`.
    init(_ text: String) throws {
        let parts = text.split(separator: ":").map { Int($0) }
        guard parts.count == 2, let rate = parts[0], let seconds = parts[1], rate > 0,
            seconds > Feed.warmSeconds
        else { throw Usage() }
        self.rate = rate
        self.seconds = seconds
    }

    /// Payments due in all.
    var payments: Int { rate * seconds }
}

struct Usage: Error, CustomStringConvertible {
    var description: String {
        "usage: payment-latency kafka://… KEYS FOLDER-OF-POLICIES FIRST RATE:SECONDS… "
            + "(more than \(Feed.warmSeconds) seconds each)"
    }
}

/// What the measurement cannot go on after.
struct Failure: Error, CustomStringConvertible {
    let description: String
}

/// Nanoseconds of a clock that only goes forward.
enum Clock {
    static var now: Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}

extension [Int64] {
    /// The sums place by place.
    func adding(_ other: [Int64]) -> [Int64] { zip(self, other).map { $0 + $1 } }
}
