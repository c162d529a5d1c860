import Foundation

extension Recount {
    /// Why a payment row cannot be taken; nil when it can.
    func fault(_ row: [String: String]) -> String? {
        let number = Array((row["identity_number"] ?? "").utf8)
        let amount = row["amount_yuan"] ?? ""
        let unit = row["unit"] ?? ""
        if row["identity_kind"] == "resident-id" {
            if number.count != 18 { return "identity_length" }
            if !Recount.isDay(String(decoding: number[6..<14], as: UTF8.self)) {
                return "identity_birth_date"
            }
            if !Recount.hasRightCheckCharacter(number) { return "identity_checksum" }
        }
        if amount.hasPrefix("-") { return "amount_negative" }
        if amount.contains(where: { !"0123456789.".contains($0) }) { return "amount_malformed" }
        if let point = amount.firstIndex(of: "."), amount[point...].count > 3 {
            return "amount_places"
        }
        if !unit.isEmpty, !targets.contains(where: { $0.unit == unit }) { return "unit_unknown" }
        if !terms.channels.contains(row["channel"] ?? "") { return "channel_unknown" }
        let day = (row["paid_at"] ?? "").prefix(10).filter { $0 != "-" }
        if !Recount.isDay(String(day)) { return "paid_at_malformed" }
        let tier = row["tier"] ?? ""
        return tier.isEmpty || terms.tiers.contains(tier) ? nil : "tier_unknown"
    }

    /// Whether `text` is a day of the form `20221017`.
    static func isDay(_ text: String) -> Bool {
        guard text.count == 8, let digits = Int(text) else { return false }
        let parts = DateComponents(
            calendar: Calendar(identifier: .gregorian),
            year: digits / 10_000,
            month: digits / 100 % 100,
            day: digits % 100
        )
        return parts.isValidDate
    }

    /// Whether the last character is that of ISO 7064 MOD 11-2, by the printed weights.
    static func hasRightCheckCharacter(_ number: [UInt8]) -> Bool {
        let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
        let sum = zip(weights, number).reduce(0) { $0 + $1.0 * Int($1.1 - 48) }
        return Array("10X98765432".utf8)[sum % 11] == number[17]
    }
}
