import Events
import Foundation
import Stage

/// What every ``EventLog`` promises, as exercises that throw a ``ConformanceViolation`` when an
/// adapter breaks its word.
///
/// An adapter's tests run each case of ``Exercise`` on a fresh, empty log:
///
///     @Test(arguments: LogConformance.Exercise.allCases)
///     func `keeps what the port promises`(exercise: LogConformance.Exercise) throws {
///         let world = try FreshLog()
///         try LogConformance { try EmbeddedEventLog(path: world.path) }.run(exercise)
///     }
public struct LogConformance: Sendable {
    /// Opens one more handle on the log under test, as another process would.
    let makeLog: @Sendable () throws -> any EventLog
    /// Makes commits fail at their last moment (true), or work again (false).
    let breakCommits: (@Sendable (Bool) throws -> Void)?
    /// Longest wait for something that must happen, in milliseconds.
    let patienceMs: Int
    /// Bytes of the largest value tried.
    let largestValue: Int
    /// Longest time from an append to the return of a waiting poll, in milliseconds.
    let wakeUpMs: Int
    /// Whether offsets may be left out between records, as by markers of transactions.
    let hasGaps: Bool
    /// Whether a member hears of a partition taken from it only when the group has given it to
    /// another; until then it gets no records of it and cannot commit.
    let revokesLate: Bool

    /// Creates the exercises of one log.
    ///
    /// - Parameters:
    ///   - patienceMs: Longest wait for something that must happen (a rebalance), in milliseconds.
    ///   - largestValue: Bytes of the largest value tried.
    ///   - wakeUpMs: Longest time from an append to the return of a waiting poll.
    ///   - hasGaps: Whether offsets may be left out between records, as by markers of transactions.
    ///     The end of a partition is then still the offset after its last record.
    ///   - revokesLate: Whether a member hears of a partition taken from it only when the group has
    ///     given it to another; until then it gets no records of it and cannot commit.
    ///   - breakCommits: Makes commits fail at their last moment (true), or work again (false); nil
    ///     when the adapter has no such means.
    ///   - makeLog: Opens one more handle on the log under test, as another process would. The log
    ///     is empty at first and belongs to one run of one exercise.
    public init(
        patienceMs: Int = 20_000,
        largestValue: Int = 5_000_000,
        wakeUpMs: Int = 1_000,
        hasGaps: Bool = false,
        revokesLate: Bool = false,
        breakCommits: (@Sendable (Bool) throws -> Void)? = nil,
        makeLog: @escaping @Sendable () throws -> any EventLog
    ) {
        self.makeLog = makeLog
        self.breakCommits = breakCommits
        self.patienceMs = patienceMs
        self.largestValue = largestValue
        self.wakeUpMs = wakeUpMs
        self.hasGaps = hasGaps
        self.revokesLate = revokesLate
    }

    /// The exercises, each the name of a promise.
    public enum Exercise: String, CaseIterable, Sendable {
        /// Records have rising offsets (0, 1, 2 … without gaps) in the order of writing, for ever.
        case ordersAndNumbersRecords
        /// A record without a partition goes where ``Partitioner`` says.
        case choosesPartitionsByKey
        /// A record with a partition goes there, whatever its key.
        case broadcastsToExplicitPartitions
        /// Topics by person have one number of partitions, the others one partition.
        case agreesOnPartitionCounts
        /// A partition that does not exist is refused as unusable.
        case refusesUnknownPartitions
        /// A batch is stored whole or not at all.
        case appendsAllOrNothing
        /// A read begins at the offset asked for, also within a stored batch.
        case readsFromTheMiddle
        /// Large and empty keys and values come back as they were.
        case carriesLargeAndEmptyValues
        /// Headers come back with the records that were given them, and with no other.
        case carriesHeaders
        /// The first record of each topic partition of a batch bears the batch's opening headers.
        case opensBatchesWithHeaders
        /// A record tells when it was written.
        case datesRecords
        /// Each of many small appends is seen by another handle when it returns.
        case takesManySmallBatches
        /// Writers at the same time lose nothing and keep each its own order.
        case ordersConcurrentWriters
        /// Partitions are assigned before their records come.
        case tellsAssignmentBeforeRecords
        /// Records of each topic partition are polled in offset order, without gaps.
        case pollsSeveralTopicsInOrder
        /// Each group reads everything and has its own positions.
        case keepsGroupsApart
        /// A member reads on where it is told to.
        case seeks
        /// A waiting poll returns soon after an append.
        case wakesAWaitingMember
        /// A poll of an empty log returns at its time.
        case returnsIdleInTime
        /// Nobody sees outputs or positions before the commit.
        case hidesWhatIsNotCommitted
        /// A commit stores outputs and positions, also for those who come later.
        case commitsOutputsAndPositionsTogether
        /// A failed commit stores neither, and the same commit can be made again.
        case keepsNeitherWhenACommitFails
        /// A member that comes back reads on at the committed position.
        case continuesAtTheCommittedPosition
        /// What was polled and not committed comes again to the next member.
        case deliversAgainWhatWasNotCommitted
        /// Two members share the partitions evenly, each with one owner.
        case sharesPartitions
        /// A member cannot commit for a partition that it has lost.
        case fencesWhoLostAPartition
        /// Members come and go, and each record is relayed exactly once.
        case handsEachRecordToOneOwner
    }

    /// Runs one exercise.
    ///
    /// - Throws: ``ConformanceViolation``, or what the adapter throws.
    public func run(_ exercise: Exercise) throws {
        switch exercise {
        case .ordersAndNumbersRecords: try ordersAndNumbersRecords()
        case .choosesPartitionsByKey: try choosesPartitionsByKey()
        case .broadcastsToExplicitPartitions: try broadcastsToExplicitPartitions()
        case .agreesOnPartitionCounts: try agreesOnPartitionCounts()
        case .refusesUnknownPartitions: try refusesUnknownPartitions()
        case .appendsAllOrNothing: try appendsAllOrNothing()
        case .readsFromTheMiddle: try readsFromTheMiddle()
        case .carriesLargeAndEmptyValues: try carriesLargeAndEmptyValues()
        case .carriesHeaders: try carriesHeaders()
        case .opensBatchesWithHeaders: try opensBatchesWithHeaders()
        case .datesRecords: try datesRecords()
        case .takesManySmallBatches: try takesManySmallBatches()
        case .ordersConcurrentWriters: try ordersConcurrentWriters()
        case .tellsAssignmentBeforeRecords: try tellsAssignmentBeforeRecords()
        case .pollsSeveralTopicsInOrder: try pollsSeveralTopicsInOrder()
        case .keepsGroupsApart: try keepsGroupsApart()
        case .seeks: try seeks()
        case .wakesAWaitingMember: try wakesAWaitingMember()
        case .returnsIdleInTime: try returnsIdleInTime()
        case .hidesWhatIsNotCommitted: try hidesWhatIsNotCommitted()
        case .commitsOutputsAndPositionsTogether: try commitsOutputsAndPositionsTogether()
        case .keepsNeitherWhenACommitFails: try keepsNeitherWhenACommitFails()
        case .continuesAtTheCommittedPosition: try continuesAtTheCommittedPosition()
        case .deliversAgainWhatWasNotCommitted: try deliversAgainWhatWasNotCommitted()
        case .sharesPartitions: try sharesPartitions()
        case .fencesWhoLostAPartition: try fencesWhoLostAPartition()
        case .handsEachRecordToOneOwner: try handsEachRecordToOneOwner()
        }
    }
}
