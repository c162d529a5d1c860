import Classification
import Events
import Testing

@Suite struct ListVersionsTests {
    private let people = (UInt64(1)...4).map { PersonKey(high: $0, low: $0) }
    private let scheme = "tengzhou-2023"

    private func fact(_ body: Fact.Body, _ source: String, _ number: String) -> Fact {
        Fact(scheme: scheme, source: source, number: number, body: body)
    }

    private func row(
        _ list: String,
        _ number: Int64,
        _ category: String = "severeDisability",
        unit: String = "鲍沟镇"
    ) -> ListRow {
        ListRow(
            list: list,
            row: number,
            bureau: "disabledFederation",
            category: category,
            unit: unit,
            listedOn: CivilDate(day: 19_000)
        )
    }

    private func take(
        _ rows: [(ListRow, PersonKey)],
        into versions: inout ListVersions,
        partition: Int32 = 0
    ) {
        for (row, person) in rows {
            person.withBytes {
                let fact = fact(.listRow(row), row.list, "\(row.row)")
                versions.take(fact, key: $0, partition: partition)
            }
        }
    }

    private func seal(
        _ list: String,
        _ rows: [(ListRow, PersonKey)],
        supersedes: String = "",
        into versions: inout ListVersions,
        partition: Int32 = 0
    ) {
        let mine = rows.filter { $0.0.list == list }
        let seal = ListSealed(
            list: list,
            bureau: "disabledFederation",
            snapshot: CivilDate(day: 19_000),
            supersedes: supersedes,
            rows: Int64(mine.count),
            checksum: mine.reduce(UInt64(0)) { sum, it in
                sum &+ it.1.withBytes { ListSealed.rowChecksum(row: it.0.row, key: $0) }
            }
        )
        let body = fact(.listSealed(seal), list, "seal-\(partition)")
        versions.take(body, key: UnsafeRawBufferPointer(start: nil, count: 0), partition: partition)
    }

    private func audit(_ list: String, into versions: inout ListVersions, partition: Int32 = 0) {
        let body = fact(.listAudited(ListAudited(list: list, office: "o")), "operations", "a")
        versions.take(body, key: UnsafeRawBufferPointer(start: nil, count: 0), partition: partition)
    }

    @Test func `F-041 two versions differ by persons added, removed and changed`() {
        var versions = ListVersions(scheme: scheme, comparing: ["A", "B"])
        take(
            [
                (row("A", 1), people[0]), (row("A", 2), people[1]), (row("A", 3), people[2]),
                (row("A", 4, "orphan"), people[2]),
                (row("B", 1), people[3]), (row("B", 2, unit: "滨湖镇"), people[1]),
                (row("B", 3, "orphan"), people[2]), (row("B", 4, "entitledGroup"), people[2]),
                // A redelivery.
                (row("B", 4, "entitledGroup"), people[2]),
                (row("C", 1), people[0]),
            ],
            into: &versions
        )
        let found = versions.differences(from: "A", to: "B").map { it in
            "\(it.kind) \(it.person.low) \(it.before?.row.row ?? 0) \(it.after?.row.row ?? 0) "
                + it.columns.joined(separator: ";")
        }
        #expect(
            found == [
                "removed 1 1 0 ", "changed 2 2 2 unit", "changed 3 3 4 category", "added 4 0 1 ",
            ]
        )
        #expect(versions.differences(from: "B", to: "B").isEmpty)
    }

    @Test func `F-042 a list waits for its seal, its rows and its audit, then for nothing`() {
        var versions = ListVersions(scheme: scheme)
        let rows = [(row("A", 1), people[0]), (row("A", 2), people[1])]
        take([rows[0]], into: &versions)
        #expect(versions.standings(partitions: 1).map(\.waitsFor) == [["seal", "audit"]])
        seal("A", rows, into: &versions)
        #expect(versions.standings(partitions: 1).map(\.waitsFor) == [["rows", "audit"]])
        take([rows[1]], into: &versions)
        audit("A", into: &versions)
        var standing = versions.standings(partitions: 1).first
        #expect(standing?.isActive == true)
        #expect(standing?.waitsFor == [])
        #expect(standing?.rows == 2)
        #expect(standing?.sealed == 2)
        standing = versions.standings(partitions: 2).first
        #expect(standing?.isActive == false)
        #expect(standing?.waitsFor == ["seal", "audit"], "of the other partition")
    }

    @Test func `F-041 a list that another takes the place of says which`() {
        var versions = ListVersions(scheme: scheme)
        let rows = [(row("A", 1), people[0]), (row("B", 1), people[1])]
        take(rows, into: &versions)
        for list in ["A", "B"] { audit(list, into: &versions) }
        seal("A", rows, into: &versions)
        seal("B", rows, supersedes: "A", into: &versions)
        let found = versions.standings(partitions: 1)
        #expect(found.map(\.list) == ["A", "B"])
        #expect(found.map(\.isActive) == [false, true])
        #expect(found.map(\.waitsFor) == [["superseded by B"], []])
    }
}
