import Foundation
import Glibc

/// Writes the files that commands make.
enum FileOutput {
    /// Writes a file whole or not at all: another takes its place only when every byte is there.
    ///
    /// - Parameter isPrivate: Its owner alone can read it (0600), whoever could read the file that
    ///   was there before.
    /// - Throws: ``ConfigurationProblem`` that names the path.
    static func write(_ bytes: [UInt8], to path: String, isPrivate: Bool) throws {
        var template = Array("\(path).XXXXXX".utf8CString)
        let descriptor = template.withUnsafeMutableBufferPointer { buffer in
            buffer.baseAddress.map { mkstemp($0) } ?? -1
        }
        guard descriptor >= 0 else { throw problem(path) }
        let part = template.withUnsafeBufferPointer { buffer in
            buffer.baseAddress.map { String(cString: $0) } ?? ""
        }
        let isWritten = write(bytes, descriptor)
        let isOpened = isPrivate || fchmod(descriptor, 0o666 & ~currentMask()) == 0
        let isClosed = close(descriptor) == 0
        guard isWritten, isOpened, isClosed, rename(part, path) == 0 else {
            unlink(part)
            throw problem(path)
        }
    }

    /// Makes a folder that its owner alone can open (0700).
    ///
    /// - Throws: ``ConfigurationProblem`` that names the path.
    static func makePrivateFolder(_ path: String) throws {
        do {
            try FileManager.default.createDirectory(
                atPath: path,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
        } catch {
            throw ConfigurationProblem("--out \(path): cannot be made. Choose another folder.")
        }
        guard chmod(path, 0o700) == 0 else { throw problem(path) }
    }

    private static func write(_ bytes: [UInt8], _ descriptor: Int32) -> Bool {
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                Glibc.write(
                    descriptor,
                    buffer.baseAddress?.advanced(by: done),
                    buffer.count - done
                )
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            done += count
        }
        return true
    }

    /// The mask of the process; it can only be read by setting it.
    private static func currentMask() -> mode_t {
        let mask = umask(0o077)
        umask(mask)
        return mask
    }

    private static func problem(_ path: String) -> ConfigurationProblem {
        ConfigurationProblem("--out \(path): cannot be written. Choose another path.")
    }
}
