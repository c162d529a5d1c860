import Intake
import Workbooks

/// Workbooks: raw archives, and archives around parts of any content.
final class WorkbookTarget: FuzzTarget {
    static let name = "xlsx"

    private final class Memory: RandomBytes {
        let data: [UInt8]

        init(_ data: [UInt8]) { self.data = data }

        var size: Int64 { Int64(data.count) }

        func read(at offset: Int64, into room: UnsafeMutableRawBufferPointer) -> Int {
            let part = data[Int(offset)..<min(data.count, Int(offset) + room.count)]
            room.copyBytes(from: part)
            return part.count
        }
    }

    private let intake: IntakeCheck

    init() throws { intake = try IntakeCheck() }

    func read(_ input: UnsafeRawBufferPointer) throws {
        var feed = InputFeed(input)
        let choice = feed.byte()
        let bytes = choice & 1 == 0 ? Array(feed.rest) : archive(&feed)
        if choice & 2 == 0 {
            try read(bytes)
        } else {
            let file = IntakeFile.memory(bytes, name: IntakeCheck.file)
            _ = try intake.send(file, table: Int(choice >> 2) % 7)
        }
    }

    /// A good archive around the parts, so that no checksum must be guessed.
    private func archive(_ feed: inout InputFeed) -> [UInt8] {
        let names = [
            "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml",
            "xl/_rels/workbook.xml.rels",
            "_rels/.rels", "[Content_Types].xml",
        ]
        var parts = PlainParts.good
        let given = feed.byte()
        for (index, name) in names.enumerated() where given & (1 << UInt8(index)) != 0 {
            parts[name] = Array(feed.run())
        }
        parts["xl/worksheets/sheet1.xml"] = Array(feed.rest)
        return PlainArchive.bytes(of: parts.sorted { $0.key < $1.key })
    }

    /// No more comes out than the limits say.
    private func read(_ bytes: [UInt8]) throws {
        var limits = WorkbookLimits()
        limits.partBytes = 1 << 17
        limits.stringBytes = 1 << 16
        limits.cellBytes = 1 << 10
        limits.bombBytes = 1 << 14
        limits.merges = 100
        limits.columns = 64
        guard let book = try? Workbook(Memory(bytes), limits: limits) else { return }
        try promise(!book.sheets.isEmpty, "a workbook has no sheet")
        for sheet in book.sheets.prefix(4) {
            guard let reader = try? book.open(sheet) else { continue }
            var (last, produced) = (0, 0)
            while let row = try? reader.next() {
                try promise(row.number > last, "rows are out of order")
                last = row.number
                try promise(row.cells.count <= limits.columns, "a row has too many cells")
                var column = -1
                for cell in row.cells {
                    try promise(cell.column > column, "cells are out of order")
                    column = cell.column
                    try promise(cell.text.count <= limits.cellBytes, "a cell is too long")
                    produced += 1
                }
                // A cell takes four bytes of its part at least: `<c/>`.
                try promise(produced <= 1 << 15, "more cells come out than a part can hold")
            }
            try promise(reader.merges.count <= limits.merges, "too many merges are kept")
        }
    }
}
