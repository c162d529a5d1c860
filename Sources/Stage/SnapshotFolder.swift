import Foundation

/// Snapshots as files of a folder: `classify/facts.validated-3-000000500000.snapshot`.
///
/// A file is written under another name, brought to the disk, and renamed. The two written last of
/// each place are kept. Only the owner of the process may read them: they hold person keys. A folder
/// serves one log.
public struct SnapshotFolder: SnapshotStore {
    private let path: String
    /// Snapshots kept of each place.
    private static let generations = 2
    /// After so long, in seconds, a file that is not finished has no writer any more.
    private static let abandonedSeconds = 600
    private static let suffix = ".snapshot"
    private static let unfinished = ".unfinished"

    /// Creates a store in a folder, which is made when something is saved.
    public init(path: String) { self.path = path }

    /// The positions in the names of the files, greatest first.
    public func positions(of place: SnapshotPlace) throws -> [Int64] {
        try files(of: place).map(\.position).sorted(by: >)
    }

    /// Reads a file.
    public func load(_ place: SnapshotPlace, position: Int64) throws -> [UInt8] {
        let path = file(place, position)
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw SnapshotProblem("open", errno) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw SnapshotProblem("stat", errno) }
        var failure: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: Int(status.st_size)) { buffer, count in
            while count < buffer.count, failure == 0 {
                let part = read(
                    descriptor,
                    buffer.baseAddress.map { $0 + count },
                    buffer.count - count
                )
                if part > 0 {
                    count += part
                } else if part == 0 {
                    return
                } else if errno != EINTR {
                    failure = errno
                }
            }
        }
        if failure != 0 { throw SnapshotProblem("read", failure) }
        return bytes
    }

    /// Writes a file, then removes those that are one too many.
    public func save(
        _ place: SnapshotPlace,
        position: Int64,
        parts: [UnsafeRawBufferPointer]
    ) throws {
        try FileManager.default.createDirectory(
            atPath: folder(place),
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700]
        )
        let final = file(place, position)
        let draft = "\(final).\(getpid())\(SnapshotFolder.unfinished)"
        do {
            try write(parts, to: draft)
            guard rename(draft, final) == 0 else { throw SnapshotProblem("rename", errno) }
        } catch {
            unlink(draft)
            throw error
        }
        try sync(folder(place))
        prune(place, keeping: position)
    }

    private func write(_ parts: [UnsafeRawBufferPointer], to path: String) throws {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw SnapshotProblem("create", errno) }
        defer { close(descriptor) }
        for part in parts {
            var rest = part[...]
            while !rest.isEmpty {
                let slice = UnsafeRawBufferPointer(rebasing: rest)
                let written = Foundation.write(descriptor, slice.baseAddress, slice.count)
                if written < 0, errno == EINTR { continue }
                guard written > 0 else { throw SnapshotProblem("write", errno) }
                rest = rest.dropFirst(written)
            }
        }
        guard fsync(descriptor) == 0 else { throw SnapshotProblem("sync", errno) }
    }

    private func sync(_ folder: String) throws {
        let descriptor = open(folder, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw SnapshotProblem("open", errno) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw SnapshotProblem("sync", errno) }
    }
}

// Names of files.
extension SnapshotFolder {
    private struct File {
        var name: String
        var position: Int64
        /// When it was written, in nanoseconds.
        var written: Int64
    }

    private func folder(_ place: SnapshotPlace) -> String { "\(path)/\(place.group)" }

    private func prefix(_ place: SnapshotPlace) -> String {
        let topics = place.topics.map(\.rawValue).joined(separator: "+")
        return "\(topics)-\(place.partition)-"
    }

    private func file(_ place: SnapshotPlace, _ position: Int64) -> String {
        let digits = String(position)
        let zeros = String(repeating: "0", count: max(0, 12 - digits.count))
        return "\(folder(place))/\(prefix(place))\(zeros)\(digits)\(SnapshotFolder.suffix)"
    }

    /// What is there of a place; a folder that is not there has nothing.
    private func files(of place: SnapshotPlace) throws -> [File] {
        let prefix = prefix(place)
        return try names(of: place).compactMap { name in
            guard name.hasPrefix(prefix), name.hasSuffix(SnapshotFolder.suffix),
                let position = Int64(
                    name.dropFirst(prefix.count).dropLast(SnapshotFolder.suffix.count)
                ), position >= 0, let written = written("\(folder(place))/\(name)")
            else { return nil }
            return File(name: name, position: position, written: written)
        }
    }

    private func names(of place: SnapshotPlace) throws -> [String] {
        guard FileManager.default.fileExists(atPath: folder(place)) else { return [] }
        return try FileManager.default.contentsOfDirectory(atPath: folder(place))
    }

    private func written(_ path: String) -> Int64? {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        return Int64(status.st_mtim.tv_sec) * 1_000_000_000 + Int64(status.st_mtim.tv_nsec)
    }

    /// Keeps what was written last, whatever its position: a log made again begins at nothing, and
    /// greater positions of the one before it are of no use.
    private func prune(_ place: SnapshotPlace, keeping position: Int64) {
        let known = (try? files(of: place)) ?? []
        let old = known.filter { $0.position != position }.sorted {
            ($0.written, $0.position) > ($1.written, $1.position)
        }
        for file in old.dropFirst(SnapshotFolder.generations - 1) {
            unlink("\(folder(place))/\(file.name)")
        }
        let now = Int64(Date().timeIntervalSince1970)
        for name in (try? names(of: place)) ?? [] where name.hasSuffix(SnapshotFolder.unfinished) {
            let path = "\(folder(place))/\(name)"
            guard let written = written(path) else { continue }
            if now - written / 1_000_000_000 > Int64(SnapshotFolder.abandonedSeconds) {
                unlink(path)
            }
        }
    }
}

/// A call of the file system that failed.
public struct SnapshotProblem: Error, CustomStringConvertible {
    private let call: String
    private let code: Int32

    init(_ call: String, _ code: Int32) {
        self.call = call
        self.code = code
    }

    /// The call and the system's words.
    public var description: String { "\(call): \(String(cString: strerror(code)))" }
}
