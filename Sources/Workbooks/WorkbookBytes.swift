import Glibc

/// Makes workbooks that nobody finds on a disk.
public enum WorkbookBytes {
    /// The bytes of a workbook that `body` writes; the same rows give the same bytes.
    ///
    /// It is written to a file of the owner alone, whose name is taken away before the first byte.
    ///
    /// - Parameter folder: Where there is room for it.
    /// - Throws: ``WorkbookProblem`` when it cannot be written, and what `body` throws.
    public static func make(
        in folder: String = WorkbookBytes.folder,
        _ body: (WorkbookWriter) throws -> Void
    ) throws -> [UInt8] {
        let descriptor = try nameless(folder)
        defer { Glibc.close(descriptor) }
        let writer = try WorkbookWriter(path: "/proc/self/fd/\(descriptor)")
        try body(writer)
        try writer.close()
        return try read(descriptor)
    }

    /// `TMPDIR`, else `/tmp`.
    public static var folder: String {
        guard let path = getenv("TMPDIR"), path.pointee != 0 else { return "/tmp" }
        return String(cString: path)
    }

    private static func nameless(_ folder: String) throws(WorkbookProblem) -> Int32 {
        var template = Array("\(folder)/workbook-XXXXXX".utf8CString)
        let descriptor = template.withUnsafeMutableBufferPointer { template -> Int32 in
            guard let name = template.baseAddress else { return -1 }
            let descriptor = mkstemp(name)
            if descriptor >= 0 {
                unlink(name)
                _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
            }
            return descriptor
        }
        if descriptor < 0 { throw problem() }
        return descriptor
    }

    private static func read(_ descriptor: Int32) throws(WorkbookProblem) -> [UInt8] {
        let size = lseek(descriptor, 0, SEEK_END)
        guard size >= 0, lseek(descriptor, 0, SEEK_SET) == 0 else { throw problem() }
        var bytes = [UInt8](repeating: 0, count: Int(size))
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeMutableBytes { buffer in
                Glibc.read(
                    descriptor,
                    buffer.baseAddress?.advanced(by: done),
                    buffer.count - done
                )
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw problem() }
            done += count
        }
        return bytes
    }

    private static func problem() -> WorkbookProblem {
        WorkbookProblem(.notWritten, String(cString: strerror(errno)))
    }
}
