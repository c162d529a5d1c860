/// Bytes that only grow, at places that are told by offsets.
final class TextStore {
    private(set) var count = 0
    private var capacity: Int
    private var base: UnsafeMutableRawPointer

    /// Creates an empty store.
    init(capacity: Int = 1 << 12) {
        self.capacity = capacity
        base = .allocate(byteCount: capacity, alignment: 16)
    }

    deinit { base.deallocate() }

    /// Adds bytes.
    func append(_ bytes: XmlBytes) {
        guard let start = bytes.baseAddress else { return }
        reserve(bytes.count)
        (base + count).copyMemory(from: start, byteCount: bytes.count)
        count += bytes.count
    }

    /// Adds text.
    func append(_ text: String) {
        var text = text
        text.withUTF8 { append($0) }
    }

    /// Adds one byte.
    func append(byte: UInt8) {
        reserve(1)
        base.storeBytes(of: byte, toByteOffset: count, as: UInt8.self)
        count += 1
    }

    /// Forgets what follows a place.
    func truncate(to count: Int) { self.count = min(count, self.count) }

    /// The bytes at places; valid until something is added.
    func bytes(_ range: Range<Int>) -> XmlBytes {
        XmlBytes(
            start: (base + range.lowerBound).assumingMemoryBound(to: UInt8.self),
            count: range.count
        )
    }

    private func reserve(_ extra: Int) {
        guard count + extra > capacity else { return }
        capacity = max(capacity * 2, count + extra)
        let grown = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 16)
        grown.copyMemory(from: base, byteCount: count)
        base.deallocate()
        base = grown
    }
}

extension TextStore {
    /// Resolves `_xHHHH_` in what follows a place, as Excel does.
    ///
    /// - Source: ISO/IEC 29500-1 22.4.2.4 (ST_Xstring). Control characters become blanks.
    func resolveEscapes(from start: Int) {
        let text = bytes(start..<count)
        guard text.count >= 7, text.contains(0x5F) else { return }
        var resolved: [UInt8] = []
        var index = 0
        while index < text.count {
            if text[index] == 0x5F, let scalar = TextStore.escape(text, index) {
                resolved.append(contentsOf: String(scalar).utf8)
                index += 7
            } else {
                resolved.append(text[index])
                index += 1
            }
        }
        truncate(to: start)
        resolved.withUnsafeBufferPointer { append($0) }
    }

    private static func escape(_ text: XmlBytes, _ index: Int) -> Unicode.Scalar? {
        guard index + 7 <= text.count, text[index + 1] == 0x78, text[index + 6] == 0x5F,
            let value = UInt32(
                String(decoding: text[index + 2..<index + 6], as: UTF8.self),
                radix: 16
            )
        else { return nil }
        return value < 0x20 && value != 0x0A ? " " : Unicode.Scalar(value)
    }
}
