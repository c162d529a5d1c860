/// FNV-1a over the parts of a content.
struct ContentHash {
    private var hash: UInt64 = 0xcbf2_9ce4_8422_2325

    mutating func add(_ value: Int64) {
        withUnsafeBytes(of: value.littleEndian) { add($0) }
    }

    mutating func add(_ text: String) {
        var text = text
        text.withUTF8 { add(text: UnsafeRawBufferPointer($0)) }
    }

    /// Adds a text given as UTF-8.
    mutating func add(text: UnsafeRawBufferPointer) {
        add(text)
        hash = (hash ^ 0xFF) &* 0x100_0000_01b3
    }

    private mutating func add(_ bytes: UnsafeRawBufferPointer) {
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    }

    /// 32 bits of it.
    var short: UInt32 { UInt32(truncatingIfNeeded: hash ^ (hash >> 32)) }

    /// The hash that stands for (source, number) within one person.
    static func identity(source: String, number: String) -> UInt64 {
        var hash = ContentHash()
        hash.add(source)
        hash.add(number)
        return hash.hash
    }

    /// The hash that stands for (source, number), given as UTF-8.
    static func identity(
        source: UnsafeRawBufferPointer,
        number: UnsafeRawBufferPointer
    ) -> UInt64 {
        var hash = ContentHash()
        hash.add(text: source)
        hash.add(text: number)
        return hash.hash
    }
}
