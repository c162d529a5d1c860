import Events

/// Why a record of an office is not taken, most basic reason first; the first that applies is told.
public enum OfficeFault: Error, Hashable, Sendable {
    /// A field that the form asks for is empty.
    case fieldMissing(OfficeField)
    /// The record is about a subject that its kind is not about.
    case subjectNotAllowed
    /// A negative sum or number of persons.
    case negative
    /// A sum or number that no office of a county has.
    case tooLarge
    /// A text of more than 100 characters.
    case textTooLong
    /// The pack has no such unit.
    case unitUnknown
    /// The pack has no such funder.
    case funderUnknown
    /// The record's key is another spelling of its subject.
    case subjectNotCanonical
    /// The day lies after the record.
    case dayAfterRecord
    /// The notice prints no such duty.
    case notInScheme
    /// The pack has no such account, or it is for something else.
    case accountUnknown
    /// The pack has no such document, or decision.
    case documentUnknown
    /// The role or office does not sign this document.
    case signerNotAllowed
    /// The office may not confirm.
    case officeNotAllowed
    /// The funder has no such purpose, or several and none is named.
    case purposeUnknown
    /// An office that must sign the application did not.
    case signatoryMissing
    /// The money does not go that way.
    case routeNotAllowed
    /// A claim ends before it begins, or a range of numbers does.
    case rangeReversed

    /// The code in rejections.
    public var code: String {
        switch self {
        case .fieldMissing(let field):
            switch field {
            case .amount: "amount_missing"
            case .unit, .handler: "\(field.rawValue)_missing"
            default: "field_missing"
            }
        case .subjectNotAllowed: "subject_not_allowed"
        case .negative: "amount_negative"
        case .tooLarge: "amount_too_large"
        case .textTooLong: "text_too_long"
        case .unitUnknown: "unit_unknown"
        case .funderUnknown: "funder_unknown"
        case .subjectNotCanonical: "subject_not_canonical"
        case .dayAfterRecord: "day_after_record"
        case .notInScheme: "duty_not_in_scheme"
        case .accountUnknown: "account_unknown"
        case .documentUnknown: "document_unknown"
        case .signerNotAllowed: "signer_not_allowed"
        case .officeNotAllowed: "office_not_allowed"
        case .purposeUnknown: "purpose_unknown"
        case .signatoryMissing: "signatory_missing"
        case .routeNotAllowed: "route_not_allowed"
        case .rangeReversed: "range_reversed"
        }
    }
}
