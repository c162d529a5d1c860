import Foundation
import Testing

@testable import Workbooks

/// Bytes in memory.
final class MemoryBytes: RandomBytes {
    private let bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var size: Int64 { Int64(bytes.count) }

    func read(at offset: Int64, into room: UnsafeMutableRawBufferPointer) -> Int {
        let rest = bytes[Int(offset)...].prefix(room.count)
        room.copyBytes(from: rest)
        return rest.count
    }
}

/// Texts of the first column of the first sheet, row by row.
private func column(_ bytes: [UInt8]) throws -> [String] {
    let workbook = try Workbook(MemoryBytes(bytes))
    let sheet = try #require(workbook.sheets.first)
    let reader = try workbook.open(sheet)
    var texts: [String] = []
    while let row = try reader.next() {
        texts += row.cells.filter { $0.column == 0 }.map {
            String(decoding: $0.text, as: UTF8.self)
        }
    }
    return texts
}

/// Amounts with two places at every length up to 10^13 fen, and at the edges of each.
private func amounts() -> [Int64] {
    var state: UInt64 = 7
    var all: [Int64] = [0, 1, -1, 7, 10, 29, 57, 99, 100, 101, 995, 10_000_000_000_000]
    var size: Int64 = 10
    while size <= 10_000_000_000_000 {
        for _ in 0..<2_000 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            all.append(Int64(state >> 1) % size)
        }
        all += [size - 1, size, size + 1, -size + 1]
        size *= 10
    }
    return all.filter { abs($0) <= 10_000_000_000_000 }
}

private func exact(_ fen: Int64) -> String {
    let digits = String(fen.magnitude)
    let padded = String(repeating: "0", count: max(0, 3 - digits.count)) + digits
    var text = padded.dropLast(2) + "." + padded.suffix(2)
    while text.hasSuffix("0") { text.removeLast() }
    if text.hasSuffix(".") { text.removeLast() }
    return (fen < 0 ? "-" : "") + text
}

@Test func `F-054 amounts up to 10^13 fen stand in a workbook to the fen`() throws {
    let fen = amounts()
    let bytes = try WorkbookBytes.make { writer in
        let sheet = try writer.addSheet("金额")
        for (row, amount) in fen.enumerated() {
            writer.write(hundredths: amount, to: sheet, row: row, column: 0)
        }
    }
    let shown = try column(bytes)
    #expect(fen.count > 26_000 && shown.count == fen.count)
    let wrong = zip(fen, shown).filter { exact($0) != $1 }
    #expect(wrong.isEmpty, "\(wrong.prefix(3))")
}

@Test func `the same rows give the same bytes, and nothing stays in the folder`() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    func make() throws -> [UInt8] {
        try WorkbookBytes.make(in: folder.path) { writer in
            let sheet = try writer.addSheet("名单")
            writer.set(SheetPages(isLandscape: true, heading: 0, columns: 2), of: sheet)
            writer.write("=1+1", to: sheet, row: 0, column: 0, style: .entry)
            writer.write(day: 19_357, to: sheet, row: 1, column: 0)
        }
    }
    let first = try make()
    #expect(try make() == first)
    #expect(try column(first) == ["=1+1", "2022-12-31"])
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
}

@Test func `a workbook that finds no room is told, not lost`() {
    #expect(throws: WorkbookProblem.self) {
        try WorkbookBytes.make(in: "/nowhere") { _ = try $0.addSheet("名单") }
    }
}
