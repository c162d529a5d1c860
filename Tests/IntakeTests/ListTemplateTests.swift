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
}
