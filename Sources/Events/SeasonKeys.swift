import Crypto
import Foundation

/// A sealed name and number: AES-256-GCM under a data key of the season.
public struct SealedIdentity: Hashable, Sendable {
    /// Which data key of the key file seals it.
    public var dataKey: UInt32
    /// 12 bytes nonce, ciphertext, 16 bytes tag.
    public var box: [UInt8]

    /// Creates a sealed identity of its parts.
    public init(dataKey: UInt32, box: [UInt8]) {
        self.dataKey = dataKey
        self.box = box
    }
}

/// What a seal holds.
///
/// It exists in clear only in producers and in `validate`.
public struct OpenIdentity: Sendable {
    /// The kind of number.
    public var kind: IdentityKind
    /// The number, ASCII.
    public var number: [UInt8]
    /// The name, UTF-8.
    public var name: [UInt8]

    /// Creates an identity of its parts.
    public init(kind: IdentityKind, number: [UInt8], name: [UInt8]) {
        self.kind = kind
        self.number = number
        self.name = name
    }
}

/// Why a seal does not open.
public enum SealProblem: Error, Sendable {
    /// The data key is not in the key file (destroyed, or of another season).
    case unknownDataKey
    /// The bytes were changed, or sealed for another scheme.
    case broken
}

/// The keys of one season: the HMAC key of the person keys, and data keys for seals, wrapped by a
/// ring of key-encryption keys that can rotate.
///
/// Destroying the wrapped data keys erases the identities and leaves the sums.
public struct SeasonKeys: Sendable {
    private let personKeyCode: KeyedHash
    private let dataKeys: [UInt32: SymmetricKey]
    private let currentDataKey: UInt32

    /// Reads a key file.
    ///
    /// - Parameter url: JSON as written by ``create(at:)``.
    /// - Throws: When the file cannot be read, is not of that form, or a wrapped key does not open.
    public init(contentsOf url: URL) throws {
        let file = try JSONDecoder().decode(KeyFile.self, from: Data(contentsOf: url))
        guard let seasonKey = Data(base64Encoded: file.personKey), seasonKey.count == 32 else {
            throw KeyFileProblem(reason: "personKey is not 32 bytes in base64")
        }
        personKeyCode = KeyedHash(key: seasonKey)
        var opened: [UInt32: SymmetricKey] = [:]
        for entry in file.dataKeys { opened[entry.id] = SymmetricKey(data: try file.open(entry)) }
        let isErased = file.dataKeys.isEmpty && file.currentDataKey == 0
        guard isErased || opened[file.currentDataKey] != nil else {
            throw KeyFileProblem(
                reason: "currentDataKey \(file.currentDataKey) is not among dataKeys"
            )
        }
        dataKeys = opened
        currentDataKey = file.currentDataKey
    }

    /// Writes a new key file, readable by its owner only, with fresh random keys.
    ///
    /// - Throws: When the file exists already or cannot be written: a key is never overwritten.
    public static func create(at url: URL) throws {
        let ringKey = KeyFile.random()
        let wrapped = try KeyFile.wrap(KeyFile.random(), by: ringKey)
        let file = KeyFile(
            personKey: KeyFile.random().base64EncodedString(),
            ring: [.init(id: "ring-1", key: ringKey.base64EncodedString())],
            dataKeys: [.init(id: 1, wrappedBy: "ring-1", wrapped: wrapped)],
            currentDataKey: 1
        )
        try file.write(to: url)
    }

    /// Whether the data keys are destroyed: no seal opens, nothing can be sealed.
    public var isErased: Bool { dataKeys.isEmpty }

    /// The person key of a number.
    ///
    /// - Parameter number: ASCII; of kind `residentID` with a capital `X`.
    public func personKey(kind: IdentityKind, number: [UInt8]) -> PersonKey {
        number.withUnsafeBytes { personKey(kind: kind, number: $0) }
    }

    /// The person key of a number given in place.
    public func personKey(kind: IdentityKind, number: UnsafeRawBufferPointer) -> PersonKey {
        let first = kind == .residentID ? [] : [kind.rawValue, 0x3A]
        return personKeyCode.withCode(of: first, number) { PersonKey(code: $0) }
    }

    /// The key of a household: 8 bytes that tell nobody its number 户号.
    ///
    /// - Parameter number: UTF-8, without blanks at its ends.
    /// - Returns: Never 0, which means «no household».
    public func householdKey(_ number: [UInt8]) -> UInt64 {
        // No identity number and no kind of number begins like this.
        let key = number.withUnsafeBytes { number in
            personKeyCode.withCode(of: Array("household:".utf8), number) {
                UInt64(bigEndian: $0.loadUnaligned(fromByteOffset: 0, as: UInt64.self))
            }
        }
        return key == 0 ? 1 : key
    }

    /// Seals an identity for a scheme.
    ///
    /// - Throws: When the cipher refuses (never seen).
    public func seal(_ identity: OpenIdentity, scheme: String) throws -> SealedIdentity {
        var plain: [UInt8] = [identity.kind.rawValue, UInt8(min(identity.number.count, 255))]
        plain.append(contentsOf: identity.number.prefix(255))
        plain.append(contentsOf: identity.name)
        return try seal(bytes: plain, scheme: scheme)
    }

    /// Seals any bytes (a row that cannot be read) for a scheme.
    ///
    /// - Throws: When the cipher refuses (never seen).
    public func seal(bytes: [UInt8], scheme: String) throws -> SealedIdentity {
        guard let key = dataKeys[currentDataKey] else { throw SealProblem.unknownDataKey }
        let box = try AES.GCM.seal(bytes, using: key, authenticating: Array(scheme.utf8))
        guard let combined = box.combined else { throw SealProblem.broken }
        return SealedIdentity(dataKey: currentDataKey, box: [UInt8](combined))
    }

    /// Opens the seal of an identity.
    public func open(_ sealed: SealedIdentity, scheme: String) throws(SealProblem) -> OpenIdentity {
        let plain = try openBytes(sealed, scheme: scheme)
        guard plain.count >= 2, let kind = IdentityKind(rawValue: plain[0]),
            plain.count >= 2 + Int(plain[1])
        else { throw .broken }
        let end = 2 + Int(plain[1])
        return OpenIdentity(kind: kind, number: Array(plain[2..<end]), name: Array(plain[end...]))
    }

    /// What opens many seals, one after the other, on one thread.
    public func opener() -> SealOpener { SealOpener(dataKeys: dataKeys) }

    /// Opens a seal of any bytes.
    public func openBytes(
        _ sealed: SealedIdentity,
        scheme: String
    ) throws(SealProblem) -> [UInt8] {
        guard let key = dataKeys[sealed.dataKey] else { throw .unknownDataKey }
        do {
            let box = try AES.GCM.SealedBox(combined: sealed.box)
            return [UInt8](try AES.GCM.open(box, using: key, authenticating: Array(scheme.utf8)))
        } catch {
            throw .broken
        }
    }
}

extension PersonKey {
    /// The first 16 bytes of a code.
    fileprivate init(code: UnsafeRawBufferPointer) {
        self.init(
            high: UInt64(bigEndian: code.loadUnaligned(fromByteOffset: 0, as: UInt64.self)),
            low: UInt64(bigEndian: code.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
        )
    }
}

/// What is wrong with a key file.
public struct KeyFileProblem: Error, CustomStringConvertible {
    /// A sentence without any key material.
    public let reason: String

    /// The sentence and the next step.
    public var description: String {
        "key file: \(reason). Restore the file from its backup; without it nothing can be sealed."
    }
}
