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

@Suite struct QuoteTests {
    @Test(arguments: Fixture.schemes)
    func `F-125 every quote is verbatim in the notice`(scheme: String) throws {
        let pack = try Fixture.pack(scheme)
        let notice = try Fixture.text("notices/\(scheme).txt")
        #expect(pack.misquotes(in: notice).map(\.description) == [])
        #expect(pack.citations.flatMap(\.citation.quotes).count > 30)
    }
}
