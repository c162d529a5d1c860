import Hummingbird
import NIOCore

/// Reads the body of a form within its bounds.
enum FormReader {
    static func form(of request: Request) async throws -> Form {
        let type = request.headers[.contentType]?.lowercased() ?? ""
        guard type.hasPrefix("application/x-www-form-urlencoded") else {
            throw Refusal.badRequest()
        }
        let bytesMax = BoardSettings.formBytesMax
        if let stated = request.headers[.contentLength].flatMap(Int.init), stated > bytesMax {
            throw Refusal.tooLarge(bytesMax: bytesMax)
        }
        return try await Deadline.within(seconds: BoardSettings.formSeconds) {
            var body = request
            do {
                let buffer = try await body.collectBody(upTo: bytesMax)
                return try Form(encoded: String(buffer: buffer))
            } catch is NIOTooManyBytesError {
                throw Refusal.tooLarge(bytesMax: bytesMax)
            }
        }
    }
}

/// An end for whoever sends slowly.
enum Deadline {
    /// Runs `body` for so many seconds at most.
    ///
    /// - Throws: ``Refusal/tooSlow`` when it takes longer.
    static func within<R: Sendable>(
        seconds: Int64,
        _ body: @escaping @Sendable () async throws -> R
    ) async throws -> R {
        try await withThrowingTaskGroup(of: R.self) { group in
            group.addTask(operation: body)
            group.addTask {
                try await Task.sleep(for: .seconds(seconds))
                throw Refusal.tooSlow
            }
            defer { group.cancelAll() }
            guard let result = try await group.next() else { throw Refusal.tooSlow }
            return result
        }
    }
}
