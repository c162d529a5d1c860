import Foundation
import Policy
import Testing

@testable import Intake

struct ListTemplateTests {
    private static let pack = Result {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Policies/tengzhou-2023")
        return try PolicyPack.load(folder: folder)
    }

    @Test func `F-039 a template is a table that can be sent, with nothing in it`() throws {
        let path = Fixture.folder.appendingPathComponent("template.xlsx").path
        let template = try ListTemplate(pack: Self.pack.get(), bureau: "civilAffairs", category: "")
        try template.write(to: path)
        let log = MemoryLog()
        let report = try Fixture.lists(log).send(
            .path(path),
            as: Fixture.description(.list, category: "")
        )
        #expect(report.rowsRead == 0 && report.rowsRejected == 0)
        #expect(report.encodingNote == "XLSX, read sheet «名单».")
        #expect(report.notes.contains("sheet «选项» is hidden and was not read."))
        #expect(
            report.notes.contains("sheet «填表说明» has no header of list and was not read.")
        )
    }

    @Test func `F-040 a template offers a bureau its own categories only`() throws {
        let pack = try Self.pack.get()
        let known = #expect(throws: FileRefusal.self) {
            _ = try ListTemplate(pack: pack, bureau: "civilAffairs", category: "severeDisability")
        }
        #expect(known?.sentence.contains("It supplies: extremePoverty") == true)
        let unknown = #expect(throws: FileRefusal.self) {
            _ = try ListTemplate(pack: pack, bureau: "nobody", category: "")
        }
        #expect(unknown?.sentence.contains("Known: civilAffairs (市民政局)") == true)
    }

    @Test(arguments: [ListKind.roster, .registrations, .targets, .exclusions, .withdrawals])
    func `F-039 a template of every other table can be sent, with nothing in it`(
        kind: ListKind
    ) throws {
        let path = Fixture.folder.appendingPathComponent("template-\(kind.rawValue).xlsx").path
        try ListTemplate(pack: try Self.pack.get(), kind: kind).write(to: path)
        let report = try Fixture.lists(MemoryLog()).send(
            .path(path),
            as: Fixture.description(kind, category: "")
        )
        #expect(report.rowsRead == 0 && report.rowsRejected == 0)
    }

    @Test func `F-039 a template asks for system numbers and guardians where the notice does`()
        throws
    {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Policies/zhangshanzi-2020")
        let pack = try PolicyPack.load(folder: folder)
        let path = Fixture.folder.appendingPathComponent("template-columns.xlsx").path
        func titles(_ bureau: String, _ category: String) throws -> String {
            try ListTemplate(pack: pack, bureau: bureau, category: category).write(to: path)
            let options = SendOptions()
            let table = TableColumns.list(.list, hasCategory: false)
            return try WorkbookRows(.path(path), table: table, options: options).headerLine
        }
        #expect(
            try titles("village", "unregisteredNumbered")
                == "序号,姓名,身份证号,系统编号,单位,类别,属性,监护人姓名,监护人身份证号,备注"
        )
        #expect(try !titles("civilAffairs", "subsistenceAllowance").contains("系统编号"))
        let other = try ListTemplate(pack: Self.pack.get(), bureau: "health", category: "")
        try other.write(to: path)
        let table = TableColumns.list(.list, hasCategory: false)
        let header = try WorkbookRows(.path(path), table: table, options: SendOptions()).headerLine
        #expect(!header.contains("监护人"))
    }

    @Test(arguments: [
        "tengzhou-2023", "lingcheng-2021", "fangcheng-2021", "zhangshanzi-2020", "yanjiang-2021",
    ])
    func `F-039 every bureau's template can be sent as it is`(scheme: String) throws {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Policies/\(scheme)")
        let pack = try PolicyPack.load(folder: folder)
        let table = TableColumns.list(.list, hasCategory: false)
        for bureau in pack.compiled.bureaus {
            let path = Fixture.folder.appendingPathComponent("\(scheme)-\(bureau.id).xlsx").path
            try ListTemplate(pack: pack, bureau: bureau.id, category: "").write(to: path)
            let rows = try WorkbookRows(.path(path), table: table, options: SendOptions())
            #expect(rows.plans.count == 1, "\(scheme) \(bureau.id)")
        }
    }
}
