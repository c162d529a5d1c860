/// What a worker may have to wait for.
public enum WaitCause: String, CaseIterable, Sendable {
    /// The log: brokers, or the file that others keep busy.
    case broker
    /// The ledger's database.
    case database
    /// Room on a disk.
    case disk

    /// What a person can do, in a sentence.
    public var nextStep: String {
        switch self {
        case .broker: "See whether the log can be reached; the worker goes on by itself."
        case .database: "See whether the database runs; the worker goes on by itself."
        case .disk: "Free space on the disk; the worker goes on by itself."
        }
    }
}
