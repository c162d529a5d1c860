/// Why a row or line could not be taken, most basic reason first.
///
/// The first reason that applies is the one reported. Raw values are wire format: never rename or
/// reuse one. What needs a policy pack (channel, category, bureau) is `validate`'s to judge; records
/// of offices are judged early where the producer has the pack.
public enum IntakeRejection: String, Error, CaseIterable, Sendable {
    /// A line of more than 1 MiB, or a row whose event a log would not take (900,000 bytes).
    case rowTooLong = "row_too_long"
    /// A NUL byte.
    case nulByte = "nul_byte"
    /// Bytes that are not text in the file's encoding.
    case encodingInvalid = "encoding_invalid"
    /// No cell is filled.
    case rowEmpty = "row_empty"
    /// A quotation mark is opened and not closed, or text follows a closed one.
    case quoteUnbalanced = "quote_unbalanced"
    /// Not as many cells as the header has.
    case columnCount = "column_count"
    /// A filled cell of a sheet under no header.
    case cellOutsideTable = "cell_outside_table"
    /// A cell that shows the fault of a formula: `#N/A`.
    case cellError = "cell_error"
    /// A formula whose value the file does not hold.
    case formulaUncomputed = "formula_uncomputed"
    /// A cell that contradicts its file.
    case cellUnreadable = "cell_unreadable"
    /// A cell that is merged with another which is not the same thing.
    case cellMerged = "cell_merged"
    /// A number of more than 15 digits that is no identity number: a spreadsheet lost the others.
    case numberRounded = "number_rounded"
    /// A day where none belongs: a spreadsheet made it of a text such as 3-5.
    case cellBecameDate = "cell_became_date"
    /// Not one JSON object, or a key or value that the table does not know.
    case jsonMalformed = "json_malformed"
    /// No number of the source's own (`event_id` 流水号, `id`).
    case numberMissing = "number_missing"
    /// No identity number.
    case identityMissing = "identity_missing"
    /// 15 digits: a number of before 2000.
    case identityFifteenDigits = "identity_fifteen_digits"
    /// Not 18 characters.
    case identityLength = "identity_length"
    /// A character that is no digit (nor X in the last place).
    case identityNotDigits = "identity_not_digits"
    /// Digits 7–14 are no day.
    case identityBirthDate = "identity_birth_date"
    /// The last character is not that of ISO 7064 MOD 11-2.
    case identityChecksum = "identity_checksum"
    /// A kind of number (证件类型) that is not known.
    case identityKindUnknown = "identity_kind_unknown"
    /// A spreadsheet rounded the number: it is stored as a number, `3.70481E+17`, or ends in 000
    /// with a check character that fails.
    case identityRounded = "identity_rounded"
    /// No name.
    case nameMissing = "name_missing"
    /// No amount.
    case amountMissing = "amount_missing"
    /// Not digits with at most one point.
    case amountMalformed = "amount_malformed"
    /// A minus sign.
    case amountNegative = "amount_negative"
    /// Zero.
    case amountNotPositive = "amount_not_positive"
    /// More than two decimal places.
    case amountPlaces = "amount_places"
    /// More than 100,000 yuan.
    case amountTooLarge = "amount_too_large"
    /// A time of payment that is not of the form `2022-11-03T10:15:30`.
    case paidAtMalformed = "paid_at_malformed"
    /// A kind of payment line that is not known, or that contradicts `reverses`.
    case kindUnknown = "kind_unknown"
    /// A reversal that does not say which payment it takes back.
    case reversesMissing = "reverses_missing"
    /// A 序号 that is no whole number above zero.
    case rowNumberMalformed = "row_number_malformed"
    /// A 户籍 that is not known.
    case residenceUnknown = "residence_unknown"
    /// A 备注 of a withdrawal that names no known mark.
    case markUnknown = "mark_unknown"
    /// A 类别 of an exclusion that is not known.
    case exclusionUnknown = "exclusion_unknown"
    /// A date that is not of the form `2022-10-17`.
    case dateMalformed = "date_malformed"
    /// The pack has no such category.
    case categoryUnknown = "category_unknown"
    /// The bureau may not supply that category (F-040).
    case categoryNotOfBureau = "category_not_of_bureau"
    /// Somebody of a unit that is not of whoever hands the table in (F-132).
    case unitNotOwn = "unit_not_own"
    /// The pack has no such tier.
    case tierUnknown = "tier_unknown"
    /// A target without a whole number of persons or an amount.
    case targetMalformed = "target_malformed"
    /// A type of office record that is not known.
    case typeUnknown = "type_unknown"
    /// A field that must be filled is not.
    case fieldMissing = "field_missing"
    /// Personal data in an office's record that is kept as it is, or an identity number in another
    /// column than its own.
    case personalDataNotAllowed = "personal_data_not_allowed"
    /// A record about a unit that names none.
    case unitMissing = "unit_missing"
    /// A deposit without its handler 经办人.
    case handlerMissing = "handler_missing"
    /// A record about something that its type is not about.
    case subjectNotAllowed = "subject_not_allowed"
    /// A text of more than 100 characters.
    case textTooLong = "text_too_long"
    /// The pack has no such unit.
    case unitUnknown = "unit_unknown"
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
    /// The lines of a receipt are not those of its persons, or not its sum (002 附2六).
    case receiptLinesDiffer = "receipt_lines_differ"
}

/// Why one row could not be taken.
struct RowFault: Error, Equatable {
    /// The code.
    var code: IntakeRejection
    /// The column at fault; nil for the whole row.
    var column: Column?
    /// What is wrong, without a full stop; values only masked.
    ///
    /// Empty: the code's own sentence.
    var detail: String

    init(_ code: IntakeRejection, _ column: Column? = nil, _ detail: String = "") {
        self.code = code
        self.column = column
        self.detail = detail
    }
}
