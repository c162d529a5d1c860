import Classification
import Foundation
import Policy
import Testing

/// Files beside the tests.
enum Fixture {
    static let root = URL(filePath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appending(path: "Tests/Fixtures/\(path)"), encoding: .utf8)
    }

    static func pack(_ scheme: String) throws -> PolicyPack {
        try PolicyPack.load(folder: root.appending(path: "Policies/\(scheme)"))
    }

    static let schemes = [
        "lingcheng-2021", "fangcheng-2021", "zhangshanzi-2020", "tengzhou-2023", "yanjiang-2021",
    ]
}

@Suite struct GoldenCaseTests {
    @Test(arguments: Fixture.schemes)
    func `F-047 F-048 every golden case comes out as the notice says`(scheme: String) throws {
        let pack = try Fixture.pack(scheme)
        let csv = try Fixture.text("golden/cases.csv")
        let (output, differences) = GoldenCases.check(csv: csv, scheme: scheme, packs: [pack])
        #expect(differences == [])
        #expect(output.split(separator: "\n").count > 30)
    }
}
