extension Expected {
    /// What must come of the offices' records.
    public struct Offices: Equatable, Sendable {
        /// Items of a kind.
        public struct Items: Equatable, Sendable {
            /// The kind.
            public var kind: String
            /// Items by where they stand.
            public var statuses: [Count]
        }

        /// Records taken in, by type; those about persons left out.
        public var records: [Count] = []
        /// Items of dossiers, by kind.
        public var items: [Items] = []
        /// What villages handed over.
        public var depositsFen = 0
        /// What is left on collection accounts, by unit, or by account where all share one.
        public var collectionAccounts: [Count] = []
        /// What villages took in cash, and neither gave back nor handed over.
        public var cashHeld: [Count] = []
        /// In the treasury.
        public var treasuryFen = 0
        /// Waiting for the treasury 待报解.
        public var pendingRemittanceFen = 0
        /// Told to have come from funders, whether or not applied for.
        public var fundingReceivedFen = 0
        /// Paid back to persons.
        public var refundsPaidFen = 0

        /// As JSON, a kind of items a line.
        var json: String {
            let lines = items.map { "      \"\($0.kind)\": \(Expected.object($0.statuses))" }
            return """
                {
                    "records": \(Expected.object(records)),
                    "items": {
                \(lines.joined(separator: ",\n"))
                    },
                    "deposits_fen": \(depositsFen),
                    "collection_accounts": \(Expected.object(collectionAccounts)),
                    "cash_held": \(Expected.object(cashHeld)),
                    "treasury_fen": \(treasuryFen),
                    "pending_remittance_fen": \(pendingRemittanceFen),
                    "funding_received_fen": \(fundingReceivedFen),
                    "refunds_paid_fen": \(refundsPaidFen)
                  }
                """
        }
    }

    /// A JSON object of counts.
    static func object(_ counts: [Count]) -> String {
        "{" + counts.map { "\"\($0.name)\": \($0.number)" }.joined(separator: ", ") + "}"
    }
}
