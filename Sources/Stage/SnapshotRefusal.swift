/// Why a snapshot is not used, and the log read instead.
public enum SnapshotRefusal: String, Error, CaseIterable, Sendable {
    /// It cannot be read from where it is kept.
    case unreadable
    /// It is no snapshot.
    case foreign
    /// Its header has a form that this build does not know.
    case version
    /// It is torn, or its checksum is wrong.
    case damaged
    /// It is of another stage, or its state has a form that this build does not write.
    case form
    /// It is of another group, topic or partition.
    case place
    /// The topic has another number of partitions now.
    case partitions
    /// It goes further than what is committed.
    case ahead
    /// The log is not the one that it was made from.
    case log
    /// The packs are not those that it was made under.
    case packs
    /// The state in it is not of its form.
    case state

    /// What is the matter, for a person.
    var sentence: String {
        switch self {
        case .unreadable: "it cannot be read"
        case .foreign: "it is no snapshot"
        case .version: "its header is of another version"
        case .damaged: "it is damaged"
        case .form: "its state is of another form"
        case .place: "it is of another group, topic or partition"
        case .partitions: "the topic has another number of partitions"
        case .ahead: "it goes further than what is committed"
        case .log: "the log is not the one that it was made from"
        case .packs: "the packs in force are others or not known"
        case .state: "its state is not of its form"
        }
    }
}
