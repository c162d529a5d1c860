/// Small named values beside a record: of the way it came, never of what it says.
///
/// No stage decides anything by a header; two logs that differ in headers only hold the same season.
public struct RecordHeaders: Sendable, Equatable {
    /// The headers as a log keeps them: length of the name, name, length of the value, value; the
    /// lengths as base-128 varints.
    public private(set) var bytes: [UInt8] = []

    /// Creates no headers.
    public init() {}

    /// Copies headers from their bytes.
    public init(copying bytes: UnsafeRawBufferPointer) { self.bytes = Array(bytes) }

    /// Whether there are none.
    public var isEmpty: Bool { bytes.isEmpty }

    /// Adds a header; the same name may come again.
    public mutating func add(_ name: String, _ value: String) {
        var (name, value) = (name, value)
        name.withUTF8 { name in
            value.withUTF8 { add(UnsafeRawBufferPointer(name), UnsafeRawBufferPointer($0)) }
        }
    }

    /// Adds a header by the bytes of its name and of its value.
    public mutating func add(_ name: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer) {
        put(name)
        put(value)
    }

    /// Forgets all headers, keeps the memory.
    public mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

    /// The value of the last header of a name, as text; nil when there is none.
    public subscript(name: String) -> String? {
        var found: String?
        forEach { if $0.elementsEqual(name.utf8) { found = String(decoding: $1, as: UTF8.self) } }
        return found
    }

    /// Names and values as text, in order.
    public var texts: [(name: String, value: String)] {
        var all: [(name: String, value: String)] = []
        forEach {
            all.append((String(decoding: $0, as: UTF8.self), String(decoding: $1, as: UTF8.self)))
        }
        return all
    }

    /// Calls `body` with name and value of each header, in order.
    public func forEach(_ body: (UnsafeRawBufferPointer, UnsafeRawBufferPointer) -> Void) {
        bytes.withUnsafeBytes { _ = Self.forEach(in: $0, body) }
    }

    /// Calls `body` with name and value of each header in bytes that a log has kept.
    ///
    /// - Returns: Whether the bytes were whole headers to the end.
    public static func forEach(
        in bytes: UnsafeRawBufferPointer,
        _ body: (UnsafeRawBufferPointer, UnsafeRawBufferPointer) -> Void
    ) -> Bool {
        var place = 0
        while place < bytes.count {
            guard let name = run(bytes, &place), let value = run(bytes, &place) else {
                return false
            }
            body(name, value)
        }
        return true
    }

    /// The next run of bytes behind its length; nil when there is not so much.
    private static func run(
        _ bytes: UnsafeRawBufferPointer,
        _ place: inout Int
    ) -> UnsafeRawBufferPointer? {
        var (count, shift) = (0, 0)
        while true {
            guard place < bytes.count, shift < 35 else { return nil }
            let byte = bytes[place]
            place += 1
            count |= Int(byte & 0x7F) << shift
            if byte < 0x80 { break }
            shift += 7
        }
        guard count <= bytes.count - place else { return nil }
        defer { place += count }
        return UnsafeRawBufferPointer(rebasing: bytes[place..<place + count])
    }

    private mutating func put(_ run: UnsafeRawBufferPointer) {
        var rest = run.count
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
        bytes.append(contentsOf: run)
    }
}
