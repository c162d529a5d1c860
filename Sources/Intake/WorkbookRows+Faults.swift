import Workbooks

extension WorkbookRows {
    /// What is wrong with a cell whatever its column asks for; nil when nothing is.
    static func fault(of cell: SheetCell, _ column: Column) -> RowFault? {
        switch cell.kind {
        case .text, .number, .boolean: nil
        case .rounded:
            RowFault(
                column.isIdentity ? .identityRounded : .numberRounded,
                column,
                "\(Masked.text(cell.text)) is stored as a number: a spreadsheet keeps 15 digits, "
                    + "the others are lost"
            )
        case .day, .dayAndTime:
            column.takesDays
                ? nil
                : RowFault(
                    .cellBecameDate,
                    column,
                    "the cell is a day; a spreadsheet makes days of texts such as 3-5"
                )
        case .noDay:
            RowFault(
                .dateMalformed,
                column,
                "\(Masked.figure(cell.text)) is shown as a day and is none"
            )
        case .error: RowFault(.cellError, column, "the cell shows \(shown(cell.text))")
        case .uncomputed: RowFault(.formulaUncomputed, column)
        case .unreadable: RowFault(.cellUnreadable, column)
        }
    }

    /// A fault of a formula, one of those that there are.
    private static func shown(_ text: CellBytes) -> String {
        let known = [
            "#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!",
            "#GETTING_DATA",
        ]
        return known.first { $0 == text.text } ?? "an error"
    }

    /// Plans the sheets of a workbook in their order.
    static func plan(
        _ workbook: Workbook,
        table: TableColumns,
        file: String
    ) throws(WorkbookProblem) -> Result<(plans: [SheetPlan], remarks: [String]), FileRefusal> {
        var plans: [SheetPlan] = []
        var remarks: [String] = []
        let shown = workbook.sheets.filter { !$0.isHidden }
        for (number, sheet) in workbook.sheets.enumerated() {
            let name = shownName(sheet.name, number: number + 1)
            if sheet.isHidden {
                remarks.append("sheet \(name) is hidden and was not read.")
                continue
            }
            let look = try SheetPlan.Look(try workbook.open(sheet))
            do throws(FileRefusal) {
                let plan = try SheetPlan(
                    sheet,
                    shownName: name,
                    look: look,
                    table: table,
                    ordinal: plans.count,
                    mustHave: shown.count == 1,
                    file: file
                )
                if let plan {
                    plans.append(plan)
                    remarks += plan.remarks
                } else if look.mayHoldPeople || shown.count == 1 {
                    throw headless(name, table, file)
                } else if look.rows > 0 {
                    remarks.append("sheet \(name) has no header of \(table.name) and was not read.")
                }
            } catch {
                return .failure(error)
            }
        }
        if plans.isEmpty, !shown.isEmpty {
            return .failure(headless("1", table, file))
        }
        return .success((plans, remarks))
    }

    private static func headless(
        _ sheet: String,
        _ table: TableColumns,
        _ file: String
    ) -> FileRefusal {
        FileRefusal(
            "\(file) sheet \(sheet): none of the first \(SheetPlan.headerRows) rows is a header of "
                + "\(table.name). Put \(TableHeader.list(table.known)) above the rows, on every "
                + "sheet that holds some.",
            code: "header_missing"
        )
    }

    /// A name that holds digits enough for a number of a person is not shown.
    private static func shownName(_ name: String, number: Int) -> String {
        let digits = name.utf8.filter { $0 >= 0x30 && $0 <= 0x39 }.count
        return digits < 11 && !name.isEmpty ? "«\(name)»" : "\(number)"
    }
}

extension SheetPlan {
    /// The header as a line of CSV.
    var headerLine: String {
        columns.map { column in
            let title = header.title(of: column)
            return title.contains { ",\"\n".contains($0) }
                ? "\"\(title.replacing("\"", with: "\"\""))\"" : title
        }
        .joined(separator: ",")
    }

    /// What a user may not see.
    var remarks: [String] {
        var remarks: [String] = []
        if hiddenRows > 0 {
            remarks.append("sheet \(shownName): \(hiddenRows) hidden rows were read as well.")
        }
        if hidesColumns {
            remarks.append("sheet \(shownName): hidden columns were read as well.")
        }
        return remarks
    }

    /// Whether a row only repeats the header, as printed pages do.
    func isHeader(_ cells: Cells) -> Bool {
        columns.allSatisfy { column in
            let cell = cells[column]
            return !cell.isEmpty && Column(heading: cell.text) == column
        }
    }
}
