import Events
import Ledger

/// Names and numbers of persons, opened from the seals of their first journals.
///
/// Only what a document names is opened.
public final class NameBook {
    private let keys: SeasonKeys
    private let scheme: String

    private static let erased = OpenIdentity(
        kind: .residentID,
        number: Array("已销毁".utf8),
        name: Array("已销毁".utf8)
    )

    /// Creates a book.
    init(_ keys: SeasonKeys, scheme: String) {
        self.keys = keys
        self.scheme = scheme
    }

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
        let all = Array(columns[..<after]) + personColumns + Array(columns[after...])
        return ReportTable(
            id,
            title,
            all,
            rows.map { row in
                var person: [ReportCell] = [.text(row.person.description)]
                if let opened {
                    person += [
                        text(opened[row.person]?.name), text(opened[row.person]?.number),
                    ]
                }
                return Array(row.cells[..<after]) + person + Array(row.cells[after...])
            }
        )
    }

    private func text(_ bytes: [UInt8]?) -> ReportCell {
        bytes.map { .text(String(decoding: $0, as: UTF8.self)) } ?? .none
    }
}
