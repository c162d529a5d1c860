import Events
import Ledger
import Policy

extension Totals {
    /// What came of the offices' records: dossiers, and the money that they moved.
    public struct Offices: Codable, Equatable, Sendable {
        /// Records taken in, by type; those about persons left out.
        var records: [String: Int64] = [:]
        /// Items of dossiers by kind, then by where they stand.
        var items: [String: [String: Int64]] = [:]
        /// What villages handed over.
        var deposits_fen: Int64 = 0
        /// What is on collection accounts, by unit, or by account where all units share one.
        var collection_accounts: [String: Int64] = [:]
        /// What villages took in cash and did not hand over, where the notice has them deposit.
        var cash_held: [String: Int64] = [:]
        /// In the treasury.
        var treasury_fen: Int64 = 0
        /// Waiting for the treasury 待报解.
        var pending_remittance_fen: Int64 = 0
        /// Told to have come from funders, whether or not applied for.
        var funding_received_fen: Int64 = 0
        /// Paid back to persons.
        var refunds_paid_fen: Int64 = 0
    }
}

extension Totals.Offices {
    /// Reads the books of a scheme.
    init(_ policy: CompiledPolicy, _ reader: any LedgerReader) throws {
        for entry in try reader.officeRecords(scheme: policy.scheme) {
            records[entry.record.type, default: 0] += 1
        }
        for entry in try reader.dossierItems(scheme: policy.scheme) {
            let item = entry.item
            items["\(item.kind)", default: [:]]["\(item.status)", default: 0] += 1
            if item.kind == .funding, item.status != .double {
                funding_received_fen += item.amount.fen
            }
        }
        let ofVillages = Set(
            policy.channels.filter { $0.collector == .village }.map(\.id)
        )
        for (account, amount) in try reader.balances(scheme: policy.scheme) {
            let fen = amount.fen
            switch account.kind {
            case .receipts where ofVillages.contains(account.party):
                cash_held[account.unit, default: 0] += fen
            case .cashDeposited:
                deposits_fen -= fen
                cash_held[account.unit, default: 0] += fen
            case .collectionAccount:
                let name = policy.offices.account(account.party)?.name ?? account.party
                let place = account.unit.isEmpty ? name : account.unit
                collection_accounts[place, default: 0] += fen
            case .treasury: treasury_fen += fen
            case .pendingRemittance: pending_remittance_fen += fen
            case .refundsPaid: refunds_paid_fen -= fen
            default: break
            }
        }
        cash_held = policy.offices.deposits == nil ? [:] : cash_held.filter { $0.value != 0 }
    }
}
