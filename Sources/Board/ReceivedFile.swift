/// A file that was uploaded, as it lies in the board's folder while its route is answered.
public struct ReceivedFile: Sendable {
    /// The fields that stood before the file.
    public let fields: Form
    /// The name that the browser gave: shown escaped, never used as a path.
    public let name: String
    /// Where it lies until the handler has returned; to keep it, move it away.
    public let path: String
    /// Its bytes.
    public let size: Int
    /// SHA-256 of its content, 32 bytes.
    public let digest: [UInt8]
}
