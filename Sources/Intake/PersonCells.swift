import Events

extension Cells {
    /// The person of the row, with a checked and normalised number.
    ///
    /// Full-width digits and letters are read as ASCII; `x`, `×` in the last place as `X`. Where the
    /// table has a 系统编号 and the 身份证号 is empty, the person is known by that number.
    /// - Throws: The first reason in the order of ``IntakeRejection``.
    /// - Source: GB 11643-1999; 张山子镇 附件2五 (三无人员, 已编号).
    func person() throws(RowFault) -> OpenIdentity {
        var identity = try identity()
        let name = self[.name]
        if name.isEmpty { throw RowFault(.nameMissing, .name) }
        identity.name = Array(name)
        return identity
    }

    /// As ``person()``, of whom a name is not asked for; empty where none is given.
    func identity() throws(RowFault) -> OpenIdentity {
        var written = self[.identityNumber]
        var column = Column.identityNumber
        var kind = identityKind()
        if written.isEmpty, !self[.systemNumber].isEmpty {
            (written, column, kind) = (self[.systemNumber], .systemNumber, .systemNumber)
        }
        if written.isEmpty { throw RowFault(.identityMissing, .identityNumber) }
        guard let kind else {
            throw RowFault(
                .identityKindUnknown,
                .identityKind,
                "«\(Masked.text(self[.identityKind]))» is none of resident-id, system-number, "
                    + "newborn, permit"
            )
        }
        let number =
            kind == .residentID
            ? try residentNumber(written, column) : try otherNumber(written, column)
        return OpenIdentity(kind: kind, number: number, name: Array(self[.name]))
    }

    /// Nil when the text is not known.
    private func identityKind() -> IdentityKind? {
        let cell = self[.identityKind]
        if cell.isEmpty { return .residentID }
        let text = cell.text
        return IdentityKind(name: text) ?? Cells.identityKinds[text]
    }

    private static let identityKinds: [String: IdentityKind] = [
        "身份证": .residentID, "居民身份证": .residentID, "系统编号": .systemNumber,
        "新生儿": .newborn, "居住证": .permit,
    ]

    private func residentNumber(
        _ written: CellBytes,
        _ column: Column
    ) throws(RowFault) -> [UInt8] {
        var number = Cells.narrowed(written)
        if number.last == 0x78 { number[number.count - 1] = 0x58 }
        do throws(IdentityProblem) {
            try number.withUnsafeBufferPointer { (bytes) throws(IdentityProblem) in
                _ = try IdentityNumber(bytes)
            }
            return number
        } catch {
            throw Cells.fault(error, number, column)
        }
    }

    private static func fault(
        _ problem: IdentityProblem,
        _ number: [UInt8],
        _ column: Column
    ) -> RowFault {
        switch problem {
        case .wrongLength where number.isScientific:
            return RowFault(
                .identityRounded,
                column,
                "a number with an exponent: a spreadsheet keeps 15 digits, the others are lost"
            )
        case .wrongLength
        where number.count == 15 && number.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }):
            return RowFault(.identityFifteenDigits, column)
        case .wrongLength:
            return RowFault(.identityLength, column, "\(number.count) characters, 18 expected")
        case .notDigits:
            let place = number.firstIndex { $0 < 0x30 || $0 > 0x39 } ?? 17
            return RowFault(.identityNotDigits, column, "character \(place + 1) is not a digit")
        case .impossibleBirthDate:
            return RowFault(.identityBirthDate, column, "digits 7 to 14 are no day")
        case .wrongCheckCharacter:
            if number.suffix(3) == [0x30, 0x30, 0x30] {
                return RowFault(
                    .identityRounded,
                    column,
                    "\(Masked.text(number)) was rounded by a spreadsheet"
                )
            }
            return RowFault(
                .identityChecksum,
                column,
                "the check character of \(Masked.text(number)) does not fit"
            )
        }
    }

    /// A number of another kind: up to 64 letters, digits and hyphens.
    private func otherNumber(_ written: CellBytes, _ column: Column) throws(RowFault) -> [UInt8] {
        let number = Cells.narrowed(written)
        if number.count > 64 {
            throw RowFault(
                .identityLength,
                column,
                "\(number.count) characters, at most 64 expected"
            )
        }
        let isPlain = number.allSatisfy {
            ($0 >= 0x30 && $0 <= 0x39) || ($0 >= 0x41 && $0 <= 0x5A) || ($0 >= 0x61 && $0 <= 0x7A)
                || $0 == 0x2D || $0 == 0x2F || $0 == 0x28 || $0 == 0x29
        }
        if !isPlain {
            throw RowFault(
                .identityNotDigits,
                column,
                "a character that is no letter, digit or hyphen"
            )
        }
        return number
    }

    /// The cell in ASCII, one byte per character; `?` for what has no ASCII form.
    static func narrowed(_ cell: CellBytes) -> [UInt8] {
        if Utf8(UnsafeRawBufferPointer(cell)) == .ascii { return Array(cell) }
        return cell.text.unicodeScalars.map { scalar in
            switch scalar.value {
            case 0..<0x80: UInt8(scalar.value)
            case 0xFF01...0xFF5E: UInt8(scalar.value - 0xFEE0)
            case 0xD7: 0x58
            default: 0x3F
            }
        }
    }
}

extension [UInt8] {
    /// Whether a spreadsheet wrote it as `3.70481E+17`.
    fileprivate var isScientific: Bool {
        guard let mark = firstIndex(where: { $0 | 0x20 == 0x65 }), mark > 0 else { return false }
        let digits = self[(mark + 1)...].drop { $0 == 0x2B }
        return !digits.isEmpty && digits.count <= 2
            && (self[..<mark] + digits).allSatisfy { ($0 >= 0x30 && $0 <= 0x39) || $0 == 0x2E }
    }
}
