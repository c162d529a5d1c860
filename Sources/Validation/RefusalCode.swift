import Events
import Policy

/// Why `validate` does not take a message, most basic reason first; the first that applies is told.
///
/// Raw values are wire format: never renamed, never used again.
public enum RefusalCode: String, Error, CaseIterable, Sendable {
    /// The bytes are no fact.
    case undecodable
    /// The fact is of a version that this build does not know.
    case unknownVersion = "unknown_version"
    /// A text holds U+0000 or another control character.
    case controlCharacter = "control_character"
    /// No pack of that scheme is loaded.
    case schemeUnknown = "scheme_unknown"
    /// A kind of fact that only the pipeline itself makes.
    case bodyNotAllowed = "body_not_allowed"
    /// The record's key is not a person key.
    case keyMalformed = "key_malformed"
    /// A fact about a person without name and number.
    case sealMissing = "seal_missing"
    /// The seal does not open.
    case sealBroken = "seal_broken"
    /// The key does not belong to the sealed number.
    case keyMismatch = "key_mismatch"
    /// Not 18 characters.
    case identityLength = "identity_length"
    /// Not digits.
    case identityNotDigits = "identity_not_digits"
    /// No such birth date.
    case identityBirthDate = "identity_birth_date"
    /// Wrong check character.
    case identityChecksum = "identity_checksum"
    /// The amount is zero or negative.
    case amountNotPositive = "amount_not_positive"
    /// The amount is above 100,000 yuan.
    case amountTooLarge = "amount_too_large"
    /// The pack has no such unit.
    case unitUnknown = "unit_unknown"
    /// The pack has no such channel.
    case channelUnknown = "channel_unknown"
    /// The pack has no such tier.
    case tierUnknown = "tier_unknown"
    /// The pack has no such category.
    case categoryUnknown = "category_unknown"
    /// The pack has no such bureau.
    case bureauUnknown = "bureau_unknown"
    /// The bureau may not supply that category (F-040).
    case categoryNotOfBureau = "category_not_of_bureau"
    /// The target is negative, empty or beyond the population of the country.
    case targetMalformed = "target_malformed"
    /// A date or time outside the years 1880 to 2200.
    case dateImplausible = "date_implausible"

    /// A field that the form of the record asks for is empty.
    case fieldMissing = "field_missing"
    /// A record about money without a sum.
    case amountMissing = "amount_missing"
    /// A negative sum or number of persons.
    case amountNegative = "amount_negative"
    /// A record about a unit that names none.
    case unitMissing = "unit_missing"
    /// A deposit without its handler 经办人.
    case handlerMissing = "handler_missing"
    /// A record about something that its type is not about.
    case subjectNotAllowed = "subject_not_allowed"
    /// The key of a record is another spelling of its subject.
    case subjectNotCanonical = "subject_not_canonical"
    /// A text of more than 100 characters.
    case textTooLong = "text_too_long"
    /// The pack has no such funder.
    case funderUnknown = "funder_unknown"
    /// The day lies after the record.
    case dayAfterRecord = "day_after_record"
    /// The notice prints no such duty.
    case dutyNotInScheme = "duty_not_in_scheme"
    /// The pack has no such account, or it is for something else.
    case accountUnknown = "account_unknown"
    /// The pack has no such document or decision.
    case documentUnknown = "document_unknown"
    /// The role or office does not sign this document.
    case signerNotAllowed = "signer_not_allowed"
    /// The office may not confirm.
    case officeNotAllowed = "office_not_allowed"
    /// The funder has no such purpose, or several and none is named.
    case purposeUnknown = "purpose_unknown"
    /// An office that must sign the application did not.
    case signatoryMissing = "signatory_missing"
    /// The money does not go that way.
    case routeNotAllowed = "route_not_allowed"
    /// A claim or a range of numbers ends before it begins.
    case rangeReversed = "range_reversed"

    init(_ fault: OfficeFault) {
        switch fault {
        case .fieldMissing(.amount): self = .amountMissing
        case .fieldMissing(.unit): self = .unitMissing
        case .fieldMissing(.handler): self = .handlerMissing
        case .fieldMissing: self = .fieldMissing
        case .subjectNotAllowed: self = .subjectNotAllowed
        case .negative: self = .amountNegative
        case .tooLarge: self = .amountTooLarge
        case .textTooLong: self = .textTooLong
        case .unitUnknown: self = .unitUnknown
        case .funderUnknown: self = .funderUnknown
        case .subjectNotCanonical: self = .subjectNotCanonical
        case .dayAfterRecord: self = .dayAfterRecord
        case .notInScheme: self = .dutyNotInScheme
        case .accountUnknown: self = .accountUnknown
        case .documentUnknown: self = .documentUnknown
        case .signerNotAllowed: self = .signerNotAllowed
        case .officeNotAllowed: self = .officeNotAllowed
        case .purposeUnknown: self = .purposeUnknown
        case .signatoryMissing: self = .signatoryMissing
        case .routeNotAllowed: self = .routeNotAllowed
        case .rangeReversed: self = .rangeReversed
        }
    }

    init(_ problem: IdentityProblem) {
        switch problem {
        case .wrongLength: self = .identityLength
        case .notDigits: self = .identityNotDigits
        case .impossibleBirthDate: self = .identityBirthDate
        case .wrongCheckCharacter: self = .identityChecksum
        }
    }

    /// The office that can mend it (F-011, F-129).
    public var office: String {
        switch self {
        case .undecodable, .unknownVersion, .schemeUnknown, .bodyNotAllowed, .keyMalformed,
            .sealMissing, .sealBroken, .keyMismatch:
            "operator"
        case .amountNotPositive, .amountTooLarge, .channelUnknown: "tax-bureau"
        case .identityLength, .identityNotDigits, .identityBirthDate, .identityChecksum,
            .controlCharacter, .unitUnknown, .tierUnknown, .categoryUnknown, .bureauUnknown,
            .categoryNotOfBureau,
            .targetMalformed, .dateImplausible, .fieldMissing, .amountMissing, .amountNegative,
            .unitMissing, .handlerMissing, .subjectNotAllowed, .subjectNotCanonical, .textTooLong,
            .funderUnknown, .dayAfterRecord, .dutyNotInScheme, .accountUnknown, .documentUnknown,
            .signerNotAllowed, .officeNotAllowed, .purposeUnknown, .signatoryMissing,
            .routeNotAllowed, .rangeReversed:
            "source"
        }
    }
}

/// A refusal on its way out of a check.
struct Refusal: Error {
    var code: RefusalCode

    init(_ code: RefusalCode) { self.code = code }
}
