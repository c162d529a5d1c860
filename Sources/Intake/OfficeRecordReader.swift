import Events
import Foundation
import Policy

/// Reads the fields of an office's record, as its form asks for them (`Topics/operations.md`).
struct OfficeRecordReader {
    private let form: OfficeForm
    private let object: [String: Any]
    private let cells: Cells

    init(_ kind: OfficeEvent.Kind, _ object: [String: Any], _ cells: Cells) {
        form = OfficeForm(kind)
        self.object = object
        self.cells = cells
    }

    /// Keys that every record may have beside its form's.
    private static let common: Set<String> = ["id", "type", "at", "by", "note", "备注"]

    /// The record in fields.
    ///
    /// - Parameter policy: Checked against it, and names written as it does; nil = neither.
    /// - Throws: The first reason: a key that is not known, a value that cannot be read, then what
    ///   the form asks for, then what the pack says.
    func event(
        _ head: OperationConverter.Head,
        under policy: CompiledPolicy?
    ) throws(RowFault) -> OfficeEvent {
        try checkKeys()
        var event = OfficeEvent(kind: form.kind, subject: try subject())
        event.role = head.role
        for field in form.required + form.optional { try read(field, into: &event) }
        if let field = event.missingField { throw missing(field) }
        if form.kind == .receiptIssued { try checkLines(of: event) }
        if form.kind == .noticePosted { try checkEnd(of: event, recorded: head.at.date) }
        guard let policy else { return event }
        do {
            try policy.check(&event, office: head.office, at: head.at)
        } catch {
            throw RowFault(error, form, detail(error, event, head, policy))
        }
        return event
    }

    /// What the pack would have taken, where one sentence can say it.
    private func detail(
        _ fault: OfficeFault,
        _ event: OfficeEvent,
        _ head: OperationConverter.Head,
        _ policy: CompiledPolicy
    ) -> String {
        let rules = policy.offices
        switch fault {
        case .unitUnknown:
            return "«\(Masked.word(event.subject.id))» is no unit of \(policy.scheme)"
        case .funderUnknown:
            let known = policy.funders.map(\.name).joined(separator: ", ")
            return "«\(Masked.word(event.subject.id))» is no funder: \(known)"
        case .accountUnknown:
            let known = rules.accounts.map(\.name).joined(separator: ", ")
            return "«\(Masked.word(event.account))» is no account for this: \(known)"
        case .documentUnknown where event.kind == .rosterSigned:
            let known = rules.signatures.map(\.document).joined(separator: ", ")
            return "«\(Masked.word(event.about))» is no document to sign: \(known)"
        case .signerNotAllowed:
            let who = policy.signers(of: event).joined(separator: ", ")
            return
                "«\(Masked.word(head.role))» of \(Masked.word(head.office)) does not sign «\(Masked.word(event.about))»: \(who) do"
        case .purposeUnknown:
            let known = rules.funding.map(\.id).joined(separator: ", ")
            return "«\(Masked.word(event.about))» is no purpose of that funder: \(known)"
        default: return ""
        }
    }

    private func checkKeys() throws(RowFault) {
        let fields: [OfficeField] = form.required + form.optional
        var known = OfficeRecordReader.common.union(fields.map(form.key))
        known.formUnion(OfficeForm.subjects(of: form.kind).map(OfficeRecordReader.key))
        if known.contains("amount") { known.formUnion(["amount_yuan", "amount_fen", "金额"]) }
        if known.contains("unit") { known.insert("单位") }
        if form.kind == .receiptIssued { known.insert("lines_yuan") }
        if form.kind == .noticePosted { known.insert("until") }
        for key in object.keys.sorted() where !known.contains(key) {
            let near = Spelling.nearest(to: key, among: known.sorted())
            let shown = Masked.text(Array(key.utf8))
            throw RowFault(
                .jsonMalformed,
                nil,
                near.map { "the key \(shown) is not known: did you mean \($0)?" }
                    ?? "the key \(shown) is not known"
            )
        }
    }

    private static func key(_ kind: DossierSubject.Kind) -> String {
        switch kind {
        case .unit: "unit"
        case .funder: "funder"
        case .serial: "serial"
        }
    }

    private func subject() throws(RowFault) -> DossierSubject {
        let kinds = OfficeForm.subjects(of: form.kind)
        for kind in kinds {
            let id = kind == .unit ? cells.text(.unit) : try text(OfficeRecordReader.key(kind))
            if !id.isEmpty { return DossierSubject(kind: kind, id: id) }
        }
        if kinds == [.unit] { throw RowFault(.unitMissing, .unit) }
        let names = kinds.map(OfficeRecordReader.key).joined(separator: " or ")
        throw RowFault(.fieldMissing, nil, "\(names) is missing")
    }

    private func read(_ field: OfficeField, into event: inout OfficeEvent) throws(RowFault) {
        let key = form.key(field)
        switch field {
        case .unit, .funder, .serial: break
        case .on: event.day = try day(key)
        case .amount: event.amount = try amount()
        case .heads: event.heads = try count(key)
        case .failed: event.failed = try count(key)
        case .first: event.first = try count(key)
        case .last: event.last = try count(key)
        case .number: event.number = try text(key)
        case .application: event.application = try text(key)
        case .account: event.account = try text(key)
        case .handler: event.handler = try text(key)
        case .about: event.about = try text(key)
        case .from: event.fromOffice = try text(key)
        case .to: event.toOffice = try text(key)
        case .signatories: event.signatories = try texts(key)
        case .claimsFrom: event.claimsFrom = try positions(key)
        case .claimsThrough: event.claimsThrough = try positions(key)
        case .stamped: event.isStamped = try flag(key)
        case .points: event.points = object[key] == nil ? nil : try count(key)
        case .students: event.students = try count(key)
        }
    }

