import Events
import Testing

@testable import Intake

struct ListConverterTests {
    private func send(
        _ kind: ListKind,
        _ header: String,
        _ row: String,
        category: String = "低保对象"
    ) throws -> (SendReport, MemoryLog) {
        let log = MemoryLog(partitions: 1)
        let report = try Fixture.lists(log).send(
            Fixture.file("\(header)\n\(row)\n", name: "list.csv"),
            as: Fixture.description(kind, category: category)
        )
        return (report, log)
    }

    private func body(
        _ kind: ListKind,
        _ header: String,
        _ row: String,
        category: String = "低保对象"
    ) throws -> Fact.Body {
        let (report, log) = try send(kind, header, row, category: category)
        #expect(report.problems == [])
        return try #require(try log.facts(.subsidyListsReceived).first).fact.body
    }

    /// Columns: 序号, 姓名, 身份证号, 批准日期, 系统编号, 类别, outcome.
    @Test(
        arguments: rows(
            """
            x | 张三 |      | x          |       |      | identity_missing
            x | 张三 | 1    | x          |       |      | identity_length
            x |     | good | x          |       |      | name_missing
            x | 张三 | good | x          |       |      | row_number_malformed
            0 | 张三 | good | x          |       |      | row_number_malformed
            1 | 张三 | good | x          |       |      | date_malformed
            1 | 张三 | good | 2022-02-30 |       |      | date_malformed
            1 | 张三 | good |            |       |      | field_missing
              | 张三 | good | 2022-02-28 |       | 低保 | accepted
            1 | 张三 |      | 2022/2/8   | 12345 | 低保 | accepted
            1 | 张三 | good | 20220208   |       | 低保 | accepted
            1 | 张三 | good | 2022年2月8日 |     | 低保 | accepted
            """
        )
    )
    func `F-039 refuses a row of a list for the first reason that applies`(row: [String]) throws {
        let identity = row[2] == "good" ? Fixture.good : row[2]
        let (report, _) = try send(
            .list,
            "序号,姓名,身份证号,批准日期,系统编号,类别",
            "\(row[0]),\(row[1]),\(identity),\(row[3]),\(row[4]),\(row[5])",
            category: ""
        )
        #expect((report.rejected.keys.first?.rawValue ?? "accepted") == row[6])
    }

