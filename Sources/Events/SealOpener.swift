import CLibcrypto
import Crypto

/// Opens seals one after the other, in place: AES-256-GCM with cipher contexts that keep their key.
///
/// It opens what ``SeasonKeys`` seals, and nothing else; made for one thread, which opens a seal for
/// every message that comes (decision 19).
///
/// - Source: NIST SP 800-38D; RFC 5116, section 5.2 (nonce 12 bytes, tag 16 bytes).
public final class SealOpener {
    private static let nonceBytes = 12
    private static let tagBytes = 16

    private var contexts: [UInt32: OpaquePointer] = [:]
    private var plain: UnsafeMutableRawBufferPointer

    /// Creates an opener of the seals of some data keys of 32 bytes.
    init(dataKeys: [UInt32: SymmetricKey]) {
        plain = .allocate(byteCount: 512, alignment: 16)
        for (id, key) in dataKeys {
            guard let context = EVP_CIPHER_CTX_new() else { continue }
            let isKeyed = key.withUnsafeBytes { key in
                key.count == 32
                    && EVP_DecryptInit_ex(
                        context,
                        EVP_aes_256_gcm(),
                        nil,
                        key.baseAddress?.assumingMemoryBound(to: UInt8.self),
                        nil
                    ) == 1
            }
            // A data key that no context takes opens nothing, as one that is not there.
            if isKeyed { contexts[id] = context } else { EVP_CIPHER_CTX_free(context) }
        }
    }

    deinit {
        for context in contexts.values { EVP_CIPHER_CTX_free(context) }
        forget()
    }

    /// Opens the seal of an identity and shows it while `body` runs.
    ///
    /// - Returns: What `body` returns; nil when the seal does not open.
    public func withOpen<R>(
        _ sealed: PlainSeal,
        scheme: UnsafeRawBufferPointer,
        _ body: (
            _ kind: IdentityKind, _ number: UnsafeRawBufferPointer, _ name: UnsafeRawBufferPointer
        ) -> R?
    ) -> R? {
        guard let count = open(sealed, scheme), count >= 2,
            let kind = IdentityKind(rawValue: plain[0])
        else { return nil }
        let end = 2 + Int(plain[1])
        guard count >= end else { return nil }
        return body(
            kind,
            UnsafeRawBufferPointer(rebasing: plain[2..<end]),
            UnsafeRawBufferPointer(rebasing: plain[end..<count])
        )
    }

    /// Opens a seal into `plain`.
    ///
    /// - Returns: How many bytes it held; nil when it was changed or is of another scheme or key.
    private func open(_ sealed: PlainSeal, _ scheme: UnsafeRawBufferPointer) -> Int? {
        let count = sealed.box.count - SealOpener.nonceBytes - SealOpener.tagBytes
        guard count >= 0, let box = sealed.box.baseAddress, let context = contexts[sealed.dataKey]
        else { return nil }
        if count > plain.count { grow(to: count) }
        let nonce = box.assumingMemoryBound(to: UInt8.self)
        let tag = UnsafeMutableRawPointer(mutating: box + SealOpener.nonceBytes + count)
        var length: Int32 = 0
        guard let out = plain.baseAddress?.assumingMemoryBound(to: UInt8.self),
            EVP_DecryptInit_ex(context, nil, nil, nil, nonce) == 1,
            scheme.isEmpty
                || EVP_DecryptUpdate(
                    context,
                    nil,
                    &length,
                    scheme.baseAddress?.assumingMemoryBound(to: UInt8.self),
                    Int32(scheme.count)
                ) == 1,
            EVP_DecryptUpdate(context, out, &length, nonce + SealOpener.nonceBytes, Int32(count))
                == 1,
            EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, Int32(SealOpener.tagBytes), tag)
                == 1,
            EVP_DecryptFinal_ex(context, out + Int(length), &length) == 1
        else { return nil }
        return count
    }

    private func grow(to count: Int) {
        forget()
        plain = .allocate(byteCount: 2 * count, alignment: 16)
    }

    /// Leaves nothing of what was opened.
    private func forget() {
        plain.initializeMemory(as: UInt8.self, repeating: 0)
        plain.deallocate()
    }
}
