import Events
import Foundation
import Intake
import Testing

@testable import Uploads

struct UploadDeskTests {
    @Test func `F-039 a list is checked before anything is sent, and sent when confirmed`() throws {
        let world = try Desk()
        let text = Desk.list(3) + "4,李四,37048119900101,鲍沟镇\n5,王五,,鲍沟镇\n"
        let received = try world.receive(text, Desk.order("dibao-1"))
        let checked = try world.settled(received)
        #expect(checked.state == .checked)
        #expect(checked.check?.rows == 5 && checked.check?.good == 3)
        #expect(checked.check?.rejected == ["identity_length": 1, "identity_missing": 1])
        #expect(checked.check?.verdicts.map(\.place) == ["第4行（表头不计）", "第5行（表头不计）"])
        #expect(checked.check?.verdicts.first?.reason == "身份证号不是18位")
        #expect(try world.rowsInLog() == 0)
        let copy = try #require(world.desk.copy(of: checked))
        #expect(try String(contentsOfFile: copy, encoding: .utf8).contains("未接收,identity_length"))
        let sent = try world.settled(try world.desk.confirm(checked.id, by: "minzheng"))
        #expect(sent.state == .sent && sent.sending?.good == 3)
        #expect(try world.rowsInLog() == 3)
    }

    @Test func `F-039 the same file for the same list is not sent twice, other content is refused`()
        throws
    {
        let world = try Desk()
        let first = try world.settled(try world.receive(Desk.list(2), Desk.order("dibao-1")))
        _ = try world.settled(try world.desk.confirm(first.id, by: "minzheng"))
        let again = try world.settled(try world.receive(Desk.list(2), Desk.order("dibao-1")))
        #expect(try world.desk.confirm(again.id, by: "minzheng").state == .repeated)
        #expect(try world.rowsInLog() == 2)
        let other = try world.settled(try world.receive(Desk.list(3), Desk.order("dibao-1")))
        #expect(throws: UploadProblem.listTaken) {
            _ = try world.desk.confirm(other.id, by: "minzheng")
        }
        #expect(try world.rowsInLog() == 2)
    }

    @Test func `F-040 F-132 an account hands in its own kinds, bureaus and categories only`() throws
    {
        let world = try Desk()
        var order = Desk.order("a")
        order.kind = "roster"
        #expect(throws: UploadProblem.kindNotAllowed) { _ = try world.receive("x", order) }
        order = Desk.order("a")
        order.bureau = "health"
        #expect(throws: UploadProblem.bureauNotAllowed) { _ = try world.receive("x", order) }
        #expect(throws: UploadProblem.categoryNotAllowed) {
            _ = try world.receive("x", Desk.order("a", category: "severeDisability"))
        }
        let rows =
            "姓名,身份证号,单位,类别\n张三,\(Desk.identity(1)),鲍沟镇,重度残疾人\n"
            + "李四,\(Desk.identity(2)),鲍沟镇,低保对象\n王五,\(Desk.identity(3)),某某镇,低保对象\n"
        let mixed = try world.settled(try world.receive(rows, Desk.order("a", category: "")))
        #expect(mixed.check?.rejected == ["category_not_of_bureau": 1, "unit_unknown": 1])
        #expect(mixed.check?.good == 1)
    }

    @Test func `F-132 a town hands in its own people only, and sees no upload of others`() throws {
        let world = try Desk()
        let order = UploadOrder(
            kind: .roster,
            list: "r1",
            bureau: "ignored",
            snapshot: "2022-10-17"
        )
        let rows =
            "姓名,身份证号,单位,户籍\n张三,\(Desk.identity(1)),鲍沟镇/某村,本地\n"
            + "李四,\(Desk.identity(2)),柴胡店镇,本地\n王五,\(Desk.identity(3)),鲍沟,本地\n"
        let upload = try world.settled(try world.receive(rows, order, by: Desk.town))
        #expect(upload.order.bureau == "鲍沟镇")
        #expect(upload.check?.rejected["unit_not_own"] == 1, "\(String(describing: upload.check))")
        #expect(world.desk.upload(upload.id, of: "minzheng") == nil)
        #expect(world.desk.uploads(of: "minzheng").isEmpty)
        #expect(throws: UploadProblem.unknown) {
            _ = try world.desk.confirm(upload.id, by: "minzheng")
        }
    }

    @Test func `F-039 what was worked on when the program stopped is told and can be done again`()
        throws
    {
        let slow = SlowRunner()
        let world = try Desk(runner: slow)
        let received = try world.receive(Desk.list(2), Desk.order("dibao-1"))
        while world.desk.upload(received.id, of: "minzheng")?.state != .checking { usleep(1_000) }
        world.desk.stop()
        slow.letGo()
        let runner = HereRunner(log: world.log, keys: world.keys, pack: world.pack)
        let second = try world.reopened(runner: runner)
        #expect(second.upload(received.id, of: "minzheng")?.state == .checkInterrupted)
        try second.checkAgain(received.id, by: "minzheng")
        while second.upload(received.id, of: "minzheng")?.state.isBusy == true { usleep(1_000) }
        #expect(second.upload(received.id, of: "minzheng")?.state == .checked)
        second.stop()
        let third = try world.reopened(runner: runner)
        #expect(third.upload(received.id, of: "minzheng")?.check?.good == 2)
    }

    @Test func `F-041 a bureau takes the place of its own lists only`() throws {
        let lists = [
            ListStanding(
                list: "health-1",
                bureau: "health",
                snapshot: nil,
                rows: 1,
                sealed: 1,
                isActive: true,
                waitsFor: []
            )
        ]
        let world = try Desk(history: FixedHistory(known: lists))
        var order = Desk.order("dibao-2")
        for other in ["health-1", "nothing", "dibao-2"] {
            order.supersedes = other
            #expect(throws: UploadProblem.supersedesNotAllowed) {
                _ = try world.receive(Desk.list(1), order)
            }
        }
        let taken = try world.settled(try world.receive(Desk.list(1), Desk.order("health-1")))
        #expect(throws: UploadProblem.listTaken) {
            _ = try world.desk.confirm(taken.id, by: "minzheng")
        }
    }

    @Test(arguments: [
        "", "a/b", "../x", ".x", "名单 1", "x-12345678901", String(repeating: "长", count: 65),
    ])
    func `the id of a list is plain and holds no number of a person`(list: String) throws {
        #expect(throws: UploadProblem.listMalformed) { _ = try Desk.order(list).description() }
        #expect(try Desk.order("民政-低保_2022.10-1").description().list == "民政-低保_2022.10-1")
    }

    @Test func `a file that is no table is refused in Chinese, and limits hold`() throws {
        var limits = UploadLimits()
        limits.waitingPerAccount = 1
        limits.fileBytes = 1_000
        let world = try Desk(limits: limits)
        let refused = try world.settled(try world.receive("%PDF-1.7 x", Desk.order("a")))
        #expect(refused.state == .refused && refused.check?.refusal == "workbook_other_file")
        #expect(refused.check?.refusalChinese.hasPrefix("文件既不是工作簿也不是文本。") == true)
        #expect(throws: UploadProblem.fileEmpty) { _ = try world.receive("", Desk.order("a")) }
        #expect(throws: UploadProblem.fileTooLarge) {
            _ = try world.receive(Desk.list(100), Desk.order("a"))
        }
        _ = try world.settled(try world.receive(Desk.list(1), Desk.order("b")))
        #expect(throws: UploadProblem.tooManyWaiting) {
            _ = try world.receive(Desk.list(1), Desk.order("c"))
        }
    }

    @Test func `a removed file is gone, and files are removed after their time`() throws {
        var limits = UploadLimits()
        limits.daysKept = -1
        let world = try Desk(limits: limits)
        let first = try world.settled(try world.receive(Desk.list(1), Desk.order("a")))
        #expect(world.desk.copy(of: first) != nil)
        try world.desk.remove(first.id, by: "minzheng")
        #expect(world.desk.copy(of: first) == nil)
        #expect(world.desk.upload(first.id, of: "minzheng")?.state == .removed)
        let second = try world.settled(try world.receive(Desk.list(1), Desk.order("b")))
        _ = try world.settled(try world.receive(Desk.list(1), Desk.order("c")))
        #expect(world.desk.upload(second.id, of: "minzheng")?.state == .removed)
    }

    @Test(arguments: UploadProblem.allCases)
    func `every problem has a sentence with what to do`(problem: UploadProblem) {
        #expect(problem.chinese.hasSuffix("。") && (400..<600).contains(problem.httpStatus))
    }
}

/// A history that is told.
struct FixedHistory: ListHistory {
    var known: [ListStanding]

    func lists() throws -> [ListStanding] { known }

    func differences(from first: String, to second: String) throws -> [ListDifference]? { nil }
}
