/// Money of funders, and records that no scheme takes.
extension OfficeBook {
    /// Writes the money of a funder on its way; all of it waits for the application.
    func write(_ way: FundingScript, owed: Int) {
        let sums = way.fate.received(of: owed)
        for (order, fen) in sums.enumerated() {
            let number = RecordValue.text("拨-\(order)")
            records.write(
                "FundingReceived",
                "funding-\(way.application)-\(order)",
                at: second(script.lastPapers, 9, later: order),
                by: "财政局",
                "clerk",
                [
                    "funder": .text(way.funder), "application": .text(way.application),
                    "number": number, "to": .text(way.way[0]), "amount_fen": .number(fen),
                ]
            )
            records.expect("funding", "waiting")
            records.offices.fundingReceivedFen += fen
            for (from, to) in zip(way.way, way.way.dropFirst()) {
                records.write(
                    "FundingTransferred",
                    "transfer-\(way.application)-\(order)",
                    at: second(script.lastPapers, 10, later: order),
                    by: from,
                    "clerk",
                    [
                        "funder": .text(way.funder), "application": .text(way.application),
                        "number": number, "from": .text(from), "to": .text(to),
                        "amount_fen": .number(fen),
                    ]
                )
                records.expect("transfer", "waiting")
            }
        }
        records.write(
            "TreasuryDeposited",
            "treasury-\(way.application)",
            at: second(script.lastPapers, 9, later: 3),
            by: way.treasurer,
            "clerk",
            [
                "funder": .text(way.funder), "application": .text(way.application),
                "number": .text("入-1"),
                "amount_fen": .number(min(owed, sums.reduce(0, +))),
            ]
        )
        records.expect("treasuryDeposit", "waiting")
    }

    /// Writes what the scheme has no duty of, and money that goes another way.
    func writeRefused() {
        if script.deposits == nil {
            let unit = population.units.texts[0]
            records.write(
                "DepositRecorded",
                "slip-none",
                at: second(script.lastPapers, 9),
                by: "银行",
                "teller",
                [
                    "unit": .text(unit), "handler": .text("经办-0"), "account": .text("专户"),
                    "slip": .text("缴-0"), "amount_fen": .number(100),
                ],
                refusedAs: "duty_not_in_scheme"
            )
        }
        if let way = script.funding.first {
            records.write(
                "FundingReceived",
                "funding-astray",
                at: second(script.lastPapers, 9),
                by: "财政局",
                "clerk",
                [
                    "funder": .text(way.funder), "application": .text(way.application),
                    "number": .text("拨-9"), "to": .text("某某公司"),
                    "amount_fen": .number(100),
                ],
                refusedAs: "route_not_allowed"
            )
        }
    }
}
