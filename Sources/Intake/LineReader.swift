import Glibc

/// What a reader of rows brings.
enum ReadStep {
    /// A row, good or bad.
    case row
    /// Nothing for a while; more may come.
    case quiet
    /// Nothing more will come.
    case end
}

/// The lines of a text, in place in one buffer of bounded size.
///
/// A row begins as one line and may be extended line by line (a line break between quotation
/// marks). A line of more than 1 MiB is passed over and only its first 64 KiB are kept.
final class LineReader {
    /// Bytes of a row that are read at most.
    static let rowLimit = 1 << 20
    /// Bytes kept of a longer one.
    static let sampleLimit = 1 << 16
    private static let capacity = rowLimit + 1 << 18

    /// The text underneath.
    let text: TextSource
    /// Whether the row was longer than the limit; its bytes are then only its beginning.
    private(set) var isTooLong = false
    private let base: UnsafeMutableRawPointer
    private var head = 0
    private var rowEnd = 0
    private var following = 0
    private var firstEnd = 0
    private var firstFollowing = 0
    private var scanned = 0
    private var tail = 0
    private var isSkipping = false

    /// Creates a reader at the beginning of a text.
    init(_ text: TextSource) {
        self.text = text
        base = .allocate(byteCount: LineReader.capacity, alignment: 16)
    }

    deinit { base.deallocate() }

    /// The bytes of the row, without its line end; valid until the next call of the reader.
    var bytes: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: base + head, count: rowEnd - head)
    }

    /// Passes on to the next line.
    func next() throws(FileRefusal) -> ReadStep {
        (head, isTooLong) = (following, false)
        while true {
            if let lineFeed = find(0x0A, from: max(scanned, head)) {
                closeFirst(at: lineFeed, next: lineFeed + 1)
                return .row
            }
            scanned = tail
            if isSkipping || tail - head > LineReader.rowLimit { dropMiddle() }
            switch try fill() {
            case .bytes: continue
            case .quiet: return .quiet
            case .end:
                // A line that was cut by a cancellation may be half written: it is no row.
                if tail == head || text.source.wasCancelled { return .end }
                closeFirst(at: tail, next: tail)
                return .row
            }
        }
    }

    /// Adds the next line to the row.
    ///
    /// - Returns: `end` when there is none, or when the row would be too long.
    func extend() throws(FileRefusal) -> ReadStep {
        while true {
            if let lineFeed = find(0x0A, from: max(scanned, following)) {
                close(at: lineFeed, next: lineFeed + 1)
                return rowEnd - head > LineReader.rowLimit ? .end : .row
            }
            scanned = tail
            if tail - head > LineReader.rowLimit { return .end }
            switch try fill() {
            case .bytes: continue
            case .quiet: return .quiet
            case .end:
                if tail == following || text.source.wasCancelled { return .end }
                close(at: tail, next: tail)
                return .row
            }
        }
    }

    /// Takes back every extension: the row is its first line again.
    func retract() { (rowEnd, following, scanned) = (firstEnd, firstFollowing, firstFollowing) }

    /// Takes back the row: the next call begins with it again.
    func unread() { (following, scanned) = (head, head) }

    /// Whether nothing comes after the row; nil when that is not known yet.
    func isAtEnd() throws(FileRefusal) -> Bool? {
        if following < tail { return false }
        return switch try fill() {
        case .bytes: false
        case .quiet: nil
        case .end: true
        }
    }

    @inline(__always)
    private func find(_ byte: Int32, from start: Int) -> Int? {
        memchr(base + start, byte, tail - start).map {
            UnsafeRawPointer($0) - UnsafeRawPointer(base)
        }
    }

    private func closeFirst(at end: Int, next: Int) {
        close(at: end, next: next)
        if isSkipping || rowEnd - head > LineReader.rowLimit {
            (isTooLong, isSkipping) = (true, false)
            rowEnd = head + min(LineReader.sampleLimit, rowEnd - head)
        }
        (firstEnd, firstFollowing) = (rowEnd, following)
    }

    private func close(at end: Int, next: Int) {
        let hasReturn = end > head && base.load(fromByteOffset: end - 1, as: UInt8.self) == 0x0D
        rowEnd = hasReturn ? end - 1 : end
        (following, scanned) = (next, next)
    }

    private func dropMiddle() {
        isSkipping = true
        tail = head + LineReader.sampleLimit
        scanned = tail
    }

    private func fill() throws(FileRefusal) -> ByteRead {
        if LineReader.capacity - tail < 1 << 16 { moveToFront() }
        let step = try text.read(
            into: UnsafeMutableRawBufferPointer(
                start: base + tail,
                count: LineReader.capacity - tail
            )
        )
        if case .bytes(let count) = step { tail += count }
        return step
    }

    private func moveToFront() {
        let shift = head
        memmove(base, base + shift, tail - shift)
        head = 0
        rowEnd -= shift
        following -= shift
        firstEnd -= shift
        firstFollowing -= shift
        scanned -= shift
        tail -= shift
    }
}
