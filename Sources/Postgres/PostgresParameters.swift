import CLibpq
import Events
import Glibc

/// The parameters of one command, in PostgreSQL's binary form.
///
/// Thread safety: used by one thread.
final class PostgresParameters {
    private let buffer: ByteBuffer
    private var starts: [Int] = []
    private var types: [Oid] = []

    init(capacity: Int = 1_024) { buffer = ByteBuffer(capacity: capacity) }

    /// Adds a `bigint`.
    func add(_ value: Int64) {
        begin(20)
        buffer.append(bigEndian: value)
    }

    /// Adds an `integer`.
    func add(_ value: Int32) {
        begin(23)
        buffer.append(bigEndian: value)
    }

    /// Adds a `text`.
    func add(_ value: String) {
        begin(25)
        buffer.append(storable: value)
    }

    /// Adds a `bytea`.
    func add(blob bytes: [UInt8]) {
        begin(17)
        buffer.append(bytes)
    }

    /// Adds a `smallint[]`.
    func add(_ values: some Collection<Int16>) { add(values, array: 1005, element: 21) }

    /// Adds an `integer[]`.
    func add(_ values: some Collection<Int32>) { add(values, array: 1007, element: 23) }

    /// Adds a `bigint[]`.
    func add(_ values: some Collection<Int64>) { add(values, array: 1016, element: 20) }

    /// Adds a `date[]`.
    func add(dates: some Collection<CivilDate>) {
        add(dates.map(PostgresDate.stored), array: 1182, element: 1082)
    }

    /// Adds a `text[]`.
    func add(_ values: some Collection<String>) {
        begin(1009)
        head(element: 25, count: values.count)
        for value in values { buffer.appendSized { $0.append(storable: value) } }
    }

    /// Adds a `bytea[]` of `count` elements, each written by `write`.
    func add(blobs count: Int, _ write: (Int, ByteBuffer) -> Void) {
        begin(1001)
        head(element: 17, count: count)
        for index in 0..<count { buffer.appendSized { write(index, $0) } }
    }

    private func add<Value: FixedWidthInteger>(
        _ values: some Collection<Value>,
        array: Oid,
        element: Oid
    ) {
        begin(array)
        head(element: element, count: values.count)
        for value in values {
            buffer.append(bigEndian: Int32(Value.bitWidth / 8))
            buffer.append(bigEndian: value)
        }
    }

    private func begin(_ type: Oid) {
        starts.append(buffer.count)
        types.append(type)
    }

    /// Dimensions, a flag for NULLs, the element's type, and of the dimension size and first index.
    private func head(element: Oid, count: Int) {
        buffer.append(bigEndian: Int32(count == 0 ? 0 : 1))
        buffer.append(bigEndian: Int32(0))
        buffer.append(bigEndian: element)
        if count == 0 { return }
        buffer.append(bigEndian: Int32(count))
        buffer.append(bigEndian: Int32(1))
    }

    /// Calls `body` with what libpq takes.
    func withArrays<R>(
        _ body: (
            _ count: Int32, _ types: [Oid], _ values: [UnsafePointer<CChar>?],
            _ lengths: [Int32], _ formats: [Int32]
        ) -> R
    ) -> R {
        let base = buffer.base.assumingMemoryBound(to: CChar.self)
        let ends = starts.dropFirst() + [buffer.count]
        return body(
            Int32(starts.count),
            types,
            starts.map { UnsafePointer(base + $0) },
            zip(starts, ends).map { Int32($1 - $0) },
            Array(repeating: 1, count: starts.count)
        )
    }
}

extension ByteBuffer {
    /// Appends an integer, most significant byte first.
    @inline(__always)
    func append<Value: FixedWidthInteger>(bigEndian value: Value) {
        withUnsafeBytes(of: value.bigEndian) { append($0) }
    }

    /// Appends a text as PostgreSQL can hold it: U+0000, which it cannot, as its picture U+2400.
    func append(storable text: String) {
        var text = text
        text.withUTF8 { append(storable: UnsafeRawBufferPointer($0)) }
    }

    /// Appends UTF-8 as `text` can hold it.
    func append(storable bytes: UnsafeRawBufferPointer) {
        guard let start = bytes.baseAddress, memchr(start, 0, bytes.count) != nil else {
            return append(bytes)
        }
        for byte in bytes {
            if byte == 0 { append([0xE2, 0x90, 0x80]) } else { append(byte: byte) }
        }
    }

    /// Appends what `write` writes, its size before it.
    func appendSized(_ write: (ByteBuffer) -> Void) {
        let start = count
        append(bigEndian: Int32(0))
        write(self)
        let size = Int32(count - start - 4).bigEndian
        base.storeBytes(of: size, toByteOffset: start, as: Int32.self)
    }
}
