import Events

extension Cells {
    /// The amount of a payment line, above zero and at most 100,000 yuan.
    func paidAmount() throws(RowFault) -> Money {
        let (yuan, fen) = (self[.amountYuan], self[.amountFen])
        if yuan.isEmpty, fen.isEmpty {
            throw RowFault(
                .amountMissing,
                positions[Column.amountYuan.rawValue] < 0 ? .amountFen : .amountYuan
            )
        }
        let column: Column = yuan.isEmpty ? .amountFen : .amountYuan
        let amount = try money(yuan, fen)
        if amount == .zero { throw RowFault(.amountNotPositive, column) }
        if amount > Cells.largestPayment {
            throw RowFault(.amountTooLarge, column, "\(amount) yuan, at most 100000 expected")
        }
        return amount
    }

    /// The amount of an office's record, at most 10,000,000,000 yuan; zero when the cells are empty.
    func officeAmount() throws(RowFault) -> Money {
        let (yuan, fen) = (self[.amountYuan], self[.amountFen])
        if yuan.isEmpty, fen.isEmpty { return .zero }
        let amount = try money(yuan, fen)
        if amount == .zero {
            throw RowFault(.amountNotPositive, yuan.isEmpty ? .amountFen : .amountYuan)
        }
        return amount
    }

    private static let largestPayment = Money(yuan: 100_000)

    /// Reads yuan, or fen where there are no yuan; where both are given they must agree.
    private func money(_ yuan: CellBytes, _ fen: CellBytes) throws(RowFault) -> Money {
        if yuan.isEmpty { return try read(.amountFen, Money.parse(fen: fen), fen) }
        let amount = try read(.amountYuan, Money.parse(yuan: yuan), yuan)
        if !fen.isEmpty, try read(.amountFen, Money.parse(fen: fen), fen) != amount {
            throw RowFault(.amountMalformed, .amountFen, "yuan and fen do not agree")
        }
        return amount
    }

    private func read(
        _ column: Column,
        _ outcome: Result<Money, AmountProblem>,
        _ cell: CellBytes
    ) throws(RowFault) -> Money {
        switch outcome {
        case .success(let amount): return amount
        case .failure(.negative):
            throw RowFault(.amountNegative, column, "\(Masked.figure(cell)) is negative")
        case .failure(.malformed):
            throw RowFault(
                .amountMalformed,
                column,
                "«\(Masked.figure(cell))» is not an amount such as 350.00"
            )
        case .failure(.tooManyPlaces):
            throw RowFault(
                .amountPlaces,
                column,
                "\(Masked.figure(cell)) has more than two decimal places"
            )
        case .failure(.tooLarge): throw RowFault(.amountTooLarge, column)
        }
    }

    /// A day; nil when the cell is empty.
    ///
    /// Year first, so that nothing is guessed: `2022-10-17`, `2022/10/17`, `2022.10.17`,
    /// `2022年10月17日` (one digit is enough for month and day) and `20221017`.
    func date(_ column: Column) throws(RowFault) -> CivilDate? {
        let cell = self[column]
        if cell.isEmpty { return nil }
        if let date = CivilDate(ascii: cell) ?? Cells.looseDate(cell.text) { return date }
        throw RowFault(
            .dateMalformed,
            column,
            "«\(Masked.figure(cell))» is not a day such as 2022-10-17"
        )
    }

    private static func looseDate(_ text: String) -> CivilDate? {
        if text.utf8.count == 8, let digits = Int(text), digits > 0 {
            return CivilDate(year: digits / 10_000, month: digits / 100 % 100, day: digits % 100)
        }
        var parts = text.split(omittingEmptySubsequences: false) { "-/.年月日".contains($0) }
        if text.hasSuffix("日") { parts.removeLast() }
        guard parts.count == 3, parts[0].utf8.count == 4,
            parts.allSatisfy({
                $0.utf8.count <= 4 && $0.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
            }),
            let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2])
        else { return nil }
        return CivilDate(year: year, month: month, day: day)
    }

    /// Checks the 序号 when it is filled; it names the row to people and identifies nothing.
    func checkRowNumber() throws(RowFault) {
        let cell = self[.rowNumber]
        if cell.isEmpty { return }
        let isNumber = cell.count <= 9 && cell.allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
        if !isNumber || cell.allSatisfy({ $0 == 0x30 }) {
            throw RowFault(.rowNumberMalformed, .rowNumber)
        }
    }

    /// The parts of a 备注, separated by `;` or `；`.
    func remarks() -> [String] {
        let cell = self[.remark]
        if cell.isEmpty { return [] }
        return cell.text.split { $0 == ";" || $0 == "；" }.map { part in
            Array(part.utf8).withUnsafeBufferPointer { $0.trimmed.text }
        }
    }
}
