import Events
import Foundation
import Testing

@testable import Intake

struct ListProducerTests {
    private static let header = "序号,姓名,身份证号,单位"

    private static func text(_ rows: Int, bad: Set<Int> = []) -> String {
        let lines = (1...rows).map { row in
            "\(row),张三,\(bad.contains(row) ? "1" : Fixture.identity(row)),鲍沟镇"
        }
        return ([header] + lines).joined(separator: "\n") + "\n"
    }

    private func send(
        _ text: String,
        to log: MemoryLog,
        kind: ListKind = .list,
        options: SendOptions = SendOptions()
    ) throws -> SendReport {
        var description = try Fixture.description(kind)
        description.supersedes = "L0"
        return try Fixture.lists(log).send(
            Fixture.file(text, name: "list.csv"),
            as: description,
            options: options
        )
    }

    @Test func `F-039 each partition is sealed with the rows and checksum of its own`() throws {
        let log = MemoryLog()
        let report = try send(Self.text(100, bad: [7, 8]), to: log)
        #expect(report.rowsSent == 98)
        let facts = try log.facts(.subsidyListsReceived)
        let seals = facts.suffix(4)
        #expect(seals.map(\.partition) == [0, 1, 2, 3])
        #expect(seals.map(\.fact.number) == ["seal-0", "seal-1", "seal-2", "seal-3"])
        #expect(seals.allSatisfy { $0.key == Array("ListSealed:L1".utf8) })
        for seal in seals {
            guard case .listSealed(let it) = seal.fact.body else {
                Issue.record("no seal")
                continue
            }
            #expect(it.list == "L1" && it.bureau == "民政局" && it.supersedes == "L0")
            #expect(it.snapshot == CivilDate(day: 19_273))
            let rows = facts.dropLast(4).filter { $0.partition == seal.partition }
            #expect(it.rows == Int64(rows.count))
            let sum = rows.reduce(UInt64(0)) { sum, row in
                sum
                    &+ row.key.withUnsafeBytes {
                        ListSealed.rowChecksum(row: Int64(row.fact.number) ?? 0, key: $0)
                    }
            }
            #expect(it.checksum == sum)
        }
    }

    @Test func `the same file twice gives the same events but for their seals`() throws {
        let (first, second) = (MemoryLog(), MemoryLog())
        _ = try send(Self.text(20), to: first)
        _ = try send(Self.text(20), to: second)
        let twice = try [first, second].map { log in
            try log.facts(.subsidyListsReceived).map { sent in
                "\(sent.fact.source) \(sent.fact.number) \(sent.partition) \(sent.key) \(sent.fact.body)"
            }
        }
        #expect(twice[0] == twice[1])
        #expect(twice[0].count == 24)
    }

    @Test func `a dry run reports and sends nothing`() throws {
        var options = SendOptions()
        options.isDryRun = true
        let log = MemoryLog()
        let report = try send(Self.text(20, bad: [3]), to: log, options: options)
        #expect(report.rowsSent == 19)
        #expect(report.rejected == [.identityLength: 1])
        #expect(report.summary.contains("19 could be sent, 1 rejected"))
        #expect(log.appendCount == 0)
    }

    @Test(arguments: [ListKind.roster, .registrations, .exclusions, .withdrawals])
    func `only lists are sealed`(kind: ListKind) throws {
        let text = """
            姓名,身份证号,单位,\(kind == .exclusions ? "类别" : kind == .withdrawals ? "备注" : "户籍")
            张三,\(Fixture.good),鲍沟镇,\(kind == .exclusions ? "职工医保" : kind == .withdrawals ? "死亡" : "本地")
            """
        let log = MemoryLog()
        let report = try send(text, to: log, kind: kind)
        #expect(report.problems == [])
        let facts = try log.facts(.subsidyListsReceived)
        #expect(facts.map(\.fact.number) == ["1"])
        #expect(facts.map(\.fact.source) == ["L1"])
    }