    @Test func `F-039 a row keeps its category, or takes that of the list`() throws {
        let own = try body(
            .list,
            "序号,姓名,身份证号,单位,类别,属性,备注,批准日期",
            "7,张三,\(Fixture.good),鲍沟镇,低保,A类,无,2022-02-08"
        )
        let approved = CivilDate("2022-02-08")
        #expect(
            own
                == .listRow(
                    ListRow(
                        list: "L1",
                        row: 1,
                        bureau: "民政局",
                        category: "低保",
                        unit: "鲍沟镇",
                        listedOn: CivilDate(day: 19_273),
                        attribute: "A类",
                        approvedOn: approved
                    )
                )
        )
        let declared = try body(.list, "姓名,身份证号", "张三,\(Fixture.good)")
        guard case .listRow(let row) = declared else {
            Issue.record("no row of a list")
            return
        }
        #expect(row.category == "低保对象")
        #expect(row.approvedOn == nil)
    }

    @Test func `F-052 the base table tells the category in its column 属性`() throws {
        let marked = try body(.list, "姓名,身份证号,属性", "张三,\(Fixture.good),独女户", category: "")
        guard case .listRow(let row) = marked else {
            Issue.record("no row of a list")
            return
        }
        #expect(row.category == "独女户")
    }

    /// Columns: 户籍, 备注, 出生日期, outcome.
    @Test(
        arguments: rows(
            """
            济南   |            | x          | residence_unknown
            本地   |            | 2022-13-01 | date_malformed
                  |            |            | 0
            本地   |            | 2022-01-01 | 1
            local |            |            | 1
            本区他镇 |          |            | 2
            枣庄其他区 |        |            | 4
            本市其他区 |        |            | 4
            外地   | 居住证; 常住 |           | 104
            nonlocal | 随迁子女；小学在读；爱好书法 | | 1160
            无户口 | 长期居住    |            | 80
            本地   | 高校在读    |            | 257
            本地   | 中职在读    |            | 513
            本地   | 中学在读    |            | 1025
            本地   | 幼儿园在读  |            | 2049
            """
        )
    )
    func `F-020 F-080 reads where a person of the roster lives and studies`(
        row: [String]
    ) throws {
        let (report, log) = try send(
            .roster,
            "姓名,身份证号,单位,户号,户籍,备注,出生日期",
            "张三,\(Fixture.good),鲍沟镇,H1,\(row[0]),\(row[1]),\(row[2])"
        )
        if let code = report.rejected.keys.first {
            #expect(code.rawValue == row[3])
            return
        }
        let expected = RosterLine(
            unit: "鲍沟镇",
            residence: Residence(rawValue: try #require(UInt32(row[3]))),
            filedOn: CivilDate(day: 19_273),
            householdKey: Fixture.keys.householdKey(Array("H1".utf8))
        )
        let fact = try #require(try log.facts(.subsidyListsReceived).first).fact
        #expect(fact.body == .rosterLine(expected))
    }

    @Test func `F-031 F-032 a newborn without a number has its birth date and guardian`() throws {
        let body = try body(
            .registrations,
            "姓名,身份证号,证件类型,单位,户籍,出生日期,监护人姓名,监护人身份证号",
            "张小三,\(Fixture.good)-1,newborn,鲍沟镇,本地,2022-10-17,张三,\(Fixture.good)"
        )
        let line = RosterLine(
            unit: "鲍沟镇",
            birth: CivilDate("2022-10-17"),
            hasGuardian: true,
            filedOn: CivilDate(day: 19_273)
        )
        #expect(body == .registration(line))
    }

    /// Columns: kind, 类别, 备注, outcome.
    @Test(
        arguments: rows(
            """
            withdrawals |  |              | mark_unknown
            withdrawals |  | 搬走          | mark_unknown
            exclusions  | 商业保险 |        | exclusion_unknown
            exclusions  |  |              | exclusion_unknown
            withdrawals |  | 删除          | withdrawn
            withdrawals |  | 退保          | withdrawn
            withdrawals |  | 删除；死亡     | deceased
            withdrawals |  | 书面承诺不缴   | refused
            withdrawals |  | 表格无名未报   | notReported
            exclusions  | 职工医保 |        | employeeInsurance
            exclusions  | 外地居民医保 |    | insuredElsewhere
            """
        )
    )
    func `F-016 F-035 F-120 reads marks and exclusions`(row: [String]) throws {
        let kind = try #require(ListKind(rawValue: row[0]))
        let (report, log) = try send(
            kind,
            "姓名,身份证号,类别,备注",
            "张三,\(Fixture.good),\(row[1]),\(row[2])"
        )
        let sent = try log.facts(.subsidyListsReceived).first.map { "\($0.fact.body)" }
        if let code = report.rejected.keys.first {
            #expect(code.rawValue == row[3])
            #expect(sent == nil)
        } else {
            #expect(try #require(sent).contains(".\(row[3])"))
        }
    }

    /// Columns: 单位, 人数, 金额, outcome.
    @Test(
        arguments: rows(
            """
            鲍沟镇 |       |           | target_malformed
                  | 7x    |           | target_malformed
                  | 7.5   |           | target_malformed
                  | -7    |           | target_malformed
            鲍沟镇 | 7     | 1e3       | target_malformed
                  | 7     |           | field_missing
            鲍沟镇 | 1121  | 313880.00 | 1121 31388000
            鲍沟镇 | 73131 |           | 73131 0
            鲍沟镇 |       | 11671800  | 0 1167180000
            """
        )
    )
    func `F-097 reads a target of persons, of an amount, or of both`(row: [String]) throws {
        let (report, log) = try send(
            .targets,
            "单位,人数,金额",
            row.prefix(3).joined(separator: ",")
        )
        if let code = report.rejected.keys.first {
            #expect(code.rawValue == row[3])
            return
        }
        let sent = try #require(try log.facts(.subsidyListsReceived).first)
        #expect(sent.key == Array("鲍沟镇".utf8))
        #expect(sent.fact.seal == nil)
        guard case .target(let target) = sent.fact.body else {
            Issue.record("no target")
            return
        }
        #expect("\(target.heads) \(target.amount.fen)" == row[3])
        #expect(target.effectiveFrom == CivilDate(day: 19_273))
    }
}
