import ArgumentParser
import Events
import Foundation
import Intake
import Stage

/// The arguments that every producer takes.
public struct ProducerArguments: ParsableArguments {
    @OptionGroup var log: LogArguments
    @OptionGroup var keys: KeyArguments

    @Option(help: "Scheme id, as in Policies/.")
    var scheme: String

    @Option(help: "The source has handed in all that happened up to this day (YYYY-MM-DD).")
    var closeDay: CivilDate?

    /// Creates empty arguments.
    public init() {}

    /// What a producer works with.
    public struct World {
        /// The log.
        public let log: any EventLog
        /// The season's keys.
        public let keys: SeasonKeys
        /// Scheme id.
        public let scheme: String
        /// Asked for by SIGTERM.
        public let stop: StopSignal
    }

    /// Opens the log, runs a producer, closes the day when asked to, and prints the report.
    ///
    /// - Parameters:
    ///   - send: Sends a file; nil when there is none to send.
    ///   - close: Closes a day.
    public func run(
        send: ((World, SendOptions) throws -> SendReport)?,
        close: (World, CivilDate) throws -> Void
    ) throws {
        let stop = StopSignal()
        stop.listenToProcessSignals()
        let log = try Adapters.log(try self.log.url(), partitions: self.log.partitions)
        let world = World(log: log, keys: try keys.load(of: scheme), scheme: scheme, stop: stop)
        if let send {
            let line = ProgressLine()
            var options = SendOptions()
            options.isCancelled = { stop.isRequested }
            options.progress = { now in
                let perMille = now.bytesTotal.map { now.bytesDone * 1_000 / max($0, 1) }
                line.update(perMille: perMille, count: now.rows, unit: "rows")
            }
            line.begin("sending")
            let report = try send(world, options)
            line.finish()
            print(report.summary)
        }
        if let closeDay, !stop.isRequested { try close(world, closeDay) }
        try log.close()
    }
}

extension CivilDate: ExpressibleByArgument {
    /// Reads `2022-10-17`.
    public init?(argument: String) { self.init(argument) }
}
