import Events
import Glibc

/// Splits one CSV row into cells, in place.
final class CsvSplitter {
    /// How a split ends.
    enum Outcome: Equatable {
        /// All cells are whole.
        case whole
        /// A quotation mark is open at the end.
        case open
        /// Text follows a closed quotation mark.
        case stray
    }

    /// Number of cells of the last row, those above the limit included.
    private(set) var count = 0
    private let limit: Int
    private let stored: UnsafeMutablePointer<CellBytes>
    private let unescaped = ByteBuffer()

    /// Creates a splitter that keeps at most `limit` cells of a row.
    init(limit: Int) {
        self.limit = limit
        stored = .allocate(capacity: limit)
    }

    deinit { stored.deallocate() }

    /// The cells of the last row; valid as long as its bytes, until the next split.
    var cells: UnsafeBufferPointer<CellBytes> {
        UnsafeBufferPointer(start: stored, count: min(count, limit))
    }

    /// Splits a row.
    func split(_ row: UnsafeRawBufferPointer) -> Outcome {
        count = 0
        unescaped.removeAll()
        guard let base = row.baseAddress, !row.isEmpty else {
            store(nil, 0)
            return .whole
        }
        var start = 0
        while true {
            if start < row.count, row[start] == 0x22 {
                guard let next = splitQuoted(row, base, start) else { return .open }
                if next == row.count { return .whole }
                if row[next] != 0x2C { return .stray }
                start = next + 1
            } else {
                let comma = memchr(base + start, 0x2C, row.count - start)
                let end = comma.map { UnsafeRawPointer($0) - base } ?? row.count
                store(base + start, end - start)
                if end == row.count { return .whole }
                start = end + 1
            }
        }
    }

    /// Stores the quoted cell that begins at `start`.
    ///
    /// - Returns: The index after its closing quotation mark; nil when there is none.
    private func splitQuoted(
        _ row: UnsafeRawBufferPointer,
        _ base: UnsafeRawPointer,
        _ start: Int
    ) -> Int? {
        var from = start + 1
        var piece = from
        let kept = unescaped.count
        while let found = memchr(base + from, 0x22, row.count - from) {
            let quote = UnsafeRawPointer(found) - base
            if quote + 1 < row.count, row[quote + 1] == 0x22 {
                // So much room at once that no cell stored before is moved.
                if unescaped.count == 0 { unescaped.reserve(row.count) }
                unescaped.append(UnsafeRawBufferPointer(rebasing: row[piece...quote]))
                from = quote + 2
                piece = from
                continue
            }
            if unescaped.count == kept {
                store(base + start + 1, quote - start - 1)
            } else {
                unescaped.append(UnsafeRawBufferPointer(rebasing: row[piece..<quote]))
                store(unescaped.base + kept, unescaped.count - kept)
            }
            return quote + 1
        }
        return nil
    }

    @inline(__always)
    private func store(_ start: UnsafeRawPointer?, _ length: Int) {
        if count < limit {
            stored[count] = CellBytes(
                start: start?.assumingMemoryBound(to: UInt8.self),
                count: length
            )
        }
        count += 1
    }
}
