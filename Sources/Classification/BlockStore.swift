/// Blocks of bytes of a few sizes, cut one after the other from large chunks: room for millions of
/// small things without an object for each.
///
/// A block that is given back serves the next that asks for its size; chunks stay as long as the
/// store. A block has a number, which is never 0. One thread uses a store.
final class BlockStore {
    /// Blocks begin at multiples of so many bytes and are numbered by them.
    private static let granule = 8
    private static let chunkBytes = 1 << 20
    private static let chunkGranules = chunkBytes / granule

    /// Where each run of ``chunkBytes`` begins; a chunk for a larger block has several in a row.
    @exclusivity(unchecked) private var runs: ContiguousArray<UnsafeMutableRawPointer> = []
    private var chunks: ContiguousArray<UnsafeMutableRawPointer> = []
    /// The first granule of the last chunk that no block has had, and the end of the chunk.
    private var (next, end) = (0, 0)
    /// By size the last block that was given back; its first bytes name the one before, or 0.
    private var free: [Int: UInt32] = [:]

    deinit { for chunk in chunks { chunk.deallocate() } }

    /// The size of the block for so many bytes: exact enough for small ones, a quarter too large at
    /// most for others, so that what grows does not move each time.
    @inline(__always)
    static func size(for count: Int) -> Int {
        if count <= 72 { return 72 }
        if count <= 512 { return (count + 31) & ~31 }
        let step = 1 << (Int.bitWidth - 3 - (count - 1).leadingZeroBitCount)
        return (count + step - 1) & ~(step - 1)
    }

    /// Takes a block of a size that ``size(for:)`` gives; what it holds is not defined.
    func take(_ size: Int) -> UInt32 {
        if let block = free[size], block != 0 {
            free[size] = address(of: block).load(as: UInt32.self)
            return block
        }
        let granules = size / Self.granule
        if next + granules > end { addChunk(granules) }
        let block = UInt32(next)
        next += granules
        return block
    }

    /// Takes a block back.
    func giveBack(_ block: UInt32, _ size: Int) {
        address(of: block).storeBytes(of: free[size] ?? 0, as: UInt32.self)
        free[size] = block
    }

    /// Where a block lies, as long as it is not given back.
    @inline(__always)
    func address(of block: UInt32) -> UnsafeMutableRawPointer {
        let (run, granule) = Int(block).quotientAndRemainder(dividingBy: Self.chunkGranules)
        return runs[run] + granule * Self.granule
    }

    private func addChunk(_ granules: Int) {
        let first = runs.count
        let count = (granules + Self.chunkGranules) / Self.chunkGranules
        let chunk = UnsafeMutableRawPointer.allocate(
            byteCount: count * Self.chunkBytes,
            alignment: 16
        )
        chunks.append(chunk)
        for run in 0..<count { runs.append(chunk + run * Self.chunkBytes) }
        // No block has the number 0.
        next = max(1, first * Self.chunkGranules)
        end = runs.count * Self.chunkGranules
    }
}
