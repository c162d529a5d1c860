import Policy

/// Which documents the notice has signed, and by whom.
extension ReportBooks {
    /// Kinds that are the paper of a document under which the pack has hands.
    private static let signed = [
        "three-party": "roster", "roster-out": "roster", "vouchers": "voucher",
        "settled-villages": "settlement", "agreement": "settlement",
    ]

    /// Places to sign a kind: as the pack has its document signed; where the notice asks for no
    /// signature, none.
    func signing(of kind: String) -> [SigningPlace] {
        guard let rule = ReportBooks.signed[kind].flatMap(offices.signature) else { return [] }
        let places = rule.signers.map { SigningPlace($0.name) }
        return rule.needsStamp ? places + [SigningPlace("村（居）委会", isStamp: true)] : places
    }
}
