/// Where a cell stands.
public enum CellReference {
    /// The letters of a column, 0 for `A`.
    public static func letters(_ column: Int) -> String {
        var text = ""
        var rest = column + 1
        while rest > 0 {
            text = String(UnicodeScalar(UInt8(65 + (rest - 1) % 26))) + text
            rest = (rest - 1) / 26
        }
        return text
    }

    /// Reads `BC12`: column 0 for `A`, row 1 for the first; nil when it is no cell of the grid.
    static func parse(_ bytes: some RandomAccessCollection<UInt8>) -> (column: Int, row: Int)? {
        var (column, row, letters, digits) = (0, 0, 0, 0)
        for byte in bytes {
            switch byte {
            case 0x24: continue
            case 0x41...0x5A, 0x61...0x7A:
                letters += 1
                if digits > 0 || letters > 3 { return nil }
                column = column * 26 + Int(byte & 0xDF) - 0x40
            case 0x30...0x39:
                digits += 1
                if digits > 7 { return nil }
                row = row * 10 + Int(byte - 0x30)
            default: return nil
            }
        }
        guard letters > 0, digits > 0, column <= 16_384, row >= 1, row <= 1_048_576 else {
            return nil
        }
        return (column - 1, row)
    }
}
