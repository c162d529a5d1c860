import Events
import Glibc
import Stage

/// The folder beside the file of a log: the bells and the locks.
///
/// Nothing in it is data.
struct LogFolder: Sendable {
    private let path: String

    /// Makes the folder `<file>.locks` when it is missing.
    init(besides file: String) throws {
        path = file + ".locks"
        try Self.make(path)
        try Self.make(path + "/bells")
        try Self.make(path + "/groups")
    }

    /// The lock under which the file is created.
    var creationLock: String { path + "/creation" }

    /// The file that is written to when a topic has new records.
    func bell(of topic: Topic) -> String { "\(path)/bells/\(topic.rawValue)" }

    /// The folder of a group, made when it is missing.
    func group(_ name: String) throws -> String {
        let isPlain = name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
                UInt8(ascii: "."):
                true
            default: false
            }
        }
        guard isPlain, !name.isEmpty, !name.hasPrefix("."), name.utf8.count <= 100 else {
            throw LogProblem.unusable(
                "A group is named with 1 to 100 letters, digits, '-', '_' and '.'."
            )
        }
        let folder = "\(path)/groups/\(name)"
        try Self.make(folder)
        return folder
    }

    /// The file whose lock makes its holder the owner of a partition.
    static func partitionLock(in group: String, _ partition: Int32) -> String {
        "\(group)/partition-\(partition)"
    }

    private static func make(_ folder: String) throws {
        if mkdir(folder, 0o755) != 0, errno != EEXIST {
            throw LogProblem.unusable(
                "The folder of the log's locks cannot be made (system error \(errno)). "
                    + "Check the path and its rights."
            )
        }
    }
}
