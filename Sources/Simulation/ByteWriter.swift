import Glibc

/// Writes lines of bytes to a file through a buffer of its own.
///
/// A write error is kept and thrown by ``close()``, so that nothing on the way has to throw.
final class ByteWriter {
    private static let capacity = 1 << 18
    private static let longestLine = 4096

    /// Lines ended so far, the header among them.
    private(set) var lines = 0
    private let name: String
    private let descriptor: Int32
    private let buffer = UnsafeMutablePointer<UInt8>.allocate(capacity: ByteWriter.capacity)
    private var count = 0
    private var failure: Int32 = 0
    private var lastDay = Int.min
    private var lastDate: [UInt8] = []

    /// Creates (or empties) the file and writes its header.
    init(directory: String, name: String, header: String) throws {
        self.name = name
        descriptor = open("\(directory)/\(name)", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw SimulationError.cannotWrite(file: name, errno: errno) }
        guard !header.isEmpty else { return }
        append(header)
        endLine()
    }

    deinit {
        if descriptor >= 0 { _ = Glibc.close(descriptor) }
        buffer.deallocate()
    }

    /// Appends one byte.
    func append(byte: UInt8) {
        precondition(count < ByteWriter.capacity)
        buffer[count] = byte
        count += 1
    }

    /// Appends a comma.
    func comma() { append(byte: 0x2C) }

    /// Appends bytes.
    func append(_ bytes: [UInt8]) {
        precondition(count + bytes.count <= ByteWriter.capacity)
        bytes.withUnsafeBufferPointer { source in
            guard let base = source.baseAddress else { return }
            (buffer + count).update(from: base, count: source.count)
        }
        count += bytes.count
    }

    /// Appends `length` bytes of `bytes`, from `start`.
    func append(_ bytes: [UInt8], from start: Int, length: Int) {
        precondition(count + length <= ByteWriter.capacity && start + length <= bytes.count)
        for offset in 0..<length { buffer[count + offset] = bytes[start + offset] }
        count += length
    }

    /// Appends text as UTF-8.
    func append(_ text: String) {
        for byte in text.utf8 { append(byte: byte) }
    }

    /// Appends a number, padded with zeros on the left to `width` digits.
    func append(decimal value: Int, width: Int = 1) {
        var divisor = 10
        var digits = 1
        while divisor <= value {
            divisor *= 10
            digits += 1
        }
        let length = max(digits, width)
        precondition(value >= 0 && count + length <= ByteWriter.capacity)
        var rest = value
        var place = count + length - 1
        while place >= count {
            buffer[place] = UInt8(truncatingIfNeeded: 0x30 + rest % 10)
            rest /= 10
            place -= 1
        }
        count += length
    }

    /// Appends `2022-11-03`.
    func append(_ day: Day) {
        let (year, month, dayOfMonth) = day.parts
        append(decimal: year, width: 4)
        append(byte: 0x2D)
        append(decimal: month, width: 2)
        append(byte: 0x2D)
        append(decimal: dayOfMonth, width: 2)
    }

    /// Appends `2022-11-03T10:15:30`.
    ///
    /// - Parameter second: Seconds since 1970-01-01T00:00:00 local.
    func append(second: Int) {
        let day = second / 86_400
        let rest = second - day * 86_400
        if day == lastDay {
            append(lastDate)
        } else {
            let start = count
            append(Day(number: day))
            append(byte: 0x54)
            lastDate = Array(UnsafeBufferPointer(start: buffer + start, count: count - start))
            lastDay = day
        }
        append(decimal: rest / 3600, width: 2)
        append(byte: 0x3A)
        append(decimal: rest / 60 % 60, width: 2)
        append(byte: 0x3A)
        append(decimal: rest % 60, width: 2)
    }

    /// Ends the line.
    func endLine() {
        append(byte: 0x0A)
        lines += 1
        if count > ByteWriter.capacity - ByteWriter.longestLine { flush() }
    }

    /// Writes what is left.
    ///
    /// - Throws: ``SimulationError/cannotWrite(file:errno:)`` for the first error on the way.
    func close() throws {
        flush()
        if failure != 0 { throw SimulationError.cannotWrite(file: name, errno: failure) }
    }

    private func flush() {
        var done = 0
        while done < count, failure == 0 {
            let written = Glibc.write(descriptor, buffer + done, count - done)
            if written >= 0 {
                done += written
            } else if errno != EINTR {
                failure = errno
            }
        }
        count = 0
    }
}
