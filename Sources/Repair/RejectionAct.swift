import Events
import Foundation

/// What somebody did about a rejection: a record of an office in the log, so that the log tells it
/// and nothing else has to be kept (decision 16).
public struct RejectionAct: Hashable, Sendable {
    /// What was done.
    ///
    /// Raw values stand in the log.
    public enum Action: String, Sendable, CaseIterable {
        /// A repaired row was sent in its place.
        case repair
        /// The original bytes were sent again.
        case resend
        /// It was put aside; it counts when a second hand says the same.
        case discard
        /// Its row was opened: seen in clear, or written to a file to be repaired.
        case open
    }

    /// The type of the office's record.
    public static let type = "RejectionHandled"
    /// The source of the record.
    public static let source = "rejections"

    /// ``Events/Rejection/id`` of the rejection.
    public var rejection: String
    /// Code of the rejection.
    public var code: String
    /// What was done.
    public var action: Action
    /// Who did it: `office/role`, the role a post or staff number.
    public var by: String
    /// When.
    public var at: CivilTime
    /// Why.
    public var note: String
    /// Rejections that were known of the same message when it was done.
    public var known: Int
    /// The version of a sealed list that the repaired row stands in; empty otherwise.
    public var list: String

    /// Creates an act.
    public init(
        rejection: String,
        code: String,
        action: Action,
        by: String,
        at: CivilTime,
        note: String,
        known: Int,
        list: String = ""
    ) {
        self.rejection = rejection
        self.code = code
        self.action = action
        self.by = by
        self.at = at
        self.note = note
        self.known = known
        self.list = list
    }

    /// The record for `operations.received`, under the rejection's id as its key.
    ///
    /// - Parameter ordinal: 1 for the first act about this rejection.
    public func fact(scheme: String, ordinal: Int) -> Fact {
        let fields = [
            "action": action.rawValue, "code": code, "known": "\(known)", "list": list,
            "note": note, "rejection": rejection,
        ]
        let json = (try? JSONSerialization.data(withJSONObject: fields, options: .sortedKeys))
        return Fact(
            scheme: scheme,
            source: RejectionAct.source,
            number: "\(rejection)/\(ordinal)/\(action.rawValue)",
            body: .officeRecord(
                OfficeRecord(
                    type: RejectionAct.type,
                    unit: rejection,
                    at: at,
                    by: by,
                    json: String(decoding: json ?? Data(), as: UTF8.self)
                )
            )
        )
    }

    /// Reads an act; nil when the fact is something else.
    public init?(_ fact: Fact) {
        guard fact.source == RejectionAct.source, case .officeRecord(let record) = fact.body,
            record.type == RejectionAct.type,
            let parsed = try? JSONSerialization.jsonObject(with: Data(record.json.utf8)),
            let fields = parsed as? [String: String],
            let action = fields["action"].flatMap(Action.init)
        else { return nil }
        self.init(
            rejection: record.unit,
            code: fields["code"] ?? "",
            action: action,
            by: record.by,
            at: record.at,
            note: fields["note"] ?? "",
            known: fields["known"].flatMap { Int($0) } ?? 1,
            list: fields["list"] ?? ""
        )
    }
}
