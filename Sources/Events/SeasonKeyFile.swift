import Crypto
import Foundation

/// The key file of a season as its keeper sees it: what it holds, by id, and how it changes.
///
/// Data keys are wrapped by a ring of key-encryption keys. A new ring key re-wraps them and changes
/// no seal; a new data key seals what comes from then on. No secret ever leaves this type.
public struct SeasonKeyFile {
    private let url: URL
    private var file: KeyFile

    /// Reads a key file.
    ///
    /// - Throws: As ``SeasonKeys/init(contentsOf:)``.
    public init(contentsOf url: URL) throws {
        _ = try SeasonKeys(contentsOf: url)
        self.url = url
        file = try JSONDecoder().decode(KeyFile.self, from: Data(contentsOf: url))
    }

    /// One line for each key, without any secret.
    public var listing: [String] {
        let ring = file.ring.map { key in
            let wrapped = file.dataKeys.filter { $0.wrappedBy == key.id }.map { "\($0.id)" }
            return "ring key \(key.id): wraps data keys \(wrapped.joined(separator: ", "))"
        }
        let data = file.dataKeys.map { key in
            "data key \(key.id): wrapped by \(key.wrappedBy)"
                + (key.id == file.currentDataKey ? ", seals what comes now" : "")
        }
        return ring + (data.isEmpty ? ["data keys: none, identities are erased"] : data)
    }

    /// Ids of the data keys.
    public var dataKeys: [UInt32] { file.dataKeys.map(\.id) }

    /// Ids of the ring keys.
    public var ringKeys: [String] { file.ring.map(\.id) }

    /// Wraps every data key by a new ring key, drops ring keys that wrap nothing any more and puts
    /// the file in the place of the old one.
    ///
    /// - Parameter addsDataKey: Whether a new data key seals what comes from now on.
    /// - Throws: When a key does not open, or the file cannot be written: then the old one stays.
    public mutating func rotate(addsDataKey: Bool) throws {
        guard !file.dataKeys.isEmpty else {
            throw KeyFileProblem(reason: "the identities are erased: there is nothing to rotate")
        }
        var next = file
        let (name, secret) = (nextRingName, KeyFile.random())
        for index in next.dataKeys.indices {
            let plain = try file.open(next.dataKeys[index])
            next.dataKeys[index].wrapped = try KeyFile.wrap(plain, by: secret)
            next.dataKeys[index].wrappedBy = name
        }
        next.ring = [.init(id: name, key: secret.base64EncodedString())]
        if addsDataKey {
            let id = (next.dataKeys.map(\.id).max() ?? 0) + 1
            let wrapped = try KeyFile.wrap(KeyFile.random(), by: secret)
            next.dataKeys.append(.init(id: id, wrappedBy: name, wrapped: wrapped))
            next.currentDataKey = id
        }
        try replace(with: next)
    }

    /// Destroys the data keys, so that no seal opens any more.
    ///
    /// A file without them takes the place of the old one, whose bytes are overwritten and flushed:
    /// programs start with it and say that the identities are erased. Copies elsewhere (backups,
    /// other machines) are not reached: whoever erases destroys them too.
    /// - Parameter keepsPersonKey: Whether the person key stays; otherwise one that belongs to
    ///   nobody takes its place. Who has it can tell whether a given number is in the books, and so
    ///   try all numbers.
    public mutating func erase(keepsPersonKey: Bool) throws {
        var rest = file
        (rest.ring, rest.dataKeys, rest.currentDataKey) = ([], [], 0)
        if !keepsPersonKey { rest.personKey = KeyFile.random().base64EncodedString() }
        try replace(with: rest)
    }

    private var nextRingName: String {
        let last = file.ring.compactMap { Int($0.id.drop { !$0.isNumber }) }.max() ?? 0
        return "ring-\(last + 1)"
    }

    /// Writes beside the file, moves it there, and overwrites what stood there.
    private mutating func replace(with next: KeyFile) throws {
        let old = try FileHandle(forUpdating: url)
        let partial = url.appendingPathExtension("new")
        guard !FileManager.default.fileExists(atPath: partial.path) else {
            throw KeyFileProblem(
                reason: "\(partial.lastPathComponent) stands there from an earlier change"
            )
        }
        do {
            try next.write(to: partial)
            _ = try SeasonKeys(contentsOf: partial)
            guard rename(partial.path, url.path) == 0 else {
                throw KeyFileProblem(reason: "\(url.lastPathComponent) cannot be replaced")
            }
        } catch {
            unlink(partial.path)
            throw error
        }
        try SeasonKeyFile.flushFolder(of: url)
        try SeasonKeyFile.overwrite(old)
        file = next
    }

    /// Writes noise over every byte and waits for the disk.
    private static func overwrite(_ handle: FileHandle) throws {
        let length = try handle.seekToEnd()
        for _ in 0..<2 {
            try handle.seek(toOffset: 0)
            var generator = SystemRandomNumberGenerator()
            let noise = (0..<length).map { _ in UInt8.random(in: 0...255, using: &generator) }
            try handle.write(contentsOf: Data(noise))
            try handle.synchronize()
        }
        try handle.truncate(atOffset: 0)
        try handle.synchronize()
        try handle.close()
    }

    private static func flushFolder(of url: URL) throws {
        let folder = open(url.deletingLastPathComponent().path, O_RDONLY | O_DIRECTORY)
        guard folder >= 0 else { throw KeyFileProblem(reason: "its folder cannot be flushed") }
        defer { close(folder) }
        guard fsync(folder) == 0 else {
            throw KeyFileProblem(reason: "its folder cannot be flushed")
        }
    }
}

/// The form of a key file.
struct KeyFile: Codable {
    struct RingKey: Codable {
        var id: String
        var key: String
    }
    struct DataKey: Codable {
        var id: UInt32
        var wrappedBy: String
        var wrapped: String
    }
    var personKey: String
    var ring: [RingKey]
    var dataKeys: [DataKey]
    /// 0 when there is none: the identities are erased.
    var currentDataKey: UInt32

    /// A new key.
    static func random() -> Data { SymmetricKey(size: .bits256).withUnsafeBytes { Data($0) } }

    /// A key wrapped by a ring key.
    static func wrap(_ key: Data, by ringKey: Data) throws -> String {
        guard let box = try AES.GCM.seal(key, using: SymmetricKey(data: ringKey)).combined else {
            throw KeyFileProblem(reason: "a data key could not be wrapped")
        }
        return box.base64EncodedString()
    }

    /// Opens a wrapped key.
    func open(_ entry: DataKey) throws -> Data {
        guard let ring = ring.first(where: { $0.id == entry.wrappedBy }),
            let ringKey = Data(base64Encoded: ring.key),
            let wrapped = Data(base64Encoded: entry.wrapped)
        else { throw KeyFileProblem(reason: "data key \(entry.id) names no key of the ring") }
        let box = try AES.GCM.SealedBox(combined: wrapped)
        return try AES.GCM.open(box, using: SymmetricKey(data: ringKey))
    }

    /// Writes a new file, readable by its owner only; never over another.
    func write(to url: URL) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        let bytes = try encoder.encode(self)
        guard !FileManager.default.fileExists(atPath: url.path),
            FileManager.default.createFile(
                atPath: url.path,
                contents: nil,
                attributes: [.posixPermissions: 0o600]
            )
        else {
            throw KeyFileProblem(reason: "\(url.lastPathComponent) exists or cannot be written")
        }
        let handle = try FileHandle(forWritingTo: url)
        try handle.write(contentsOf: bytes)
        try handle.synchronize()
        try handle.close()
    }
}
