import Foundation
import Policy
import Testing

@Suite struct QuoteTests {
    @Test(arguments: Fixture.schemes)
    func `F-125 every quote is verbatim in the notice`(scheme: String) throws {
        let pack = try Fixture.pack(scheme)
        let notice = try Fixture.text("notices/\(scheme).txt")
        #expect(pack.misquotes(in: notice).map(\.description) == [])
        #expect(pack.citations.flatMap(\.citation.quotes).count > 30)
    }
}
