import Events
import Ledger

/// Names and numbers of persons, opened from the seals of their first journals.
///
/// Only what a document names is opened.
public final class NameBook {
    private let keys: SeasonKeys
    private let scheme: String
    /// Whether numbers are shown masked.
    let isMasked: Bool

    private static let erased = OpenIdentity(
        kind: .residentID,
        number: Array("已销毁".utf8),
        name: Array("已销毁".utf8)
    )

    /// Creates a book.
    init(_ keys: SeasonKeys, scheme: String, isMasked: Bool) {
        self.keys = keys
        self.scheme = scheme
        self.isMasked = isMasked
    }

    /// The same book with masked numbers.
    var masked: NameBook { NameBook(keys, scheme: scheme, isMasked: true) }

    /// Opens the seals of persons.
    ///
    /// Where the season's data keys are destroyed, «已销毁» stands in the place of all of them.
    ///
    /// - Throws: ``ReportProblem`` that names the person's key when one does not open.
    func open(
        _ people: Set<PersonKey>,
        _ reader: any LedgerReader
    ) throws -> [PersonKey: OpenIdentity] {
        var found: [PersonKey: OpenIdentity] = [:]
        if people.isEmpty { return found }
        try reader.identities(scheme: scheme) { person, seal in
            guard people.contains(person) else { return }
            if keys.isErased {
                found[person] = NameBook.erased
                return
            }
            do {
                found[person] = try keys.open(seal, scheme: scheme)
            } catch {
                throw ReportProblem(
                    "person \(person): the seal does not open with these keys (\(error)). Give the "
                        + "key file of the season in which the person was sent."
                )
            }
        }
        return found
    }
}

extension ReportBooks {
    /// The columns by which a person stands in a table: the key, and name and number where they
    /// were asked for.
    var personColumns: [ReportColumn] {
        let key = [ReportColumn("person", "人员编号")]
        guard names != nil else { return key }
        return key + [
            ReportColumn("name", "姓名"), ReportColumn("identity_number", "证件号码"),
        ]
    }

    /// A table of persons: the cells of ``personColumns`` stand after the first `after` ones.
    func personTable(
        _ id: String,
        _ title: String,
        _ columns: [ReportColumn],
        after: Int = 1,
        _ rows: [(person: PersonKey, cells: [ReportCell])]
    ) throws -> ReportTable {
        let opened = try names?.open(Set(rows.map(\.person)), reader)
        let ages = ageColumns(columns)
        let all = Array(columns[..<after]) + personColumns + Array(columns[after...])
        return ReportTable(
            id,
            title,
            all,
            rows.map { row in
                var person: [ReportCell] = [.text(row.person.description)]
                if let opened {
                    let shown = opened[row.person]
                    let hasAge = ages.contains { tellsAge(row.cells[$0]) }
                    person += [text(shown?.name), number(shown, besideAge: hasAge)]
                }
                return Array(row.cells[..<after]) + person + Array(row.cells[after...])
            }
        )
    }

    /// Columns from whose cells an age or a birth date may be read.
    private func ageColumns(_ columns: [ReportColumn]) -> [Int] {
        guard names?.isMasked == true else { return [] }
        return columns.indices.filter { ["category", "birth", "age"].contains(columns[$0].key) }
    }

    /// Whether a cell tells an age: a day of birth, or a category that the birth date makes.
    private func tellsAge(_ cell: ReportCell) -> Bool {
        guard case .text(let text) = cell else { return cell != .none }
        return pack.terms.categories.contains { category in
            guard category.name == text else { return false }
            switch category.membership {
            case .birth, .approval, .newborn: return true
            case .otherwise, .list, .residence: return false
            }
        }
    }

    private func number(_ person: OpenIdentity?, besideAge: Bool) -> ReportCell {
        guard let person, names?.isMasked == true else { return text(person?.number) }
        return .text(person.maskedNumber(besideAge: besideAge))
    }

    private func text(_ bytes: [UInt8]?) -> ReportCell {
        bytes.map { .text(String(decoding: $0, as: UTF8.self)) } ?? .none
    }
}

extension OpenIdentity {
    /// The number as a document shows it: `370481********123X`; beside a birth date or an age
    /// `370481************`, for the rest would complete it.
    func maskedNumber(besideAge: Bool) -> String {
        let characters = Array(String(decoding: number, as: UTF8.self))
        let isLong = characters.count >= 15
        let shown = isLong ? 6 : min(1, characters.count)
        let last = isLong && !besideAge ? 4 : 0
        return String(characters.prefix(shown))
            + String(repeating: "*", count: characters.count - shown - last)
            + String(characters.suffix(last))
    }
}
