/// The directory of a ZIP archive: what parts it has and where.
///
/// Nothing is ever unpacked to a file, so that a name with `..` in it leads nowhere.
///
/// - Source: APPNOTE.TXT 6.3.3 (central directory, ZIP64); ISO/IEC 21320-1 (store and deflate only).
struct ZipArchive {
    /// One part.
    struct Entry: Equatable {
        /// Its name, with `/` between folders, in lower case.
        var name: String
        var method: Int
        var flags: Int
        var checksum: UInt32
        var packed: Int64
        var size: Int64
        var header: Int64
    }

    private(set) var entries: [String: Entry] = [:]

    /// Reads the directory.
    init(_ bytes: any RandomBytes, limits: WorkbookLimits) throws(WorkbookProblem) {
        let end = try ZipArchive.directory(of: bytes)
        guard end.count <= Int64(limits.parts) else {
            throw WorkbookProblem(.tooManyParts, "\(end.count) parts, at most \(limits.parts)")
        }
        guard end.size <= 64 << 20, let table = bytes.bytes(at: end.offset, count: Int(end.size))
        else { throw WorkbookProblem(.zipDamaged, "its directory does not lie in the file") }
        var place = 0
        let directory = LittleEndian(bytes: table)
        for _ in 0..<end.count {
            let entry = try ZipArchive.entry(directory, &place)
            guard entries.updateValue(entry, forKey: entry.name) == nil else {
                throw WorkbookProblem(.partDoubled, "two parts have the same name")
            }
        }
        guard place == table.count else {
            throw WorkbookProblem(.zipDamaged, "its directory is longer than its parts")
        }
        try checkPlaces(before: end.offset)
    }

    /// The part of a name, whatever its case.
    func entry(_ name: String) -> Entry? { entries[name.lowercased()] }

    private static func entry(
        _ table: LittleEndian,
        _ place: inout Int
    ) throws(WorkbookProblem) -> Entry {
        let cut = WorkbookProblem(.zipDamaged, "its directory is cut short")
        guard place + 46 <= table.bytes.count, table.word(place) == 0x0201_4B50 else { throw cut }
        let (nameCount, extraCount) = (table.short(place + 28), table.short(place + 30))
        let end = place + 46 + nameCount + extraCount + table.short(place + 32)
        guard end <= table.bytes.count else { throw cut }
        let name = String(decoding: table.bytes[place + 46..<place + 46 + nameCount], as: UTF8.self)
        var entry = Entry(
            name: name.split(separator: "\\", omittingEmptySubsequences: false)
                .joined(separator: "/").lowercased(),
            method: table.short(place + 10),
            flags: table.short(place + 8),
            checksum: UInt32(truncatingIfNeeded: table.word(place + 16)),
            packed: table.word(place + 20),
            size: table.word(place + 24),
            header: table.word(place + 42)
        )
        let extra = place + 46 + nameCount
        try readLongSizes(of: &entry, table, extra..<extra + extraCount)
        place = end
        return entry
    }

    /// Reads the ZIP64 sizes of an entry that has them.
    private static func readLongSizes(
        of entry: inout Entry,
        _ table: LittleEndian,
        _ range: Range<Int>
    ) throws(WorkbookProblem) {
        let isLong = [entry.size, entry.packed, entry.header].map { $0 == 0xFFFF_FFFF }
        guard isLong.contains(true) else { return }
        var place = range.lowerBound
        while place + 4 <= range.upperBound {
            let (id, count) = (table.short(place), table.short(place + 2))
            let end = min(place + 4 + count, range.upperBound)
            if id == 1 {
                var values: [Int64] = []
                var at = place + 4
                while at + 8 <= end, let value = table.long(at) {
                    values.append(value)
                    at += 8
                }
                var next = values.makeIterator()
                if isLong[0], let value = next.next() { entry.size = value }
                if isLong[1], let value = next.next() { entry.packed = value }
                if isLong[2], let value = next.next() { entry.header = value }
                if values.count >= isLong.filter({ $0 }).count { return }
            }
            place += 4 + count
        }
        throw WorkbookProblem(.zipDamaged, "a part has no size")
    }

    /// Parts must lie one after another before the directory.
    private func checkPlaces(before directory: Int64) throws(WorkbookProblem) {
        var end: Int64 = 0
        for entry in entries.values.sorted(by: { $0.header < $1.header }) {
            guard entry.header >= end else {
                throw WorkbookProblem(.partsOverlap, "two parts lie in the same bytes")
            }
            // Both are whatever a ZIP64 record says, up to the largest number.
            guard entry.packed <= directory, entry.header <= directory - entry.packed - 30 else {
                throw WorkbookProblem(.zipDamaged, "a part does not lie in the file")
            }
            end = entry.header + 30 + entry.packed
        }
    }
}
