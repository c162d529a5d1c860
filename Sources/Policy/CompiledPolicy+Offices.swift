import Events

/// Records of offices under the pack.
extension CompiledPolicy {
    /// Checks a record and writes names as the pack does.
    ///
    /// - Parameters:
    ///   - event: The record; its subject, role, account, document and purpose become ids.
    ///   - office: The office that recorded it.
    ///   - at: When it recorded it.
    /// - Throws: The first reason why it cannot be taken.
    public func check(
        _ event: inout OfficeEvent,
        office: String,
        at: CivilTime
    ) throws(OfficeFault) {
        try checkForm(event)
        event.subject.id = try canonical(event.subject)
        if let day = event.day, day > at.date { throw .dayAfterRecord }
        switch event.kind {
        case .depositRecorded, .bankStatement: try checkAccount(&event)
        case .rosterSigned: try checkSignature(&event, office: office)
        case .decisionMade where event.about == OfficeEvent.scoreDecision:
            try checkScore(event, office: office)
        case .decisionMade: try checkConfirmation(event, office: office)
        case .collectionSerialIssued: try checkSerial(&event)
        case .fundingApplied: try checkApplication(&event)
        case .fundingReceived, .fundingTransferred: try checkRoute(&event)
        case .treasuryDeposited:
            if event.subject.kind == .serial, offices.serials == nil { throw .notInScheme }
        default: break
        }
    }

    private static let largest = Money(yuan: 10_000_000_000)
    private static let mostHeads: Int64 = 2_000_000_000

    private func checkForm(_ event: OfficeEvent) throws(OfficeFault) {
        guard OfficeForm.subjects(of: event.kind).contains(event.subject.kind)
        else { throw .subjectNotAllowed }
        if event.subject.id.isEmpty {
            switch event.subject.kind {
            case .unit: throw .fieldMissing(.unit)
            case .funder: throw .fieldMissing(.funder)
            case .serial: throw .fieldMissing(.serial)
            }
        }
        if event.amount < .zero || event.heads < 0 || event.failed < 0
            || event.students < 0
        {
            throw .negative
        }
        if let field = event.missingField { throw .fieldMissing(field) }
        if event.amount > CompiledPolicy.largest || event.heads > CompiledPolicy.mostHeads
            || event.failed > CompiledPolicy.mostHeads
            || event.students > CompiledPolicy.mostHeads
        {
            throw .tooLarge
        }
        if event.first < 0 || event.last < event.first { throw .rangeReversed }
        let texts = [
            event.subject.id, event.role, event.number, event.application, event.account,
            event.handler, event.about, event.fromOffice, event.toOffice,
        ]
        if (texts + event.signatories).contains(where: { $0.count > 100 }) { throw .textTooLong }
    }

    private func canonical(_ subject: DossierSubject) throws(OfficeFault) -> String {
        switch subject.kind {
        case .unit:
            guard let unit = canonicalUnit(subject.id) else { throw .unitUnknown }
            return unit
        case .funder:
            guard let index = funder(subject.id) else { throw .funderUnknown }
            return funders[index].id
        case .serial: return subject.id
        }
    }

    private func checkAccount(_ event: inout OfficeEvent) throws(OfficeFault) {
        guard let rule = offices.deposits else { throw .notInScheme }
        guard let account = offices.account(event.account), account.id == rule.account
        else { throw .accountUnknown }
        event.account = account.id
    }

    private func checkSignature(
        _ event: inout OfficeEvent,
        office: String
    ) throws(OfficeFault) {
        if offices.signatures.isEmpty { throw .notInScheme }
        guard let rule = offices.signature(event.about) else { throw .documentUnknown }
        event.about = rule.document
        if rule.isDaily != (event.day != nil) { throw .fieldMissing(.on) }
        let signer = rule.signer(
            role: event.role,
            office: office,
            unit: event.subject.id,
            own: printedOffices(of: event.subject.id)
        )
        guard let signer else { throw .signerNotAllowed }
        event.role = signer.role
    }