    /// One receipt may be for several persons (002 附2六): the sums of its lines, where they are
    /// given, are one for each person named on it and add up to it.
    private func checkLines(of event: OfficeEvent) throws(RowFault) {
        guard let value = object["lines_yuan"] else { return }
        guard let lines = value as? [Any] else {
            throw RowFault(.jsonMalformed, nil, "lines_yuan is not a list of sums")
        }
        var sum = Money.zero
        for (index, line) in lines.enumerated() {
            guard let text = JsonLinesReader.text(line),
                case .success(let amount) = Money.parse(yuan: Array(text.utf8)), amount > .zero
            else {
                throw RowFault(.amountMalformed, nil, "line \(index + 1) of lines_yuan is no sum")
            }
            sum += amount
        }
        guard Int64(lines.count) == event.heads, sum == event.amount else {
            throw RowFault(
                .receiptLinesDiffer,
                nil,
                "\(lines.count) lines of \(sum) yuan, \(event.heads) persons and "
                    + "\(event.amount) yuan on the receipt"
            )
        }
    }

    /// The day on which a notice was taken down lies between its posting and the record (F-116).
    private func checkEnd(of event: OfficeEvent, recorded: CivilDate) throws(RowFault) {
        guard let until = try day("until") else { return }
        if until > recorded { throw RowFault(.dayAfterRecord, nil, "until is after the record") }
        if until < event.day ?? recorded {
            throw RowFault(.rangeReversed, nil, "until is before the notice was posted")
        }
    }

    // MARK: - Values

    private func missing(_ field: OfficeField) -> RowFault {
        RowFault(OfficeFault.fieldMissing(field), form)
    }

    private func text(_ key: String) throws(RowFault) -> String {
        guard let value = object[key] else { return "" }
        guard let text = JsonLinesReader.text(value) else {
            throw RowFault(.jsonMalformed, nil, "\(key) is neither text nor number")
        }
        return text
    }

    private func texts(_ key: String) throws(RowFault) -> [String] {
        guard let value = object[key] else { return [] }
        guard let list = value as? [String] else {
            throw RowFault(.jsonMalformed, nil, "\(key) is not a list of texts")
        }
        return list
    }

    private func flag(_ key: String) throws(RowFault) -> Bool {
        guard let value = object[key] else { return false }
        guard let flag = value as? Bool else {
            throw RowFault(.jsonMalformed, nil, "\(key) is neither true nor false")
        }
        return flag
    }

    private func day(_ key: String) throws(RowFault) -> CivilDate? {
        let text = try text(key)
        if text.isEmpty { return nil }
        guard let day = CivilDate(text) else {
            throw RowFault(.dateMalformed, nil, "\(key) is not a day such as 2022-10-17")
        }
        return day
    }

    private func count(_ key: String) throws(RowFault) -> Int64 {
        let text = try text(key)
        if text.isEmpty { return 0 }
        guard text.utf8.count <= 15, let count = Int64(text), count >= 0 else {
            throw RowFault(.targetMalformed, nil, "\(key) is not a whole number")
        }
        return count
    }

    /// The sum; zero when there is none, which the form then finds missing.
    private func amount() throws(RowFault) -> Money {
        for key in ["amount_yuan", "amount_fen", "金额"] {
            if let value = object[key], JsonLinesReader.text(value) == nil {
                throw RowFault(.amountMalformed, nil, "\(key) is neither text nor number")
            }
        }
        return try cells.officeAmount()
    }

    /// `{"0": 1200, "1": 1187}`: partition, number of the last journal.
    private func positions(_ key: String) throws(RowFault) -> [JournalPosition] {
        guard let value = object[key] else { return [] }
        guard let table = value as? [String: Any] else { throw malformed(key) }
        var positions: [JournalPosition] = []
        for (name, number) in table {
            guard let partition = Int32(name), partition >= 0,
                let text = JsonLinesReader.text(number), let sequence = Int64(text), sequence >= 0
            else { throw malformed(key) }
            positions.append(JournalPosition(partition: partition, sequence: sequence))
        }
        return positions.sorted()
    }

    private func malformed(_ key: String) -> RowFault {
        RowFault(.jsonMalformed, nil, "\(key) is not of the form {\"0\": 1200, \"1\": 1187}")
    }
}

extension RowFault {
    /// A record that its form or the pack does not take.
    init(_ fault: OfficeFault, _ form: OfficeForm, _ detail: String = "") {
        switch fault {
        case .fieldMissing(.unit): self.init(.unitMissing, .unit)
        case .fieldMissing(.handler): self.init(.handlerMissing, nil, "handler 经办人 is missing")
        case .fieldMissing(.amount): self.init(.amountMissing, .amountYuan)
        case .fieldMissing(let field):
            self.init(.fieldMissing, nil, "\(form.key(field)) is missing")
        default:
            self.init(IntakeRejection(rawValue: fault.code) ?? .jsonMalformed, nil, detail)
        }
    }
}
