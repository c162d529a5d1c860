import Events
import Ledger
import Policy
import Stage

/// What the sections of the board read from and write to.
public struct BoardSources: Sendable {
    /// The log: uploads are sent to it.
    public let log: any EventLog
    /// The ledger, read only.
    public let ledger: any LedgerStore
    /// Packs by scheme id, of the schemes that the board shows.
    public let packs: [String: PolicyPack]
    /// The keys of each scheme; none where the board was started without: no name is shown then.
    ///
    /// Sections seal with them. Whoever opens a seal does so through
    /// ``Visit/openNames(_:page:)``, which writes the audit first.
    public let keys: [String: SeasonKeys]
    /// A folder of the board's own, not served to anybody.
    public let dataFolder: String
    /// The clock.
    public let clock: BoardClock
    /// Where the read model notes of which moment its figures are.
    public let freshness: Freshness

    /// Creates the sources.
    public init(
        log: any EventLog,
        ledger: any LedgerStore,
        packs: [String: PolicyPack],
        keys: [String: SeasonKeys],
        dataFolder: String,
        clock: BoardClock = .system,
        freshness: Freshness = Freshness()
    ) {
        self.log = log
        self.ledger = ledger
        self.packs = packs
        self.keys = keys
        self.dataFolder = dataFolder
        self.clock = clock
        self.freshness = freshness
    }
}
