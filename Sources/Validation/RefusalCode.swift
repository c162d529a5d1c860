import Events

/// Why `validate` does not take a message, most basic reason first; the first that applies is told.
///
/// Raw values are wire format: never renamed, never used again.
public enum RefusalCode: String, Error, CaseIterable, Sendable {
    /// The bytes are no fact.
    case undecodable
    /// The fact is of a version that this build does not know.
    case unknownVersion = "unknown_version"
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
            .unitUnknown, .tierUnknown, .categoryUnknown, .bureauUnknown, .categoryNotOfBureau,
            .targetMalformed, .dateImplausible:
            "source"
        }
    }
}

/// A refusal on its way out of a check.
struct Refusal: Error {
    var code: RefusalCode

    init(_ code: RefusalCode) { self.code = code }
}
