import Dispatch
import Synchronization

/// Checks passwords one after another beside the event loops: each takes much memory and time, by
/// design, so that a crowd of sign-ins must not take all of the machine.
final class PasswordWork: Sendable {
    /// Sign-ins that wait at most.
    static let waitingMax = 32

    private let queue = DispatchQueue(label: "board.passwords")
    private let waiting = Atomic<Int>(0)

    /// Runs `body` when it is its turn.
    ///
    /// - Throws: ``Refusal`` (429) when too many wait.
    func run<R: Sendable>(_ body: @escaping @Sendable () throws -> R) async throws -> R {
        let (before, _) = waiting.add(1, ordering: .relaxed)
        defer { waiting.subtract(1, ordering: .relaxed) }
        guard before < PasswordWork.waitingMax else { throw Refusal.tooMany(retryAfter: 10) }
        return try await withCheckedThrowingContinuation { continuation in
            queue.async { continuation.resume(with: Result { try body() }) }
        }
    }
}
