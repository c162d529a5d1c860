/// Signatures of a whole season, imports, receipts and serials.
extension OfficeBook {
    private var lastDay: Day { population.script.timetable.window.upperBound }

    /// 001 四(四): 三方在缴费清册上签字确认，缴费清册加盖村委会或社区公章.
    func signRoster(_ village: inout Village) {
        let place = village.place
        let hospital = population.units.hospitals[place]
        func sign(
            _ id: String,
            _ office: String,
            _ role: String,
            stamped: Bool = false,
            refusedAs code: String? = nil
        ) {
            let fields: KeyValuePairs<String, RecordValue> =
                stamped
                ? ["unit": .text(village.name), "document": .text("roster"), "stamped": .yes]
                : ["unit": .text(village.name), "document": .text("roster")]
            records.write(
                "RosterSigned",
                "\(id)-\(place)",
                at: second(lastDay, 10),
                by: office,
                role,
                fields,
                refusedAs: code
            )
        }
        let (isStamped, isByAll) = (place % 5 != 4, place % 5 != 3)
        sign("village", village.name, "villageAssistant", stamped: isStamped)
        if place % 6 == 2 {
            sign("wrong", "外县医院", "hospitalClerk", refusedAs: "signer_not_allowed")
        }
        sign("hospital", hospital, "hospitalClerk")
        if isByAll { sign("tax", "\(village.name)税务分局", "taxOfficer") }
        village.isSigned = isStamped && isByAll
        records.expect("signing", village.isSigned ? "signed" : "unsigned")
    }

    /// 002 §2三要: 到镇人社所兑账并签字确认.
    func settle(_ village: Village) {
        let isSettled = village.place % 9 != 7
        if isSettled {
            records.write(
                "RosterSigned",
                "settled-\(village.place)",
                at: second(lastDay, 10, later: 3),
                by: village.name,
                "handler",
                ["unit": .text(village.name), "document": .text("settlement")]
            )
        }
        // Who has nothing on record has nothing to settle.
        if isSettled || village.registered.heads > 0 {
            records.expect("signing", isSettled ? "signed" : "unsigned")
        }
    }

    /// 001 四(五)、(六): an import waits for the signatures.
    func importBatch(_ village: Village) {
        let place = village.place
        let failed = place % 6 == 1 ? 2 : 0
        let isDouble = place % 8 == 6
        for version in isDouble ? ["", "-again"] : [""] {
            records.write(
                "BatchImported",
                "import-\(place)\(version)",
                at: second(lastDay, 9, later: 5),
                by: "县征缴办公室",
                "clerk",
                [
                    "unit": .text(village.name), "batch": .text("批-\(place)"),
                    "succeeded": .number(village.registered.heads), "failed": .number(failed),
                ]
            )
        }
        let status = failed > 0 ? "short" : "matched"
        records.expect("importBatch", village.isSigned ? status : "blocked")
        if isDouble { records.expect("importBatch", "double") }
    }

    /// Two runs of receipts for all payers of the village.
    func issueReceipts(_ village: inout Village) {
        let (place, heads) = (village.place, village.registered.heads)
        let split = max(1, heads / 2)
        let firstFen = heads == 1 ? village.registered.fen : village.registered.fen / 2
        // Where a yuan is missing on the receipts, they do not agree with the register.
        let missing = place % 7 == 5 && heads > 1 ? 100 : 0
        func issue(_ id: String, _ numbers: ClosedRange<Int>, _ heads: Int, _ fen: Int) {
            records.write(
                "ReceiptIssued",
                "\(id)-\(place)",
                at: second(lastDay, 15),
                by: village.name,
                "handler",
                [
                    "unit": .text(village.name),
                    "series": .text("\(script.receiptSeries)-\(place)"),
                    "first": .number(numbers.lowerBound), "last": .number(numbers.upperBound),
                    "heads": .number(heads), "amount_fen": .number(fen),
                ]
            )
        }
        issue("receipts-a", 1...split, split, firstFen)
        records.expect("receipts", "recorded")
        village.receiptedFen = village.registered.fen - missing
        guard heads > 1 else { return }
        let rest = village.receiptedFen - firstFen
        switch place % 6 {
        case 2:
            issue("receipts-b", (split + 3)...(heads + 2), heads - split, rest)
            records.expect("receipts", "gap")
        case 4:
            issue("receipts-b", split...heads, heads - split, rest)
            records.expect("receipts", "double")
        default:
            issue("receipts-b", (split + 1)...heads, heads - split, rest)
            records.expect("receipts", "recorded")
        }
    }

    /// 001 四(五): 制作征集流水号，税务局根据征集流水号完成开票、入库工作.
    func writeSerial(_ village: Village) {
        let (place, fen) = (village.place, village.deposited.fen)
        let serial = RecordValue.text("征-\(place)")
        let isIssued = place % 7 != 2
        if isIssued {
            records.write(
                "CollectionSerialIssued",
                "serial-\(place)",
                at: second(lastDay, 9, later: 10),
                by: "县征缴办公室",
                "clerk",
                [
                    "serial": serial, "batch": .text("批-\(place)"),
                    "unit": .text(village.name), "heads": .number(village.deposited.heads),
                    "amount_fen": .number(fen),
                ]
            )
        }
        let invoicedFen = fen + (place % 7 == 1 ? 100 : 0)
        records.write(
            "ReceiptIssued",
            "invoice-\(place)",
            at: second(lastDay, 9, later: 11),
            by: "县税务局",
            "clerk",
            [
                "serial": serial, "series": .text("票-\(place)"), "first": .number(1),
                "last": .number(village.deposited.heads),
                "heads": .number(village.deposited.heads), "amount_fen": .number(invoicedFen),
            ]
        )
        records.expect(
            "receipts",
            !isIssued ? "waiting" : invoicedFen > fen ? "over" : "recorded"
        )
        depositBySerial(serial, village)
    }

    private func depositBySerial(_ serial: RecordValue, _ village: Village) {
        let (place, fen) = (village.place, village.deposited.fen)
        func deposit(_ id: String, _ number: String, _ fen: Int, _ status: String) {
            records.write(
                "TreasuryDeposited",
                "\(id)-\(place)",
                at: second(lastDay, 9, later: 12),
                by: "县税务局",
                "clerk",
                ["serial": serial, "number": .text(number), "amount_fen": .number(fen)]
            )
            records.expect("treasuryDeposit", status)
            guard status == "matched" else { return }
            records.offices.treasuryFen += fen
            records.offices.collectionAccounts.count(village.name, -fen)
        }
        switch place % 7 {
        case 2: deposit("treasury-a", "入-1", fen, "waiting")
        case 3:
            deposit("treasury-a", "入-1", fen - 100, "matched")
            records.expect("serial", "short")
        case 4:
            deposit("treasury-a", "入-1", fen, "matched")
            deposit("treasury-b", "入-2", 100, "over")
            records.expect("serial", "matched")
        case 5: records.expect("serial", "waiting")
        case 6:
            deposit("treasury-a", "入-1", fen, "matched")
            deposit("treasury-b", "入-1", fen, "double")
            records.expect("serial", "matched")
        default:
            deposit("treasury-a", "入-1", fen, "matched")
            records.expect("serial", "matched")
        }
    }
}
