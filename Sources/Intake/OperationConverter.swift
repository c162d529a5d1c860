import Events
import Foundation
import Policy

/// Turns the records of offices into facts (F-138).
struct OperationConverter {
    let scheme: String
    let source: String
    let policy: CompiledPolicy?

    /// Types that are kept as they are, keyed by unit or funder.
    static let officeTypes: Set<String> = [
        "SubsidyListUploaded", "RosterPublished", "RosterLineMarked", "TransferFiled",
        "DepositRecorded", "RosterSigned", "BatchImported", "CollectionSerialIssued",
        "TreasuryDeposited", "FundingApplied", "FundingReceived", "NoticePosted",
        "CorrectionFiled", "DecisionMade", "SchoolReturnFiled", "ReceiptIssued",
        "StaffTeamReported", "FundingTransferred", "BankStatement",
    ]
    /// Types that become facts of their own form.
    static let otherTypes: Set<String> = [
        "ListAudited", "WithdrawalMarked", "RefusalLetterFiled", "RegistrationFiled", "TargetSet",
        "HouseholdTierSet", "RefundPaid",
    ]

    /// What every record has.
    struct Head {
        var id: String
        var type: String
        var at: CivilTime
        var office: String
        var role: String
    }

    /// Converts one record.
    ///
    /// - Parameters:
    ///   - object: The record.
    ///   - cells: Its fields that are columns of a table.
    ///   - line: Its bytes as they came.
    /// - Throws: The first reason: number, type, time, office, then what the type asks for.
    func convert(
        _ object: [String: Any],
        _ cells: Cells,
        line: UnsafeRawBufferPointer
    ) throws(RowFault) -> Converted {
        let head = try head(of: object)
        switch head.type {
        case "ListAudited":
            let list = try filled(object, "list")
            let audit = ListAudited(list: list, office: head.office)
            return .broadcast(fact(head, .listAudited(audit)), key: "ListAudited:\(head.id)")
        case "WithdrawalMarked":
            let person = try cells.person()
            let mark = Mark(kind: try withdrawal(object, cells), filedOn: head.at.date)
            return .person(fact(head, .mark(mark)), person)
        case "RefusalLetterFiled":
            let person = try cells.person()
            return .person(
                fact(head, .mark(Mark(kind: .refused, filedOn: head.at.date))),
                person
            )
        case "RegistrationFiled":
            let person = try cells.person()
            let line = try cells.rosterLine(person, filedOn: head.at.date)
            return .person(fact(head, .registration(line)), person)
        case "TransferFiled" where !cells.text(.identityNumber).isEmpty:
            let transfer = Transfer(unit: try filled(object, "unit"), at: head.at)
            return .person(fact(head, .transfer(transfer)), try cells.person())
        case "SchoolReturnFiled" where !cells.text(.identityNumber).isEmpty:
            // A school that collects from a student registers the student (F-005).
            let person = try cells.person()
            let line = try cells.rosterLine(person, filedOn: head.at.date)
            return .person(fact(head, .registration(line)), person)
        case "CorrectionFiled" where object["old"] != nil || object["new"] != nil:
            let by = "\(head.office)/\(head.role)"
            return try correction(object, id: head.id, at: head.at, by: by)
        case "HouseholdTierSet":
            return try householdTier(object, id: head.id, at: head.at)
        case "TargetSet":
            let target = try target(head, cells)
            return .keyed(fact(head, .target(target)), key: target.unit)
        case "RefundPaid": return try refundPaid(head, cells)
        case "DecisionMade" where !cells.text(.identityNumber).isEmpty:
            return try decision(head, object, cells)
        default: return try officeRecord(head, object, cells, line)
        }
    }

    /// The office that can correct a record; nil when it does not say.
    static func office(of object: [String: Any]) -> String? {
        guard let by = object["by"] as? [String: Any] else { return nil }
        return (by["office"] as? String).map(Masked.word)
    }

    func fact(_ head: Head, _ body: Fact.Body) -> Fact {
        Fact(scheme: scheme, source: source, number: head.id, body: body)
    }

    private func head(of object: [String: Any]) throws(RowFault) -> Head {
        guard let id = object["id"].flatMap(JsonLinesReader.text), !id.isEmpty else {
            throw RowFault(.numberMissing, nil, "id is missing")
        }
        guard let type = object["type"] as? String, !type.isEmpty else {
            throw RowFault(.typeUnknown, nil, "type is missing")
        }
        try check(type)
        guard let at = (object["at"] as? String).flatMap(OperationConverter.time) else {
            throw RowFault(.dateMalformed, nil, "at is not a time such as 2022-11-03T10:15:30")
        }
        let by = object["by"] as? [String: Any] ?? [:]
        guard let office = by["office"] as? String, let role = by["role"] as? String,
            !office.isEmpty, !role.isEmpty
        else { throw RowFault(.fieldMissing, nil, "by must hold office and role") }
        return Head(id: id, type: type, at: at, office: office, role: role)
    }

