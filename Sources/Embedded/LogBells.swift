import Events
import Glibc
import Stage

/// Rings when a topic has new records: one byte written to a small file that consumers watch.
final class LogBells: Sendable {
    private let descriptors: [Topic: Int32]

    init(_ folder: LogFolder) throws {
        var descriptors: [Topic: Int32] = [:]
        for topic in Topic.allCases {
            let bell = open(folder.bell(of: topic), O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
            guard bell >= 0 else {
                let code = errno
                descriptors.values.forEach { close($0) }
                throw LogProblem.system("open a bell", code)
            }
            descriptors[topic] = bell
        }
        self.descriptors = descriptors
    }

    deinit { descriptors.values.forEach { close($0) } }

    /// Wakes who waits for these topics.
    ///
    /// A bell that fails costs them a second, no record.
    func ring(_ topics: Set<Topic>) {
        for topic in topics {
            guard let bell = descriptors[topic] else { continue }
            withUnsafeBytes(of: UInt8(0)) { _ = pwrite(bell, $0.baseAddress, 1, 0) }
        }
    }
}
