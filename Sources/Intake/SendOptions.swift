import Events
import Stage

/// How a file is sent.
public struct SendOptions: Sendable {
    /// Whether everything is read and checked, and nothing is sent.
    ///
    /// The default is false.
    public var isDryRun = false
    /// Whether a file is read on as it grows, until it is cancelled.
    ///
    /// Only for payments and records: a list has an end. The default is false.
    public var follows = false
    /// Sentences about bad rows that the report keeps.
    ///
    /// The default is 20.
    public var problemLimit = 20
    /// Where the annotated copy is written; nil writes none.
    ///
    /// For CSV and XLSX, in the format of the file.
    public var verdictCopy: String?
    /// Threads that seal, 1 or 2.
    ///
    /// Two take less time and some more CPU. The default is 1.
    public var threads = 1
    /// Where the number of the file's trace and those of its batches come from.
    public var traces = TraceSource()
    /// Whether to stop; asked between reads, from the sending thread.
    public var isCancelled: @Sendable () -> Bool = { false }
    /// Told after each append, and at each pause of a stream.
    public var progress: (@Sendable (SendProgress) -> Void)?
    /// Milliseconds without a byte after which a stream's progress is told.
    ///
    /// What was read is sent sooner, see ``ByteSource/lingerMs``. The default is 200.
    var quietMs: Int32 = 200
    /// Milliseconds before the first retry when the log is away; doubles up to 5 seconds.
    var retryMs: Int32 = 100

    /// Creates the default options.
    public init() {}
}

/// How far a file is.
public struct SendProgress: Sendable, Equatable {
    /// Rows read.
    public var rows: Int64
    /// Rows that could not be taken.
    public var rejected: Int64 = 0
    /// Bytes read.
    public var bytesDone: Int64
    /// Bytes of the file; nil for a stream.
    public var bytesTotal: Int64?
}

/// What `--kind` says of a list.
public enum ListKind: String, CaseIterable, Sendable {
    /// A bureau's list of people of a category.
    case list
    /// The payment roster 缴费清册.
    case roster
    /// Registrations for enrolment.
    case registrations
    /// Targets by unit.
    case targets
    /// People whom another insurance covers.
    case exclusions
    /// Withdrawals and other marks.
    case withdrawals
}

/// What is declared about a list as a whole.
public struct ListDescription: Sendable {
    /// Which table it is.
    public var kind: ListKind
    /// The list's id, unique in the scheme.
    public var list: String
    /// Bureau that supplies it.
    public var bureau: String
    /// Category of the rows that name none; empty when every row names its own.
    public var category: String
    /// From when it holds; rosters, registrations and marks are filed on this day, targets hold
    /// from it.
    public var snapshot: CivilDate
    /// The list that this one takes the place of; empty when none.
    public var supersedes: String

    /// Creates a description.
    public init(
        kind: ListKind = .list,
        list: String,
        bureau: String,
        category: String = "",
        snapshot: CivilDate,
        supersedes: String = ""
    ) {
        self.kind = kind
        self.list = list
        self.bureau = bureau
        self.category = category
        self.snapshot = snapshot
        self.supersedes = supersedes
    }
}