    private func check(_ type: String) throws(RowFault) {
        let known = OperationConverter.officeTypes.union(OperationConverter.otherTypes)
        if known.contains(type) { return }
        if type == "PaymentReceived" || type == "PaymentReversed" {
            throw RowFault(.typeUnknown, nil, "\(type) comes with the payments, not as a record")
        }
        let near = Spelling.nearest(to: type, among: known.sorted())
        throw RowFault(
            .typeUnknown,
            nil,
            near.map { "the type is not known: did you mean \($0)?" } ?? "the type is not known"
        )
    }

    /// A time, or a day, which means its midnight.
    private static func time(_ text: String) -> CivilTime? {
        CivilTime(text) ?? CivilDate(text).map { CivilTime(startOf: $0) }
    }

    func filled(_ object: [String: Any], _ key: String) throws(RowFault) -> String {
        if let text = object[key] as? String, !text.isEmpty { return text }
        throw RowFault(.fieldMissing, nil, "\(key) is missing")
    }

    /// The mark that a `mark` or a `remark` names; 退保 when there is neither.
    private func withdrawal(
        _ object: [String: Any],
        _ cells: Cells
    ) throws(RowFault) -> Mark.Kind {
        let remarks = (object["mark"] as? String).map { [$0] } ?? cells.remarks()
        if remarks.isEmpty { return .withdrawn }
        if let kind = Mark.Kind(remarks: remarks) { return kind }
        throw RowFault(.markUnknown, .remark)
    }

    private func target(_ head: Head, _ cells: Cells) throws(RowFault) -> Target {
        guard let heads = Int64(cells.text(.heads).isEmpty ? "0" : cells.text(.heads)), heads >= 0
        else { throw RowFault(.targetMalformed, .heads) }
        let amount = try cells.targetAmount()
        if heads == 0, amount == .zero { throw RowFault(.targetMalformed, .heads) }
        let unit = cells.text(.unit)
        if unit.isEmpty { throw RowFault(.fieldMissing, .unit) }
        return Target(unit: unit, heads: heads, amount: amount, effectiveFrom: head.at.date)
    }

    private func officeRecord(
        _ head: Head,
        _ object: [String: Any],
        _ cells: Cells,
        _ line: UnsafeRawBufferPointer
    ) throws(RowFault) -> Converted {
        try checkPrivacy(object, line)
        var event: OfficeEvent?
        if let kind = OfficeEvent.Kind(type: head.type) {
            event = try OfficeRecordReader(kind, object, cells).event(head, under: policy)
        }
        let given = [object["unit"], object["funder"]].lazy
            .compactMap { $0 as? String }.first { !$0.isEmpty }
        guard let unit = event?.subject.id ?? given else {
            throw RowFault(.fieldMissing, .unit, "neither unit nor funder")
        }
        let record = OfficeRecord(
            type: head.type,
            unit: unit,
            at: head.at,
            by: "\(head.office)/\(head.role)",
            json: line.bindMemory(to: UInt8.self).trimmed.text,
            event: event
        )
        return .keyed(fact(head, .officeRecord(record)), key: unit)
    }

    private func checkPrivacy(
        _ object: [String: Any],
        _ line: UnsafeRawBufferPointer
    ) throws(RowFault) {
        if let key = OperationConverter.personalKey(in: object) {
            throw RowFault(.personalDataNotAllowed, nil, "the key \(key) stands in it")
        }
        if Masked.holdsIdentityNumber(line.bindMemory(to: UInt8.self)) {
            throw RowFault(.personalDataNotAllowed, nil, "an identity number stands in it")
        }
    }

    private static let personalKeys: Set<String> = [
        "identity_number", "name", "姓名", "身份证号", "guardian_name", "guardian_identity_number",
        "监护人姓名", "监护人身份证号",
    ]

    /// The first key at any depth that names a person.
    private static func personalKey(in value: Any) -> String? {
        if let object = value as? [String: Any] {
            for (key, inner) in object.sorted(by: { $0.key < $1.key }) {
                if personalKeys.contains(key) { return key }
                if let found = personalKey(in: inner) { return found }
            }
        }
        for inner in value as? [Any] ?? [] {
            if let found = personalKey(in: inner) { return found }
        }
        return nil
    }
}
