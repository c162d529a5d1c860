import Glibc

/// A growing run of framed records.
///
/// One call per record, with memory checked once: this and the copy are all that a record costs
/// before SQLite. The properties are touched by one thread, inside ``BatchFramer`` alone, and the
/// dynamic check of overlapping accesses would cost more than the copy.
final class FrameBuffer {
    @exclusivity(unchecked) private var base: UnsafeMutableRawPointer
    @exclusivity(unchecked) private var capacity: Int
    /// Bytes written.
    @exclusivity(unchecked) private(set) var count = 0
    /// First byte of the blob that is being filled.
    @exclusivity(unchecked) var blobStart = 0
    /// Records of the blob that is being filled.
    @exclusivity(unchecked) var blobRecords = 0
    /// Headers of the blob that is being filled; see ``StoredBatch/headers``.
    @exclusivity(unchecked) private(set) var blobHeaders: [UInt8] = []

    init(capacity: Int) {
        self.capacity = capacity
        base = .allocate(byteCount: capacity, alignment: 16)
    }

    deinit { base.deallocate() }

    /// The bytes written.
    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: base, count: count) }

    /// Appends a record: two lengths as base-128 varints, the key, the value.
    @inline(__always)
    func append(_ key: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer) {
        let most = 20 + key.count + value.count
        if count + most > capacity { grow(most) }
        var end = base + count
        Self.put(UInt64(key.count), &end)
        Self.put(UInt64(value.count), &end)
        Self.put(key, &end)
        Self.put(value, &end)
        count = end - base
        blobRecords += 1
    }

    /// Gives headers to the record that was appended last.
    func appendHeaders(_ first: UnsafeRawBufferPointer, _ second: UnsafeRawBufferPointer) {
        putHeaders(number: blobRecords - 1)
        putHeaders(number: first.count + second.count)
        blobHeaders.append(contentsOf: first)
        blobHeaders.append(contentsOf: second)
    }

    /// Takes the headers of the blob that is full.
    func takeHeaders() -> [UInt8] {
        if blobHeaders.isEmpty { return [] }
        defer { blobHeaders = [] }
        return blobHeaders
    }

    private func putHeaders(number: Int) {
        var rest = number
        while rest >= 0x80 {
            blobHeaders.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        blobHeaders.append(UInt8(rest))
    }

    func removeAll() {
        blobHeaders = []
        count = 0
        blobStart = 0
        blobRecords = 0
    }

    @inline(__always)
    private static func put(_ value: UInt64, _ end: inout UnsafeMutableRawPointer) {
        var rest = value
        while rest >= 0x80 {
            end.storeBytes(of: UInt8(truncatingIfNeeded: rest) | 0x80, as: UInt8.self)
            end += 1
            rest >>= 7
        }
        end.storeBytes(of: UInt8(rest), as: UInt8.self)
        end += 1
    }

    @inline(__always)
    private static func put(_ bytes: UnsafeRawBufferPointer, _ end: inout UnsafeMutableRawPointer) {
        guard let start = bytes.baseAddress else { return }
        memcpy(end, start, bytes.count)
        end += bytes.count
    }

    private func grow(_ extra: Int) {
        capacity = max(capacity * 2, count + extra)
        let larger = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 16)
        larger.copyMemory(from: base, byteCount: count)
        base.deallocate()
        base = larger
    }
}
