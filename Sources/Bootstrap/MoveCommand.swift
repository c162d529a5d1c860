import ArgumentParser
import Events
import Foundation
import Stage

/// `zhengjiao replay --from URL --to URL`: a running season moves to another log.
public struct MoveCommand {
    private let from: String
    private let to: String

    /// How far a move goes.
    public enum Extent: Sendable {
        /// What the old log has by now.
        case now
        /// That, and what comes, until the process is told to stop.
        case following
        /// That, and how far `validate` is: the old producers and workers have stopped.
        case finishing
    }

    /// Creates the command.
    public init(from: String, to: String) {
        self.from = from
        self.to = to
    }

    /// Copies the log of record; assessments, postings and rankings are made anew by the workers
    /// of the new log.
    public func run(_ extent: Extent) throws {
        let stop = StopSignal()
        if extent == .following { stop.listenToProcessSignals() }
        let source = try Adapters.log(from)
        defer { try? source.close() }
        let partitions = try source.partitionCount(of: .factsValidated)
        // A broker's topics are made by `topics apply`, with their settings.
        let target =
            try Adapters.isKafka(to)
            ? Adapters.log(to) : Adapters.log(to, partitions: partitions)
        defer { try? target.close() }
        let move = try LogMove(from: source, to: target)
        let line = ProgressLine()
        line.begin("moving")
        var copied: Int64 = 0
        repeat {
            let more = try move.follow {
                line.update(perMille: 0, count: copied + $0, unit: "records")
            }
            copied += more
            if extent == .following, more == 0 { usleep(200_000) }
        } while extent == .following && !stop.isRequested
        if extent == .finishing { copied += try move.finish() }
        line.finish()
        print("moved \(copied) records")
        let left = try unvalidated(source)
        if extent == .finishing {
            print("finished: start the workers and producers on the new log")
        } else {
            print(
                "\(left) records are received and not validated in the old log: stop its producers "
                    + "and workers, then run again with --finish"
            )
        }
    }

    private func unvalidated(_ log: any EventLog) throws -> Int64 {
        var left: Int64 = 0
        for topic in Topic.received {
            for partition in 0..<Int32(try log.partitionCount(of: topic)) {
                let end = try log.endOffset(topic: topic, partition: partition)
                let done = try log.committed(
                    group: StageName.validate.rawValue,
                    topic: topic,
                    partition: partition
                )
                left += max(0, end - done)
            }
        }
        return left
    }
}
