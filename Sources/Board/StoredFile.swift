import Foundation
import Hummingbird

/// A file of the board's folder, sent piece by piece.
struct StoredFile: Sendable {
    let path: String

    static let workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    private static let pieceBytes = 1 << 16

    /// The file to save.
    ///
    /// - Throws: ``Refusal`` (404) when it is gone.
    func response(type: String, name: String) async throws -> Response {
        let path = path
        let handle = try await Offload.run {
            guard let handle = FileHandle(forReadingAtPath: path) else { throw Refusal.notFound }
            return handle
        }
        let size = try await Offload.run {
            let end = try handle.seekToEnd()
            try handle.seek(toOffset: 0)
            return Int(end)
        }
        var headers = HTTPFields()
        headers[.contentType] = type
        headers[.contentDisposition] =
            "attachment; filename*=UTF-8''\(PercentEncoding.text(name))"
        let body = ResponseBody(contentLength: size) { writer in
            while true {
                let piece = try await Offload.run {
                    try handle.read(upToCount: StoredFile.pieceBytes)
                }
                guard let piece, !piece.isEmpty else { break }
                try await writer.write(ByteBuffer(bytes: piece))
            }
            try await writer.finish(nil)
        }
        return Response(status: .ok, headers: headers, body: body)
    }
}
