import Dispatch
import Foundation

/// Runs blocking tests beside Swift's cooperative pool, some at a time: most of their time is the
/// brokers' waiting.
enum TestThread {
    private static let places = DispatchSemaphore(value: 8)

    static func run(_ body: @escaping @Sendable () throws -> Void) async throws {
        try await withCheckedThrowingContinuation { continuation in
            let thread = Thread {
                places.wait()
                defer { places.signal() }
                do {
                    try body()
                    continuation.resume()
                } catch {
                    continuation.resume(throwing: error)
                }
            }
            thread.start()
        }
    }
}
