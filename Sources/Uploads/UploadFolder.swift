import Foundation
import Glibc

/// Where files are kept: a folder for each upload, named by its random id, readable by the owner of
/// the process only.
///
/// In it `file` (as it came), `record.json` and `copy` (the same cells with verdicts).
struct UploadFolder: Sendable {
    private let root: URL

    /// Opens a folder, and makes it where there is none.
    ///
    /// - Throws: ``UploadProblem/storageFailed`` when it cannot be made.
    init(_ root: URL) throws(UploadProblem) {
        self.root = root
        try UploadFolder.make(root)
    }

    private static func make(_ folder: URL) throws(UploadProblem) {
        do {
            try FileManager.default.createDirectory(
                at: folder,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
        } catch {
            throw .storageFailed
        }
    }

    /// Makes the folder of a new upload, moves a file into it, and returns its id: 32 random
    /// hexadecimal digits.
    func add(moving path: String) throws(UploadProblem) -> String {
        var random = SystemRandomNumberGenerator()
        let id = (0..<2).map { _ in
            let digits = String(random.next(), radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }
        .joined()
        try UploadFolder.make(root.appendingPathComponent(id))
        guard chmod(path, 0o600) == 0, rename(path, file(of: id)) == 0 else {
            removeAll(of: id)
            throw .storageFailed
        }
        return id
    }

    /// Whether a file is a workbook by its content, as the reader knows it.
    static func beginsLikeArchive(_ path: String) -> Bool {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var start = [UInt8](repeating: 0, count: 2)
        return read(descriptor, &start, 2) == 2 && start == [0x50, 0x4B]
    }

    /// The file as it came.
    func file(of id: String) -> String { path(id, "file") }

    /// The copy with verdicts.
    func copy(of id: String) -> String { path(id, "copy") }

    private func path(_ id: String, _ name: String) -> String {
        root.appendingPathComponent(id).appendingPathComponent(name).path
    }

    /// Keeps a record: all of it or, after a crash, the one before.
    func keep(_ upload: Upload) throws(UploadProblem) {
        let path = path(upload.id, "record.json")
        do {
            let data = try JSONEncoder().encode(upload)
            let fresh = path + ".new"
            guard
                FileManager.default.createFile(
                    atPath: fresh,
                    contents: data,
                    attributes: [.posixPermissions: 0o600]
                ), rename(fresh, path) == 0
            else { throw UploadProblem.storageFailed }
        } catch {
            throw .storageFailed
        }
    }

    /// Every record, and removes what a broken connection has left.
    func records() -> [Upload] {
        let ids = (try? FileManager.default.contentsOfDirectory(atPath: root.path)) ?? []
        return ids.sorted().compactMap { id in
            guard let data = FileManager.default.contents(atPath: path(id, "record.json")),
                let upload = try? JSONDecoder().decode(Upload.self, from: data), upload.id == id
            else {
                if UploadFolder.isID(id) { removeAll(of: id) }
                return nil
            }
            return upload
        }
    }

    /// Whether a text is an id of this folder's making.
    static func isID(_ text: String) -> Bool {
        text.utf8.count == 32
            && text.utf8.allSatisfy { ($0 >= 0x30 && $0 <= 0x39) || ($0 >= 0x61 && $0 <= 0x66) }
    }

    /// Removes the file and its copy; the record stays.
    func removeFiles(of id: String) {
        unlink(file(of: id))
        unlink(copy(of: id))
    }

    /// Removes all of an upload.
    func removeAll(of id: String) {
        try? FileManager.default.removeItem(at: root.appendingPathComponent(id))
    }
}
