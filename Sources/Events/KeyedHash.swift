import Crypto

/// HMAC-SHA-256 under one key, whose two halves are hashed once and for all.
///
/// - Source: RFC 2104, section 4 «Implementation Note».
struct KeyedHash: Sendable {
    private let inner: SHA256
    private let outer: SHA256

    /// Creates the hash of a key of at most 64 bytes.
    init(key: some Collection<UInt8>) {
        precondition(key.count <= SHA256.blockByteCount, "a longer key would have to be hashed")
        let block = Array(key) + Array(repeating: 0, count: SHA256.blockByteCount - key.count)
        inner = KeyedHash.begun(with: block.map { $0 ^ 0x36 })
        outer = KeyedHash.begun(with: block.map { $0 ^ 0x5C })
    }

    /// Calls `body` with the code, 32 bytes, of bytes in two parts.
    func withCode<R>(
        of first: [UInt8] = [],
        _ second: UnsafeRawBufferPointer,
        _ body: (UnsafeRawBufferPointer) -> R
    ) -> R {
        var hash = inner
        if !first.isEmpty { first.withUnsafeBytes { hash.update(bufferPointer: $0) } }
        hash.update(bufferPointer: second)
        var code = outer
        hash.finalize().withUnsafeBytes { code.update(bufferPointer: $0) }
        return code.finalize().withUnsafeBytes(body)
    }

    private static func begun(with block: [UInt8]) -> SHA256 {
        var hash = SHA256()
        block.withUnsafeBytes { hash.update(bufferPointer: $0) }
        return hash
    }
}
