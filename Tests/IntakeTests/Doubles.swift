import Foundation

@testable import Intake

/// Asks to stop once so many rows were read, and remembers the progress.
final class Stop: @unchecked Sendable {
    private let lock = NSLock()
    private let rows: Int64
    private var seen: [SendProgress] = []

    init(afterRows rows: Int64) { self.rows = rows }

    var isSet: Bool { lock.withLock { (seen.last?.rows ?? 0) >= rows } }
    var progress: [SendProgress] { lock.withLock { seen } }

    func see(_ progress: SendProgress) { lock.withLock { seen.append(progress) } }
}

/// Does something at the first call only.
final class Once: @unchecked Sendable {
    private let lock = NSLock()
    private var work: (() throws -> Void)?
    private(set) var problem: (any Error)?

    init(_ work: @escaping () throws -> Void) { self.work = work }

    func run() {
        lock.withLock {
            do { try work?() } catch { problem = error }
            work = nil
        }
    }
}
