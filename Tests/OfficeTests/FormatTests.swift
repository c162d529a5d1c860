import Documents
import Events
import Testing

private func report() -> Report {
    let basis = ReportBasis(
        scheme: "fangcheng-2021",
        place: "方城县",
        coverageYear: 2022,
        policy: "ab",
        position: [JournalPosition(partition: 0, sequence: 12)],
        asOf: CivilDate("2021-12-31"),
        unit: ""
    )
    let table = ReportTable(
        "rows",
        "表",
        [
            ReportColumn("unit", "单位"), ReportColumn("paid", "实收", .money),
            ReportColumn("people", "人数", .number, isSummed: true),
        ],
        [
            [.text("甲,\"乙\""), .money(Money(fen: 12_345)), .number(2)],
            [.text("=1+1"), .money(Money(fen: -5)), .none],
        ]
    )
    return Report(kind: "test", title: "样张", basis: basis, tables: [table.summed()])
}

@Test func `F-131 a document states its ledger position and day, and no cell is a formula`() {
    #expect(
        report().csv() == """
            # 方城县2022年度 样张
            # kind=test scheme=fangcheng-2021 policy=ab
            # ledger=0:12 as_of=2021-12-31
            # 表
            单位,实收,人数
            "甲,""乙""\",123.45,2
            '=1+1,-0.05,
            合计,123.40,2

            """
    )
    #expect(report().json().contains(#""ledger_position": {"0": 12}"#))
    #expect(report().json().contains(#"{"unit": "甲,\"乙\"", "paid_fen": 12345, "people": 2}"#))
    #expect(report().json().contains(#""total": {"paid_fen": 12340, "people": 2}"#))
}
