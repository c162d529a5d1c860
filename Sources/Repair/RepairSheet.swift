import Events

/// Rejected rows in clear as text to be repaired, and read back.
///
/// Each row begins with the id of its rejection, then comes the row as it was sent; rows of one
/// table stand under the table's header with the column `rejection` before it.
public struct RepairSheet: Sendable {
    /// The table, as rejections name it.
    public let table: String
    /// The text.
    public let text: [UInt8]

    /// Writes rows, one sheet for each table and header.
    public static func sheets(_ rows: [RejectionDesk.OpenRow]) -> [RepairSheet] {
        struct Head: Hashable {
            var table: String
            var header: String
        }
        let groups = Dictionary(grouping: rows) { Head(table: $0.table, header: $0.header) }
        return groups.sorted { ($0.key.table, $0.key.header) < ($1.key.table, $1.key.header) }
            .map { head, rows in
                var text: [UInt8] = []
                if !head.header.isEmpty { text += Array("rejection,\(head.header)\n".utf8) }
                for row in rows {
                    text += Array("\(row.entry.id)\(head.header.isEmpty ? "\t" : ",")".utf8)
                    text += row.bytes + [0x0A]
                }
                return RepairSheet(table: head.table, text: text)
            }
    }

    /// Reads rows back: the bytes of each by its id, without the end of its last line.
    ///
    /// A row goes on until a line that begins with an id; what stands before the first is a header.
    public static func read(_ text: [UInt8]) -> [(id: String, bytes: [UInt8])] {
        var found: [(id: String, bytes: [UInt8])] = []
        var lines = text.split(separator: 0x0A, omittingEmptySubsequences: false)
        if lines.last?.isEmpty == true { lines.removeLast() }
        for line in lines {
            let line = line.last == 0x0D ? line.dropLast() : line
            if let id = RepairSheet.id(of: line) {
                found.append((id, Array(line.dropFirst(id.utf8.count + 1))))
            } else if !found.isEmpty {
                found[found.count - 1].bytes += [0x0A] + line
            }
        }
        return found
    }

    private static func id(of line: ArraySlice<UInt8>) -> String? {
        let start = line.prefix(17)
        guard start.count == 17, start.last == 0x2C || start.last == 0x09 else { return nil }
        let id = String(decoding: start.dropLast(), as: UTF8.self)
        return Rejection.isID(id) ? id : nil
    }
}
