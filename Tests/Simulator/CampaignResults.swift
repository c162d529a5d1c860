import Stage

/// What all seeds of a campaign came to.
public struct CampaignResults: Sendable {
    /// A sentence for each seed that failed, with how to see it again.
    public private(set) var failures: [String] = []
    /// Seeds run.
    public private(set) var seeds = 0
    /// Calls into log, database and clock, over all processes.
    public private(set) var steps = 0
    private(set) var tally = FaultTally()
    private(set) var messages = 0
    private(set) var people = 0
    private(set) var journals = 0
    private(set) var seals = 0
    private(set) var clockSteps: Int64 = 0
    private(set) var snapshots = SnapshotFigures()

    init() {}

    mutating func add(_ simulation: Simulation, _ failure: String?) {
        let books = simulation.store.books
        seeds += 1
        steps += simulation.world.steps
        tally.add(simulation.world.tally)
        tally.fenced += books.fenced
        messages += simulation.season.streams.reduce(0) { $0 + $1.count }
        people += simulation.season.lives.count
        journals += books.rows.count + books.dossierRows.count
        seals += books.sealed.count
        clockSteps += simulation.clockSteps
        snapshots.add(simulation.snapshots.figures)
        guard let failure else { return }
        failures.append(
            "seed \(simulation.seed): \(failure)\n  \(simulation.summary)\n  "
                + "again: make simulate SEED=\(simulation.seed)  (TRACE=1 prints every step)"
        )
    }

    /// What people read: figures, then faults by kind and place.
    public var report: String {
        let refused = snapshots.refused.sorted { $0.key.rawValue < $1.key.rawValue }
            .map { "\($0.key.rawValue) \($0.value)" }.joined(separator: ", ")
        return """
            \(seeds) seeds, \(failures.count) failed; \(steps) steps, \(messages) messages, \
            \(people) people, \(journals) journals, \(seals) seals
            \(tally.fenced) batches of a lost partition refused, \(clockSteps) steps back of a \
            clock told
            snapshots: \(snapshots.written) written, \(snapshots.failed) not written, \
            \(snapshots.used) used, refused: \(refused)

            \(tally.table)
            """
    }
}
