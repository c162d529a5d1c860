import Foundation

/// Sums of the offices' records, counted again from the records alone.
extension Recount {
    /// Why a record of an office cannot be taken; nil when it can.
    func fault(ofRecord record: [String: Any]) -> String? {
        func text(_ key: String) -> String { record[key] as? String ?? "" }
        switch text("type") {
        case "DepositRecorded":
            if text("unit").isEmpty { return "unit_missing" }
            if text("handler").isEmpty { return "handler_missing" }
            return terms.depositChannel.isEmpty ? "duty_not_in_scheme" : nil
        case "FundingReceived":
            return terms.fundingPlaces.contains(text("to")) ? nil : "route_not_allowed"
        case "RosterSigned" where text("document") == "roster":
            let office = (record["by"] as? [String: Any])?["office"] as? String ?? ""
            let isSigner =
                office == text("unit") || office.hasSuffix("卫生院") || office.hasSuffix("税务分局")
            return isSigner ? nil : "signer_not_allowed"
        default: return nil
        }
    }

    /// Everything that must come of the records, but for the items of dossiers.
    func offices(paidBack: Int) -> [String: Any] {
        var types: [String: Int] = [:]
        for record in officeRecords { types[record["type"] as? String ?? "", default: 0] += 1 }
        let handedOver = handedOver()
        let deposited = handedOver.values.reduce(0, +)
        let treasury = treasury()
        let isPerUnit = terms.scheme == "fangcheng-2021"
        var accounts = isPerUnit ? handedOver : ["区级经办机构指定账户": deposited]
        for (unit, fen) in treasury { accounts[unit, default: 0] -= fen }
        return [
            "records": types, "deposits_fen": deposited,
            "collection_accounts": accounts.filter { $0.value != 0 },
            "cash_held": cashHeld(handedOver), "treasury_fen": treasury.values.reduce(0, +),
            "pending_remittance_fen": 0,
            "funding_received_fen": of("FundingReceived").reduce(0) { $0 + fen($1) },
            "refunds_paid_fen": paidBack,
        ]
    }

    private func of(_ type: String) -> [[String: Any]] {
        officeRecords.filter { $0["type"] as? String == type }
    }

    private func fen(_ record: [String: Any]) -> Int { record["amount_fen"] as? Int ?? 0 }

    /// What each unit deposited, each slip once.
    private func handedOver() -> [String: Int] {
        var slips: Set<String> = []
        return of("DepositRecorded").reduce(into: [:]) { sums, record in
            let unit = record["unit"] as? String ?? ""
            guard slips.insert("\(unit)/\(record["slip"] ?? "")").inserted else { return }
            sums[unit, default: 0] += fen(record)
        }
    }

    /// What reached the treasury by serial, by unit: never more than the serial.
    private func treasury() -> [String: Int] {
        var sums: [String: Int] = [:]
        for serial in of("CollectionSerialIssued") {
            var numbers: Set<String> = []
            var sum = 0
            for deposit in of("TreasuryDeposited")
            where deposit["serial"] as? String == serial["serial"] as? String {
                guard numbers.insert("\(deposit["number"] ?? "")").inserted,
                    sum + fen(deposit) <= fen(serial)
                else { continue }
                sum += fen(deposit)
            }
            sums[serial["unit"] as? String ?? "", default: 0] += sum
        }
        return sums
    }

    /// Cash that villages took, less what they gave back and handed over.
    private func cashHeld(_ handedOver: [String: Int]) -> [String: Int] {
        if terms.depositChannel.isEmpty { return [:] }
        var sums = handedOver.mapValues { -$0 }
        for row in paymentRows.values {
            let first = paymentRows[row["reverses"] ?? ""]
            guard (first ?? row)["channel"] == terms.depositChannel else { continue }
            let yuan = Decimal(string: row["amount_yuan"] ?? "") ?? 0
            let fen = NSDecimalNumber(decimal: yuan * 100).intValue
            let unit = (first ?? row)["unit"] ?? ""
            sums[unit, default: 0] += first == nil ? fen : -fen
        }
        return sums.filter { $0.value != 0 }
    }
}

extension SimulatedSeason {
    /// `expected.json` without the items of dossiers, which only dossiers tell.
    func written() throws -> NSDictionary {
        let whole = try JSONSerialization.jsonObject(with: data("expected.json"))
        var copy = whole as? [String: Any] ?? [:]
        var offices = copy["offices"] as? [String: Any] ?? [:]
        offices["items"] = nil
        copy["offices"] = offices
        return copy as NSDictionary
    }
}
