import Dispatch
import Glibc

/// What a read brings.
enum ByteRead: Equatable {
    /// So many bytes, at least one.
    case bytes(Int)
    /// Nothing for a while; more may come.
    case quiet
    /// Nothing more will come.
    case end
}

/// Bytes of a file, of standard input, of a growing file or of memory, in the order they come.
final class ByteSource {
    /// Longest time that bytes of a stream wait for more, in milliseconds.
    static let lingerMs: Int32 = 25
    /// Longest time between two looks at the end of a growing file, in milliseconds.
    private static let lookMs: Int32 = 10

    /// Base name of the file.
    let name: String
    /// Bytes given out so far.
    private(set) var done: Int64 = 0
    /// Bytes of the whole; nil while it can grow.
    private(set) var total: Int64?
    /// Whether it ended because the caller asked for it.
    private(set) var wasCancelled = false
    private let memory: [UInt8]
    private let descriptor: Int32
    private let follows: Bool
    private let quietMs: Int32
    private let isCancelled: () -> Bool
    /// When the first byte of a stream came since a read last said `quiet`; nil when none has.
    private var waitingSince: UInt64?
    /// Whether the last read of a stream took all there was.
    private var hasCaughtUp = true

    /// Opens a file.
    ///
    /// - Parameters:
    ///   - follows: At the end of a file, waits for more.
    ///   - quietMs: After so many milliseconds without a byte a read says `quiet`; where bytes have
    ///     come since, after ``lingerMs``, even if a few keep coming.
    ///   - isCancelled: Asked before each read.
    /// - Throws: ``FileRefusal`` when it cannot be opened.
    init(
        _ file: IntakeFile,
        follows: Bool = false,
        quietMs: Int32 = 200,
        isCancelled: @escaping () -> Bool = { false }
    ) throws(FileRefusal) {
        name = file.name
        self.quietMs = quietMs
        self.isCancelled = isCancelled
        switch file.origin {
        case .memory(let bytes):
            (memory, descriptor, total) = (bytes, -1, Int64(bytes.count))
            self.follows = false
        case .standardInput:
            (memory, descriptor, total) = ([], 0, nil)
            self.follows = false
        case .path(let path):
            memory = []
            descriptor = open(path, O_RDONLY | O_CLOEXEC)
            guard descriptor >= 0 else {
                throw FileRefusal(
                    "\(file.name) cannot be opened: \(String(cString: strerror(errno))). "
                        + "Check the path and its permissions."
                )
            }
            var status = stat()
            let isFile = fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
            self.follows = isFile && follows
            total = isFile && !follows ? Int64(status.st_size) : nil
        }
    }

    deinit { if descriptor > 0 { close(descriptor) } }

    /// Whether all bytes are there already, so that they can be looked at twice.
    var isWhole: Bool { total != nil }

    /// Gives out the next bytes.
    ///
    /// - Throws: ``FileRefusal`` when reading fails or a followed file was cut short.
    func read(into room: UnsafeMutableRawBufferPointer) throws(FileRefusal) -> ByteRead {
        if isCancelled() {
            wasCancelled = true
            return .end
        }
        let count = descriptor < 0 ? copy(into: room) : try readDescriptor(into: room)
        guard let count else { return .quiet }
        done += Int64(count)
        return count == 0 ? .end : .bytes(count)
    }

    /// Passes over the next bytes of a whole file.
    func skip(_ count: Int) {
        precondition(isWhole)
        done += Int64(count)
    }

    /// Looks at bytes of a whole file without giving them out.
    ///
    /// - Returns: How many bytes there were, at most the room.
    func peek(at offset: Int64, into room: UnsafeMutableRawBufferPointer) -> Int {
        precondition(isWhole)
        guard descriptor >= 0 else { return copyMemory(at: offset, into: room) }
        return max(0, pread(descriptor, room.baseAddress, room.count, off_t(offset)))
    }

    private func copy(into room: UnsafeMutableRawBufferPointer) -> Int {
        copyMemory(at: done, into: room)
    }

    private func copyMemory(at offset: Int64, into room: UnsafeMutableRawBufferPointer) -> Int {
        let count = max(0, min(room.count, memory.count - Int(offset)))
        memory.withUnsafeBytes { bytes in
            room.copyMemory(
                from: UnsafeRawBufferPointer(rebasing: bytes[Int(offset)..<Int(offset) + count])
            )
        }
        return count
    }

    /// Nil when nothing came in time, or when what came has waited long enough.
    private func readDescriptor(
        into room: UnsafeMutableRawBufferPointer
    ) throws(FileRefusal) -> Int? {
        if isWhole {
            return try checked(pread(descriptor, room.baseAddress, room.count, off_t(done)))
        }
        let patience = patienceMs
        let isDue = hasCaughtUp && patience <= 0
        guard !isDue, let count = try readStream(into: room, withinMs: max(1, patience)) else {
            waitingSince = nil
            return nil
        }
        waitingSince = waitingSince ?? DispatchTime.now().uptimeNanoseconds
        hasCaughtUp = count < room.count
        return count
    }

    /// How long more bytes may be waited for, in milliseconds.
    private var patienceMs: Int32 {
        guard let waitingSince else { return quietMs }
        let waited = (DispatchTime.now().uptimeNanoseconds &- waitingSince) / 1_000_000
        return min(quietMs, Self.lingerMs - Int32(clamping: waited))
    }

    private func readStream(
        into room: UnsafeMutableRawBufferPointer,
        withinMs limit: Int32
    ) throws(FileRefusal) -> Int? {
        if follows { return try readGrowing(into: room, withinMs: limit) }
        var interest = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        guard poll(&interest, 1, limit) > 0 else { return nil }
        return try checked(Glibc.read(descriptor, room.baseAddress, room.count))
    }

    /// Looks at the file's end now and then: cheap, and without a watch to lose.
    private func readGrowing(
        into room: UnsafeMutableRawBufferPointer,
        withinMs limit: Int32
    ) throws(FileRefusal) -> Int? {
        var rest = limit
        while rest > 0 {
            let count = try checked(pread(descriptor, room.baseAddress, room.count, off_t(done)))
            if count > 0 { return count }
            var status = stat()
            guard fstat(descriptor, &status) == 0, Int64(status.st_size) >= done else {
                throw FileRefusal(
                    "\(name) was cut short while it was followed. "
                        + "Start again: what was sent already is recognised and not taken twice."
                )
            }
            let pause = min(rest, Self.lookMs)
            poll(nil, 0, pause)
            rest -= pause
            if isCancelled() { return nil }
        }
        return nil
    }

    private func checked(_ count: Int) throws(FileRefusal) -> Int {
        guard count < 0 else { return count }
        throw FileRefusal(
            "\(name) cannot be read: \(String(cString: strerror(errno))). Check the file and send it again."
        )
    }
}