    @Test func `a cancelled list is not sealed`() throws {
        let log = MemoryLog()
        var options = SendOptions()
        let stop = Stop(afterRows: 1)
        options.isCancelled = { stop.isSet }
        options.progress = { stop.see($0) }
        let report = try send(Self.text(60_000), to: log, options: options)
        #expect(report.wasCancelled)
        #expect(report.rowsSent < 60_000)
        let seals = try log.facts(.subsidyListsReceived).filter {
            if case .listSealed = $0.fact.body { true } else { false }
        }
        #expect(seals.isEmpty)
    }

    @Test func `a list without a category for its rows is refused`() throws {
        let refusal = #expect(throws: FileRefusal.self) {
            _ = try Fixture.lists(MemoryLog()).send(
                Fixture.file(Self.text(1), name: "list.csv"),
                as: Fixture.description(.list, category: "")
            )
        }
        #expect(refusal?.sentence.contains("类别 (category)") == true)
    }

    @Test func `two threads send the same facts in the same order as one`() throws {
        let numbers = try [1, 2].map { threads in
            var options = SendOptions()
            options.threads = threads
            let log = MemoryLog()
            _ = try send(Self.text(3_000), to: log, options: options)
            return try log.facts(.subsidyListsReceived).map { "\($0.fact.number) \($0.key)" }
        }
        #expect(numbers[0] == numbers[1])
        #expect(numbers[0].count == 3_004)
    }

    @Test func `F-098 a table of targets is checked as a whole`() throws {
        let text = """
            单位,人数,金额
            鲍沟镇,73131,
            界河镇,60386,
            北辛街道,60386,
            鲍沟镇,5,
            陵北,1121,313880
            陵西,706,197680
            陵南,1228,343841
            合计,197000,854400
            """
        let log = MemoryLog()
        let report = try send(text, to: log, kind: .targets)
        #expect(report.rowsRead == 8 && report.rowsSent == 7 && report.rowsNotSent == 1)
        #expect(
            report.notes == [
                "targets: 7 units, 196963 persons, 855401 yuan in all.",
                "targets: the printed total is 197000 persons, the rows add up to 196963 (-37). "
                    + "The rows are used.",
                "targets: the printed total is 85440000 fen, the rows add up to 85540100 (+100100). "
                    + "The rows are used.",
                "targets: 鲍沟镇 stands 2 times; the last row read holds.",
                "targets: 界河镇, 北辛街道 have the same figure 60386. Compare them with the notice.",
                "targets: 陵南: 343841 yuan are not 1228 persons at 280 yuan. "
                    + "Compare them with the notice.",
            ]
        )
        #expect(try log.facts(.subsidyListsReceived).count == 7)
    }

    @Test func `the annotated copy has the same cells and a verdict for each row`() throws {
        let text = """
            序号,姓名,身份证号,单位
            1,张三,\(Fixture.good),鲍沟镇
            2,李四,1,"鲍沟镇"
            3,王五
            4,"赵六
            5,钱七,\(Fixture.good),
            """
        let path = Fixture.folder.appendingPathComponent("list.csv").path
        var options = SendOptions()
        options.verdictCopy = VerdictCopy.path(for: path)
        let report = try send(text, to: MemoryLog(), options: options)
        #expect(report.annotatedCopy == path + ".verdicts.csv")
        let bytes = try Data(contentsOf: URL(fileURLWithPath: path + ".verdicts.csv"))
        let copy = String(decoding: bytes, as: UTF8.self)
        #expect(
            copy
                == """
                \u{FEFF}序号,姓名,身份证号,单位,结果,代码,说明
                1,张三,\(Fixture.good),鲍沟镇,已接收,,
                2,李四,1,"鲍沟镇",未接收,identity_length,“身份证号”：身份证号不是18位。请与证件核对，更正后重新发送。
                "3,王五",,,,未接收,column_count,列数与表头不符。请更正该行后重新发送。
                "4,""赵六",,,,未接收,quote_unbalanced,引号不成对。请更正该行后重新发送。
                5,钱七,\(Fixture.good),,已接收,,

                """.replacing("\n", with: "\r\n")
        )
    }
}
