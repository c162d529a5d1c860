import Events
import Foundation
import Intake

/// What is declared about a file that is handed in.
public struct UploadOrder: Sendable, Hashable, Codable {
    /// A ``ListKind`` by its raw value.
    public var kind: String
    /// The list's id.
    public var list: String
    /// Whoever supplies the table: a bureau's id, a unit's name.
    public var bureau: String
    /// Category of the rows that name none; empty when every row names its own.
    public var category: String
    /// The day that the table describes, `2022-10-17`.
    public var snapshot: String
    /// The list that this one takes the place of; empty when none.
    public var supersedes: String

    /// Creates an order.
    public init(
        kind: ListKind,
        list: String,
        bureau: String,
        category: String = "",
        snapshot: String,
        supersedes: String = ""
    ) {
        self.kind = kind.rawValue
        self.list = list
        self.bureau = bureau
        self.category = category
        self.snapshot = snapshot
        self.supersedes = supersedes
    }

    /// The kind; nil for a word that is none.
    public var listKind: ListKind? { ListKind(rawValue: kind) }

    /// The order as a producer takes it.
    ///
    /// - Throws: The first thing that is wrong with its form.
    func description() throws(UploadProblem) -> ListDescription {
        guard let listKind else { throw .kindNotAllowed }
        guard UploadOrder.isPlain(list) else { throw .listMalformed }
        guard supersedes.isEmpty || UploadOrder.isPlain(supersedes) else { throw .listMalformed }
        guard let day = CivilDate(snapshot) else { throw .snapshotMalformed }
        if listKind != .list, !supersedes.isEmpty { throw .supersedesNotAllowed }
        if supersedes == list { throw .supersedesNotAllowed }
        return ListDescription(
            kind: listKind,
            list: list,
            bureau: bureau,
            category: category,
            snapshot: day,
            supersedes: supersedes
        )
    }

    /// Whether a text may be the id of a list: 1 to 64 letters, digits, `-`, `_`, `.`, and no eleven
    /// digits in a row, as a number of a person or of a telephone has.
    public static func isPlain(_ text: String) -> Bool {
        guard (1...64).contains(text.unicodeScalars.count) else { return false }
        var digits = 0
        for scalar in text.unicodeScalars {
            let isDigit = ("0"..."9").contains(scalar)
            digits = isDigit ? digits + 1 : 0
            if digits > 10 { return false }
            let isHan = (0x4E00...0x9FFF).contains(scalar.value)
            let isLetter = ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar)
            if !isDigit, !isHan, !isLetter, !"-_.".unicodeScalars.contains(scalar) { return false }
        }
        return text.first != "."
    }
}
