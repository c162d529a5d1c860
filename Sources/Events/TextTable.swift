/// Runs of bytes that recur, each stored once and numbered in order of arrival.
///
/// Open addressing over 4-byte cells; the bytes lie side by side.
public struct TextTable: Sendable {
    private var bytes: ContiguousArray<UInt8> = []
    /// Where each run ends.
    private var ends: ContiguousArray<UInt32> = []
    private var cells = ContiguousArray<UInt32>(repeating: 0, count: 64)

    /// An empty table.
    public init() {}

    /// Runs stored.
    public var count: Int { ends.count }

    /// The number of a run, given at its first coming.
    public mutating func number(of run: UnsafeRawBufferPointer) -> UInt32 {
        var cell = Int(truncatingIfNeeded: TextTable.hash(run)) & (cells.count - 1)
        while cells[cell] != 0 {
            if isEqual(cells[cell] - 1, run) { return cells[cell] - 1 }
            cell = (cell + 1) & (cells.count - 1)
        }
        bytes.append(contentsOf: run)
        ends.append(UInt32(bytes.count))
        cells[cell] = UInt32(ends.count)
        if ends.count * 2 > cells.count { grow() }
        return UInt32(ends.count - 1)
    }

    /// Calls `body` with the bytes of a number that ``number(of:)`` gave.
    @inline(__always)
    public func withRun<R>(_ number: UInt32, _ body: (UnsafeRawBufferPointer) -> R) -> R {
        let start = number == 0 ? 0 : Int(ends[Int(number) - 1])
        let end = Int(ends[Int(number)])
        return bytes.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[start..<end])) }
    }

    private func isEqual(_ number: UInt32, _ run: UnsafeRawBufferPointer) -> Bool {
        withRun(number) { $0.isSame(as: run) }
    }

    private mutating func grow() {
        cells = ContiguousArray(repeating: 0, count: cells.count * 2)
        for number in 0..<UInt32(ends.count) {
            var cell =
                Int(truncatingIfNeeded: withRun(number) { TextTable.hash($0) }) & (cells.count - 1)
            while cells[cell] != 0 { cell = (cell + 1) & (cells.count - 1) }
            cells[cell] = number + 1
        }
    }

    /// Eight bytes at a time (the multiply-and-fold of wyhash).
    private static func hash(_ run: UnsafeRawBufferPointer) -> UInt64 {
        var hash = UInt64(truncatingIfNeeded: run.count) ^ 0x9E37_79B9_7F4A_7C15
        var place = 0
        func fold(_ word: UInt64) {
            let wide = (hash ^ word).multipliedFullWidth(by: 0xA076_1D64_78BD_642F)
            hash = wide.high ^ wide.low
        }
        while run.count - place >= 8 {
            fold(run.loadUnaligned(fromByteOffset: place, as: UInt64.self))
            place += 8
        }
        var rest: UInt64 = 0
        while place < run.count {
            rest = rest << 8 | UInt64(run[place])
            place += 1
        }
        fold(rest)
        return hash
    }
}
