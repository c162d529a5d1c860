import Events
import Testing

@testable import Classification
@testable import Ranking

/// The stored properties of a value.
private func properties(_ value: Any) -> Set<String> {
    Set(Mirror(reflecting: value).children.compactMap(\.label))
}

/// What a snapshot writes of each type, and what follows from that: a new stored property must be
/// added to the type's `save(to:)` and `init(from:)` (with a new version of the state's form), or
/// named here as one that need not be.
@Test func `every stored property of classify is written or follows from what is`() {
    let classifier = Classifier { _, _ in nil }
    // Between records there is no sweep; what is out already is read from the log.
    #expect(
        properties(classifier)
            == all(
                written: ["partitions", "marks"],
                derived: ["library", "sweep", "sweepLimit", "published"]
            )
    )
    #expect(properties(OriginMarks()) == ["offsets"])
    #expect(
        properties(SchemeState(scheme: ""))
            == all(
                written: [
                    "scheme", "symbols", "forms", "lists", "policy", "activation", "index",
                    "people", "waitingSeals", "seen", "records", "dossiers",
                ],
                derived: ["sheet", "scratch"]
            )
    )
    #expect(properties(DossierBook()) == ["dossiers"])
    #expect(properties(DossierBook.Dossier()) == ["entries", "items", "revision"])
    #expect(properties(SymbolTable()) == all(written: ["texts"], derived: ["table"]))
    #expect(properties(AssessmentForms()) == ["table"])
    #expect(properties(ListBook()) == all(written: ["lists"], derived: ["numbers"]))
    #expect(
        properties(ListBook.List(id: "")) == [
            "id", "seal", "isAudited", "rows", "checksum", "rejectedRows", "members", "isActive",
            "earlier",
        ]
    )
    #expect(
        properties(
            ListSealed(list: "", bureau: "", snapshot: CivilDate(day: 0), rows: 0, checksum: 0)
        )
            == ["list", "bureau", "snapshot", "supersedes", "rows", "checksum"]
    )
    #expect(properties(PersonIndex()) == all(written: ["keys"], derived: ["cells", "mask"]))
    #expect(properties(PersonStore()) == all(written: ["blocks"], derived: ["places"]))
    #expect(properties(SealedIdentity(dataKey: 0, box: [])) == ["dataKey", "box"])
}

@Test func `every stored property of ranking is written or follows from what is`() throws {
    let first = CivilDate(day: 0)
    let season = RankingSeason(scheme: "s", towns: [], weeks: first...first, sources: [])
    #expect(
        properties(Ranker(seasons: [season], partitionCount: 1))
            == all(written: ["states"], derived: ["partitionCount", "find"])
    )
    #expect(
        properties(season) == [
            "scheme", "towns", "weeks", "sources", "counting", "ties", "isOfRoster", "unitPercent",
            "linePercent", "fullCoverage", "scores", "halfMonths", "isWeeklyAsked", "cutoff",
            "printedTotal",
        ],
        "the basis tells of it"
    )
    #expect(
        properties(Ranking.SchemeState(season: season, partitionCount: 1))
            == all(
                written: [
                    "books", "members", "enrolled", "targets", "schools", "decisions", "closed",
                    "marks", "published",
                ],
                derived: [
                    "season", "partitionCount", "periods", "towns", "villages", "rosters", "groups",
                    "memberKeys",
                ]
            )
    )
    #expect(
        properties(
            Ranking.SchemeState.Published(
                edition: 0,
                rows: [],
                firstEdition: 0,
                firstHeads: 0,
                firstPaid: .zero
            )
        ) == ["edition", "rows", "firstEdition", "firstHeads", "firstPaid"]
    )
    #expect(
        properties(RankingRow(rank: 0, unit: "", target: 0, enrolled: 0, paid: .zero))
            == [
                "rank", "unit", "target", "enrolled", "paid", "counted", "amountTarget",
                "previousRank", "countedSince", "paidSince", "mark", "isBelowLine", "score",
            ]
    )
    #expect(properties(UnitScore(state: .open)) == ["state", "points", "completedOn"])
    #expect(properties(UnitBook()) == all(written: ["days"], derived: ["total"]))
    #expect(properties(UnitSum()) == ["enrolled", "payers", "paid"])
    #expect(properties(TargetBook()) == ["versions"])
    #expect(properties(Members()) == ["heads", "payers", "others", "othersEnrolled"])
    #expect(
        properties(SchoolReturn(unit: "", school: "", day: first, students: 0, paid: 0))
            == ["unit", "school", "day", "students", "paid"]
    )
    #expect(
        properties(ScoreDecision(unit: "", points: 0, day: first)) == ["unit", "points", "day"]
    )
    #expect(
        properties(Target(unit: "", heads: 0, effectiveFrom: first))
            == ["unit", "heads", "amount", "effectiveFrom"]
    )
    #expect(properties(Progress()) == ["heads", "paid"])
}

/// The properties that are written, and those that follow from them.
private func all(written: Set<String>, derived: Set<String>) -> Set<String> {
    written.union(derived)
}
