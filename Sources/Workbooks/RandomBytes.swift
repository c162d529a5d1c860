/// Bytes that can be read at any place: a file or memory.
public protocol RandomBytes: AnyObject {
    /// How many there are.
    var size: Int64 { get }
    /// Reads from a place on.
    ///
    /// - Returns: How many bytes there were, at most the room.
    func read(at offset: Int64, into room: UnsafeMutableRawBufferPointer) -> Int
}

extension RandomBytes {
    /// So many bytes at a place; nil when they are not all there.
    func bytes(at offset: Int64, count: Int) -> [UInt8]? {
        guard offset >= 0, count >= 0, offset <= size, Int64(count) <= size - offset else {
            return nil
        }
        var bytes = [UInt8](repeating: 0, count: count)
        var done = 0
        while done < count {
            let got = bytes.withUnsafeMutableBytes { room in
                read(
                    at: offset + Int64(done),
                    into: UnsafeMutableRawBufferPointer(rebasing: room[done...])
                )
            }
            if got <= 0 { return nil }
            done += got
        }
        return bytes
    }
}

/// Little-endian integers in bytes.
struct LittleEndian {
    let bytes: [UInt8]

    func short(_ index: Int) -> Int { Int(bytes[index]) | Int(bytes[index + 1]) << 8 }

    func word(_ index: Int) -> Int64 { Int64(short(index)) | Int64(short(index + 2)) << 16 }

    /// Nil where it is more than a signed number holds.
    func long(_ index: Int) -> Int64? {
        let value = UInt64(word(index)) | UInt64(word(index + 4)) << 32
        return Int64(exactly: value)
    }
}
