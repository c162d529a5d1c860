extension ZipArchive {
    /// Where the directory lies.
    struct Directory {
        var count: Int64
        var size: Int64
        var offset: Int64
    }

    /// Finds the end record, which closes the file but for a comment.
    static func directory(of bytes: any RandomBytes) throws(WorkbookProblem) -> Directory {
        let damaged = WorkbookProblem(.zipDamaged, "its end is missing: the file is cut short")
        let count = Int(min(bytes.size, 22 + 65_535))
        guard count >= 22, let tail = bytes.bytes(at: bytes.size - Int64(count), count: count)
        else { throw damaged }
        let table = LittleEndian(bytes: tail)
        var place = count - 22
        while place >= 0 {
            if tail[place] == 0x50, table.word(place) == 0x0605_4B50,
                place + 22 + table.short(place + 20) == count
            {
                break
            }
            place -= 1
        }
        if place < 0 { throw damaged }
        let at = bytes.size - Int64(count) + Int64(place)
        guard table.short(place + 4) == table.short(place + 6) else {
            throw WorkbookProblem(.zipMethod, "it is spread over several disks")
        }
        var found = Directory(
            count: Int64(table.short(place + 10)),
            size: table.word(place + 12),
            offset: table.word(place + 16)
        )
        var end = at
        if found.count == 0xFFFF || found.size == 0xFFFF_FFFF || found.offset == 0xFFFF_FFFF {
            if let long = longDirectory(of: bytes, before: at) { (found, end) = long }
        }
        // What stands before an archive (a program that unpacks itself) is in no workbook.
        guard found.offset >= 0, found.size >= 0, found.offset <= end,
            found.size == end - found.offset
        else { throw WorkbookProblem(.zipDamaged, "its directory does not lie before its end") }
        return found
    }

    /// The ZIP64 record that a locator right before the end record names; nil where there is none.
    private static func longDirectory(
        of bytes: any RandomBytes,
        before end: Int64
    ) -> (Directory, Int64)? {
        guard let locator = bytes.bytes(at: end - 20, count: 20).map(LittleEndian.init),
            locator.word(0) == 0x0706_4B50, let at = locator.long(8),
            let record = bytes.bytes(at: at, count: 56).map(LittleEndian.init),
            record.word(0) == 0x0606_4B50,
            let count = record.long(32), let size = record.long(40), let offset = record.long(48)
        else { return nil }
        return (Directory(count: count, size: size, offset: offset), at)
    }
}
