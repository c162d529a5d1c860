import Events
import Glibc
import Stage

/// Writes batches: frames, stores, rings the bells, keeps the journal small.
///
/// Unchecked: the mutable properties are touched only inside ``LogConnection/run(_:_:)`` of the one
/// connection, that is on its serial queue.
final class LogWriter: @unchecked Sendable {
    /// Bytes of the write-ahead file beyond which readers are waited for.
    static let journalBound = 32 << 20
    /// Bytes to the next attempt when a reader stayed.
    static let journalStep = 16 << 20
    /// Longest wait for readers, in milliseconds.
    static let readersPatienceMs: Int64 = 1_000

    private let connection: LogConnection
    private let framer: BatchFramer
    private let bells: LogBells
    private let journalPath: String
    private let clock: WallClock
    private var journalBound = LogWriter.journalBound

    init(
        connection: LogConnection,
        layout: LogLayout,
        bells: LogBells,
        path: String,
        clock: WallClock
    ) {
        self.clock = clock
        self.connection = connection
        framer = BatchFramer(layout: layout)
        self.bells = bells
        journalPath = path + "-wal"
    }

    /// Stores a batch and whatever `besides` writes, in one transaction, and wakes who waits for it.
    ///
    /// - Parameter meter: Tells the time that the batch takes, without the transaction around it.
    func write(
        _ batch: RecordBatch,
        meter: PhaseMeter? = nil,
        besides: (LogStatements) throws -> Void
    ) throws {
        func produce(_ body: () throws -> Void) throws {
            if let meter { try meter.within(.produce, body) } else { try body() }
        }
        // The connection's queue runs this on the caller's thread, whose time the meter tells.
        try connection.run("write to the log") { statements in
            try produce { try framer.frame(batch) }
            try statements.writing {
                try besides(statements)
                try produce { try store(statements) }
            }
            bells.ring(framer.topics)
            holdJournal(statements)
        }
    }

    private func store(_ statements: LogStatements) throws {
        var next: [Int: Int64] = [:]
        let writtenMs = clock.milliseconds()
        for cut in framer.cuts {
            let base = try next[cut.stream] ?? statements.endOffset(stream: cut.stream)
            try statements.insert(
                cut,
                base: base,
                bytes: framer.bytes(of: cut),
                writtenMs: writtenMs
            )
            next[cut.stream] = base + Int64(cut.count)
        }
    }

    /// Waits for a moment without readers when the write-ahead file is past its bound.
    ///
    /// SQLite starts the file again only at such a moment, which may never come by itself. When a reader stays, try again some bytes later.
    /// The batch is durable already: nothing here may look as if it were not.
    private func holdJournal(_ statements: LogStatements) {
        let size = journalSize
        if size < Self.journalBound {
            journalBound = Self.journalBound
        } else if size >= journalBound {
            let isDone = statements.restartJournal(patienceMs: Self.readersPatienceMs)
            journalBound = isDone ? Self.journalBound : size + Self.journalStep
        }
    }

    private var journalSize: Int {
        var status = stat()
        return stat(journalPath, &status) == 0 ? Int(status.st_size) : 0
    }
}
