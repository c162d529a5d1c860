import Embedded
import Events
import Foundation
import GRDB
import Hummingbird
import Testing

@testable import Board

struct AuditTests {
    private static let person = PersonKey(high: 1, low: 2)
    private static let name = "张三丰"
    private static let number = "370481199001011239"

    /// A page that shows one person in clear.
    private struct NamesSection: BoardSection {
        let templates = ["names": "{{#people}}<p>{{name}} {{number}}</p>{{/people}}"]
        let sealed: SealedIdentity

        func addRoutes(to routes: inout BoardRoutes) {
            let sealed = sealed
            routes.page("names", needs: .seePersons) { visit in
                let open = try await visit.openNames([AuditTests.person: sealed], page: "names")
                let people = open.values.map {
                    [
                        "name": String(decoding: $0.name, as: UTF8.self),
                        "number": String(decoding: $0.number, as: UTF8.self),
                    ]
                }
                return try visit.render("names", title: "名单", ["people": people])
            }
        }
    }

    private static func make() throws -> TestBoard {
        let keys = try TestBoard.keys()
        let identity = OpenIdentity(
            kind: .residentID,
            number: Array(number.utf8),
            name: Array(name.utf8)
        )
        let sealed = try keys.seal(identity, scheme: TestBoard.scheme)
        return try TestBoard(
            sections: { _ in [ProbeSection(), NamesSection(sealed: sealed)] },
            keys: keys
        )
    }

    @Test func `F-132 names in clear are shown to who may, after a line of the audit`() async throws
    {
        let test = try AuditTests.make()
        try await test.run { client in
            let path = "/season/\(TestBoard.scheme)/names"
            let refused = try await test.browser(client, as: .bureau).get(path)
            #expect(refused.status == .forbidden)
            #expect(!refused.text.contains(AuditTests.name))
            #expect(try test.accounts.audit(scheme: nil, before: nil, limit: 9).isEmpty)
            let shown = try await test.browser(client, as: .tax).get(path)
            #expect(shown.text.contains(AuditTests.name))
            let line = try #require(
                try test.accounts.audit(scheme: nil, before: nil, limit: 9).first
            )
            #expect(line.action == .namesOpened && line.page == "names")
            #expect(line.person == AuditTests.person && line.account.hasPrefix("tax"))
        }
    }

    @Test func `F-132 the page of a person is noted, and the administrator reads who saw it`()
        async throws
    {
        let test = try AuditTests.make()
        try await test.run { client in
            let path = "/season/\(TestBoard.scheme)/probe/person/\(AuditTests.person)"
            #expect(try await test.browser(client, as: .bureau).get(path).status == .ok)
            let audit = "/season/\(TestBoard.scheme)/audit"
            let page = try await test.browser(client, as: .administrator).get(audit).text
            #expect(page.contains("<code>\(AuditTests.person)</code>"))
            #expect(page.contains("bureau-"))
            let other = try test.browser(
                client,
                as: .administrator,
                scheme: TestBoard.otherScheme
            )
            let foreign = try await other.get("/season/\(TestBoard.otherScheme)/audit").text
            #expect(!foreign.contains("\(AuditTests.person)"))
        }
    }

    @Test func `F-132 lines of the audit are neither changed nor removed`() throws {
        let test = try TestBoard()
        try test.accounts.append([
            AuditEntry(
                at: 1,
                account: "a",
                scheme: "s",
                action: .personSeen,
                page: "p",
                person: AuditTests.person
            )
        ])
        let queue = try DatabaseQueue(path: test.folder.appendingPathComponent("accounts").path)
        for sql in ["DELETE FROM audit", "UPDATE audit SET account = 'b'"] {
            #expect(throws: DatabaseError.self) { try queue.write { try $0.execute(sql: sql) } }
        }
        #expect(try test.accounts.audit(scheme: "s", before: nil, limit: 9).count == 1)
    }

    @Test func `nothing that the board writes or counts has a name or a number`() async throws {
        let test = try AuditTests.make()
        try await test.run { client in
            let path = "/season/\(TestBoard.scheme)"
            let browser = try test.browser(client, as: .tax)
            try await browser.get("\(path)/names")
            let typed = PercentEncoding.text("\(AuditTests.name) \(AuditTests.number)")
            try await browser.get("\(path)/probe/seePersons?text=\(typed)")
            try await browser.get("/\(typed)")
            let stranger = Browser(client)
            try await stranger.get("/signin")
            for name in [AuditTests.name, AuditTests.number] {
                try await stranger.post("/signin", [("name", name), ("password", name)])
            }
            let bureau = try test.browser(client, as: .bureau)
            _ = try await bureau.upload(
                "\(path)/probe/upload/file",
                name: "\(AuditTests.name)\(AuditTests.number).csv",
                bytes: Array("\(AuditTests.name),\(AuditTests.number)".utf8)
            )
            let files = try FileManager.default.subpathsOfDirectory(atPath: test.folder.path)
            var written = [UInt8](test.board.metrics().utf8) + files.joined().utf8
            for file in files {
                let url = test.folder.appendingPathComponent(file)
                if let data = try? Data(contentsOf: url) { written += data }
            }
            let data = Data(written)
            for secret in [AuditTests.name, AuditTests.number] {
                #expect(data.range(of: Data(secret.utf8)) == nil)
            }
            #expect(test.board.metrics().contains("route=\"/season/{scheme}/names\""))
        }
    }
}
