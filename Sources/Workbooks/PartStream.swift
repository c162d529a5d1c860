import CZlib

/// The bytes of one part of an archive, inflated as they are asked for.
final class PartStream {
    /// Packed bytes read so far.
    private(set) var packedDone: Int64 = 0
    private let bytes: any RandomBytes
    private let entry: ZipArchive.Entry
    private let start: Int64
    private let limits: WorkbookLimits
    private let stream: UnsafeMutablePointer<z_stream>
    private let input: UnsafeMutableRawBufferPointer
    private var checksum: UInt = 0
    private var done: Int64 = 0
    private var isAtEnd = false

    private static let block = 1 << 16

    /// Opens a part.
    init(
        _ entry: ZipArchive.Entry,
        of bytes: any RandomBytes,
        limits: WorkbookLimits
    ) throws(WorkbookProblem) {
        if entry.flags & 0x2041 != 0 {
            throw WorkbookProblem(.encrypted, "a part of it is encrypted")
        }
        guard entry.method == 0 || entry.method == 8 else {
            throw WorkbookProblem(.zipMethod, "a part is packed by method \(entry.method)")
        }
        guard entry.size <= limits.partBytes else {
            throw WorkbookProblem(.tooLarge, "a part of \(entry.size) bytes")
        }
        if entry.size > limits.bombBytes, entry.size / max(1, entry.packed) > limits.ratio {
            throw WorkbookProblem(
                .bomb,
                "a part of \(entry.packed) bytes would become \(entry.size)"
            )
        }
        guard let header = bytes.bytes(at: entry.header, count: 30).map(LittleEndian.init),
            header.word(0) == 0x0403_4B50
        else { throw WorkbookProblem(.zipDamaged, "a part is not where the directory says") }
        start = entry.header + 30 + Int64(header.short(26) + header.short(28))
        guard start + entry.packed <= bytes.size else {
            throw WorkbookProblem(.zipDamaged, "a part is cut short")
        }
        (self.bytes, self.entry, self.limits) = (bytes, entry, limits)
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        input = .allocate(byteCount: PartStream.block, alignment: 16)
        inflateInit2_(stream, -MAX_WBITS, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
        input.deallocate()
    }

    /// Gives out the next bytes; 0 at the end, where size and checksum have been compared.
    func read(into room: UnsafeMutableRawBufferPointer) throws(WorkbookProblem) -> Int {
        if isAtEnd { return 0 }
        let isStored = entry.method == 0 || entry.packed == 0
        let count = isStored ? try copy(into: room) : try inflate(into: room)
        done += Int64(count)
        guard done <= entry.size else {
            throw WorkbookProblem(.zipDamaged, "a part is longer than its directory says")
        }
        checksum = crc32(
            checksum,
            room.baseAddress?.assumingMemoryBound(to: UInt8.self),
            UInt32(count)
        )
        if count == 0 { try finish() }
        return count
    }

    private func finish() throws(WorkbookProblem) {
        isAtEnd = true
        guard done == entry.size, UInt32(truncatingIfNeeded: checksum) == entry.checksum else {
            throw WorkbookProblem(.zipDamaged, "the checksum of a part does not fit")
        }
    }

    private func copy(into room: UnsafeMutableRawBufferPointer) throws(WorkbookProblem) -> Int {
        let count = min(room.count, Int(entry.packed - packedDone))
        if count == 0 { return 0 }
        return try fill(UnsafeMutableRawBufferPointer(rebasing: room[..<count]))
    }

    private func inflate(into room: UnsafeMutableRawBufferPointer) throws(WorkbookProblem) -> Int {
        stream.pointee.next_out = room.baseAddress?.assumingMemoryBound(to: UInt8.self)
        stream.pointee.avail_out = UInt32(room.count)
        while stream.pointee.avail_out == room.count {
            if stream.pointee.avail_in == 0 {
                let count = min(input.count, Int(entry.packed - packedDone))
                if count > 0 {
                    let got = try fill(UnsafeMutableRawBufferPointer(rebasing: input[..<count]))
                    stream.pointee.next_in = input.baseAddress?.assumingMemoryBound(to: UInt8.self)
                    stream.pointee.avail_in = UInt32(got)
                }
            }
            let state = CZlib.inflate(stream, Z_NO_FLUSH)
            if state == Z_STREAM_END { break }
            guard state == Z_OK,
                stream.pointee.avail_in > 0 || packedDone < entry.packed
                    || stream.pointee.avail_out < room.count
            else { throw WorkbookProblem(.zipDamaged, "a part cannot be inflated") }
        }
        return room.count - Int(stream.pointee.avail_out)
    }

    private func fill(_ room: UnsafeMutableRawBufferPointer) throws(WorkbookProblem) -> Int {
        let count = bytes.read(at: start + packedDone, into: room)
        guard count > 0 else { throw WorkbookProblem(.zipDamaged, "a part cannot be read") }
        packedDone += Int64(count)
        return count
    }
}