    /// Who signs a document of a unit, in words: role and office.
    public func signers(of event: OfficeEvent) -> [String] {
        guard let rule = offices.signature(event.about) else { return [] }
        let own = printedOffices(of: event.subject.id)
        return rule.signers.map { signer in
            if signer.office == "village" { return "\(signer.name) of the unit itself" }
            let printed = own.first { $0.hasSuffix(signer.office) }
            return "\(signer.name) of \(printed ?? "…\(signer.office)")"
        }
    }

    /// The offices that the units' table prints for a unit.
    private func printedOffices(of text: String) -> [String] {
        guard let home = unit(text).map({ units[$0.unit] }) else { return [] }
        return [home.hospital, home.taxBranch].filter { !$0.isEmpty }
    }

    /// Only where the notice prints no points for a day, by the office that the pack names, and
    /// never more than it prints at all (A-LC-1).
    private func checkScore(
        _ event: OfficeEvent,
        office: String
    ) throws(OfficeFault) {
        let open = ranking.scores.filter { $0.points == nil && !$0.decidedBy.isEmpty }
        if open.isEmpty { throw .notInScheme }
        guard let points = event.points else { throw .fieldMissing(.points) }
        guard open.contains(where: { office.hasSuffix($0.decidedBy) })
        else { throw .officeNotAllowed }
        if points < 0 { throw .negative }
        if points > ranking.scores.compactMap(\.points).max() ?? 0 { throw .tooLarge }
    }

    private func checkConfirmation(
        _ event: OfficeEvent,
        office: String
    ) throws(OfficeFault) {
        guard let rule = offices.confirmation else { throw .notInScheme }
        guard event.about == "confirmed" else { throw .documentUnknown }
        guard rule.offices.contains(where: { office.hasSuffix($0) })
        else { throw .officeNotAllowed }
    }

    private func checkSerial(_ event: inout OfficeEvent) throws(OfficeFault) {
        guard offices.serials != nil else { throw .notInScheme }
        let collection = offices.deposits.flatMap { offices.account($0.account) }
        if event.toOffice.isEmpty {
            if collection?.isPerUnit == true { throw .fieldMissing(.to) }
            return
        }
        guard let unit = canonicalUnit(event.toOffice) else { throw .unitUnknown }
        event.toOffice = unit
    }

    private func checkApplication(_ event: inout OfficeEvent) throws(OfficeFault) {
        if offices.funding.isEmpty { throw .notInScheme }
        guard let rule = offices.funding(event.about, funder: event.subject.id)
        else { throw .purposeUnknown }
        event.about = rule.id
        let signed = event.signatories
        for office in rule.signatories where !signed.contains(where: { $0.hasSuffix(office) }) {
            throw .signatoryMissing
        }
        event.claimsFrom.sort()
        event.claimsThrough.sort()
        for part in [event.claimsFrom, event.claimsThrough]
        where Set(part.map(\.partition)).count != part.count {
            throw .rangeReversed
        }
        for start in event.claimsFrom
        where !event.claimsThrough.contains(where: {
            $0.partition == start.partition && $0.sequence >= start.sequence
        }) { throw .rangeReversed }
    }

    private func checkRoute(_ event: inout OfficeEvent) throws(OfficeFault) {
        let rules = offices.funding.filter { $0.funders.contains(event.subject.id) }
        if rules.isEmpty { throw .notInScheme }
        for rule in rules {
            guard let to = stop(event.toOffice, of: rule) else { continue }
            if event.kind == .fundingReceived, to == 0 {
                event.toOffice = rule.stops[to]
                return
            }
            guard let from = stop(event.fromOffice, of: rule), to == from + 1 else { continue }
            event.fromOffice = rule.stops[from]
            event.toOffice = rule.stops[to]
            return
        }
        throw .routeNotAllowed
    }

    /// The place of an office or account among a way's stops; an office by the end of its name.
    private func stop(_ text: String, of rule: FundingRule) -> Int? {
        if text.isEmpty { return nil }
        if let account = offices.account(text), account.id == rule.into {
            return rule.stops.count - 1
        }
        return rule.steps.firstIndex { text.hasSuffix($0) }
    }
}
