import CZlib

/// Builds ZIP archives, good ones and such as no program would write.
struct ZipBuilder {
    /// One part, with what its directory says of it.
    struct Part {
        var name: String
        var bytes: [UInt8]
        var isDeflated = false
        var method: Int?
        var flags = 0
        var checksum: UInt32?
        var size: Int?
        var packed: Int?
        var header: Int?
        var isLong = false
        /// A place of 8 bytes, whatever stands there.
        var longHeader: Int?
    }

    var parts: [Part]
    var comment: [UInt8] = []
    var prefix: [UInt8] = []
    var count: Int?
    var directoryShift = 0

    /// The archive.
    func bytes() -> [UInt8] {
        var out = prefix
        var directory: [UInt8] = []
        for part in parts {
            let packed = part.isDeflated ? ZipBuilder.deflated(part.bytes) : part.bytes
            let sum = part.checksum ?? UInt32(crc32(0, part.bytes, UInt32(part.bytes.count)))
            let method = part.method ?? (part.isDeflated ? 8 : 0)
            let sizes = [Int(sum), part.packed ?? packed.count, part.size ?? part.bytes.count]
            let name = Array(part.name.utf8)
            let start = part.header ?? out.count
            let common = le(20, 2) + le(part.flags, 2) + le(method, 2) + le(0, 4)
            out += le(0x0403_4B50, 4) + common + sizes.flatMap { le($0, 4) }
            out += le(name.count, 2) + le(0, 2) + name + packed
            var extra: [UInt8] = []
            var shown = sizes.flatMap { le($0, 4) }
            if part.isLong {
                shown = le(sizes[0], 4) + le(0xFFFF_FFFF, 4) + le(0xFFFF_FFFF, 4)
                extra = le(1, 2) + le(16, 2) + le(sizes[2], 8) + le(sizes[1], 8)
            }
            if let place = part.longHeader { extra = le(1, 2) + le(8, 2) + le(place, 8) }
            directory += le(0x0201_4B50, 4) + le(20, 2) + common + shown
            directory += le(name.count, 2) + le(extra.count, 2) + le(0, 2) + le(0, 2) + le(0, 2)
            directory +=
                le(0, 4) + le(part.longHeader == nil ? start : 0xFFFF_FFFF, 4) + name + extra
        }
        let total = count ?? parts.count
        let at = out.count + directoryShift
        out += directory + le(0x0605_4B50, 4) + le(0, 4) + le(total, 2) + le(total, 2)
        return out + le(directory.count, 4) + le(at, 4) + le(comment.count, 2) + comment
    }

    /// Letters of two bytes, the lower first.
    static func wide(_ text: String) -> [UInt8] {
        var bytes: [UInt8] = []
        for unit in text.utf16 { bytes += [UInt8(unit & 0xFF), UInt8(unit >> 8)] }
        return bytes
    }

    private func le(_ value: Int, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
    }

    static func deflated(_ bytes: [UInt8]) -> [UInt8] {
        var room = [UInt8](repeating: 0, count: bytes.count + bytes.count / 100 + 64)
        var stream = z_stream()
        deflateInit2_(
            &stream,
            9,
            Z_DEFLATED,
            -MAX_WBITS,
            9,
            Z_DEFAULT_STRATEGY,
            ZLIB_VERSION,
            Int32(MemoryLayout<z_stream>.size)
        )
        defer { deflateEnd(&stream) }
        var source = bytes
        let capacity = room.count
        source.withUnsafeMutableBufferPointer { source in
            room.withUnsafeMutableBufferPointer { room in
                (stream.next_in, stream.avail_in) = (source.baseAddress, UInt32(source.count))
                (stream.next_out, stream.avail_out) = (room.baseAddress, UInt32(capacity))
                deflate(&stream, Z_FINISH)
            }
        }
        return Array(room.prefix(capacity - Int(stream.avail_out)))
    }
}
