import Events

/// A corrected identity number: who was known by the old one is known by the new one (F-118).
///
/// - Source: 资阳市雁江区 四（二）.
struct Correction {
    /// Id of the record.
    var id: String
    /// Who sent the record.
    var source: String
    /// Scheme.
    var scheme: String
    /// When it was filed.
    var at: CivilTime
    /// The old number.
    var old: OpenIdentity
    /// The new number and the name.
    var new: OpenIdentity
    /// The record without the persons, for the list of corrections.
    var record: Fact
    /// Unit of the record, its key.
    var unit: String
}

extension OperationConverter {
    /// `CorrectionFiled` with `old` and `new`, objects with `identity_number`, `identity_kind` and,
    /// for the new one, `name`.
    func correction(
        _ object: [String: Any],
        id: String,
        at: CivilTime,
        by: String
    ) throws(RowFault) -> Converted {
        let unit = try filled(object, "unit")
        let old = try OperationConverter.identity(object, "old")
        let new = try OperationConverter.identity(object, "new")
        if new.name.isEmpty { throw RowFault(.nameMissing, .name, "new: no name is given") }
        if old.kind == new.kind, old.number == new.number {
            throw RowFault(.fieldMissing, nil, "old and new are the same number")
        }
        let record = OfficeRecord(
            type: "CorrectionFiled",
            unit: unit,
            at: at,
            by: by,
            json: #"{"type":"CorrectionFiled","identity":"corrected"}"#
        )
        return .correction(
            Correction(
                id: id,
                source: source,
                scheme: scheme,
                at: at,
                old: old,
                new: new,
                record: Fact(
                    scheme: scheme,
                    source: source,
                    number: id,
                    body: .officeRecord(record)
                ),
                unit: unit
            )
        )
    }

    private static func identity(
        _ object: [String: Any],
        _ key: String
    ) throws(RowFault) -> OpenIdentity {
        guard let fields = object[key] as? [String: Any] else {
            throw RowFault(.fieldMissing, nil, "\(key) must hold an identity_number")
        }
        return try identity(in: fields, called: key)
    }

    /// The person of an object inside a record; a name is not asked for.
    static func identity(
        in fields: [String: Any],
        called name: String
    ) throws(RowFault) -> OpenIdentity {
        do throws(RowFault) {
            return try OwnedCells(fields).read { (cells) throws(RowFault) in
                try cells.identity()
            }
        } catch {
            var fault = error
            let detail = fault.detail.isEmpty ? fault.code.english : fault.detail
            fault.detail = "\(name): \(detail)"
            throw fault
        }
    }
}
