import Crypto
import Glibc
import Hummingbird

/// Streams an uploaded file to the board's folder.
struct UploadReceiver: Sendable {
    let folder: String
    let bytesMax: Int

    /// Receives the file, hands it on, and removes it.
    ///
    /// - Parameters:
    ///   - request: The request.
    ///   - checking: Called with the fields that stood before the file, before a byte of it is
    ///     written.
    ///   - body: Answers.
    func receive(
        _ request: Request,
        checking: @escaping @Sendable (Form) throws -> Void,
        _ body: (ReceivedFile) async throws -> Response
    ) async throws -> Response {
        if let stated = request.headers[.contentLength].flatMap(Int.init), stated > bytesMax {
            throw Refusal.tooLarge(bytesMax: bytesMax)
        }
        let target = try await Offload.run { try UploadFile(folder: folder) }
        defer { target.remove() }
        let file = try await Deadline.within(seconds: BoardSettings.uploadSeconds) {
            try await stream(request, to: target, checking: checking)
        }
        return try await body(file)
    }

    private func stream(
        _ request: Request,
        to target: UploadFile,
        checking: @Sendable (Form) throws -> Void
    ) async throws -> ReceivedFile {
        var reader = try MultipartReader(contentType: request.headers[.contentType] ?? "")
        var fields: [(name: String, value: String)] = []
        var name: String?
        var (received, size) = (0, 0)
        var hash = SHA256()
        for try await buffer in request.body {
            received += buffer.readableBytes
            guard received <= bytesMax else { throw Refusal.tooLarge(bytesMax: bytesMax) }
            for event in try reader.take(buffer.readableBytesView) {
                switch event {
                case .field(let field, let value):
                    guard fields.count < Form.fieldsMax else { throw Refusal.badRequest() }
                    fields.append((field, value))
                case .fileBegan(let given):
                    guard name == nil else { throw Refusal.badRequest("一次只能上传一个文件。") }
                    name = given
                    try checking(Form(fields: fields))
                case .file(let bytes):
                    size += bytes.count
                    hash.update(data: bytes)
                    try await Offload.run { try target.write(bytes) }
                case .fileEnded, .ended: break
                }
            }
        }
        guard reader.isComplete, let name else { throw Refusal.badRequest("没有收到完整的文件，请重新上传。") }
        try await Offload.run { try target.finish() }
        return ReceivedFile(
            fields: Form(fields: fields),
            name: name,
            path: target.path,
            size: size,
            digest: Array(hash.finalize())
        )
    }
}

/// A file under a random name in the folder of what arrives, readable by the board only.
///
/// Written by one task after another.
final class UploadFile: Sendable {
    let path: String
    private let descriptor: Int32

    init(folder: String) throws {
        let incoming = "\(folder)/incoming"
        if mkdir(incoming, 0o700) != 0, errno != EEXIST { throw UploadFault(errno) }
        path = "\(incoming)/\(RandomToken.make())"
        descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw UploadFault(errno) }
    }

    deinit { close(descriptor) }

    func write(_ bytes: [UInt8]) throws {
        try bytes.withUnsafeBytes { all in
            var rest = UnsafeRawBufferPointer(all)
            while !rest.isEmpty {
                let written = Glibc.write(descriptor, rest.baseAddress, rest.count)
                if written < 0, errno == EINTR { continue }
                guard written > 0 else { throw UploadFault(errno) }
                rest = UnsafeRawBufferPointer(rebasing: rest[written...])
            }
        }
    }

    func finish() throws { if fsync(descriptor) != 0 { throw UploadFault(errno) } }

    /// Takes the file away where a handler has not moved it.
    func remove() { unlink(path) }
}

/// The disk did not take a file.
struct UploadFault: Error {
    let code: Int32

    init(_ code: Int32) { self.code = code }
}
