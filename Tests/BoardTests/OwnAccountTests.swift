import Hummingbird
import HummingbirdTesting
import Testing

@testable import Board

struct OwnAccountTests {
    @Test func `F-132 a password for one sign-in opens nothing before it is changed`() async throws
    {
        let test = try TestBoard(sections: { _ in [ProbeSection()] })
        try await test.run { client in
            let administrator = try test.browser(client, as: .administrator)
            let page = try await administrator.post(
                "/season/\(TestBoard.scheme)/accounts/add",
                [("name", "new-town"), ("role", "town"), ("unit", "鲍沟镇")]
            ).text
            let match = try #require(page.firstMatch(of: /<code>([a-z0-9-]+)<\/code>/))
            let first = String(match.output.1)
            let browser = Browser(client)
            let others = Browser(client)
            for one in [browser, others] {
                try await one.get("/signin")
                try await one.post("/signin", [("name", "new-town"), ("password", first)])
            }
            let home = "/season/\(TestBoard.scheme)/probe/seePersons"
            let before = try await browser.get(home)
            #expect(before.headers[.location] == "/account")
            let own = try await browser.get("/account").text
            #expect(own.contains("请先修改密码") && own.contains("<td>鲍沟镇</td>"))
            #expect(!own.contains(">部门<"), "a row without a value")
            try await OwnAccountTests.refuse(browser, first)
            let changed = try await OwnAccountTests.change(browser, first, "本镇的新密码 2023")
            #expect(changed.headers[.location] == "/account?done=1")
            #expect(try await browser.get(home).status == .ok)
            #expect(try await others.get("/account").status == .seeOther, "others have ended")
            let trail = try test.accounts.audit(scheme: TestBoard.scheme, before: nil, limit: 9)
            #expect(trail.contains { $0.action == .accountChanged && $0.page == "add new-town" })
            #expect(trail.contains { $0.page == "password new-town" && $0.account == "new-town" })
            let kept = try #require(try test.accounts.account("new-town"))
            #expect(!kept.mustChangePassword && kept.unit == "鲍沟镇")
        }
    }

    private static func change(
        _ browser: Browser,
        _ old: String,
        _ new: String,
        again: String? = nil
    ) async throws -> TestResponse {
        try await browser.post(
            "/account/password",
            [("old", old), ("new", new), ("again", again ?? new)]
        )
    }

    private static func refuse(_ browser: Browser, _ first: String) async throws {
        let good = "本镇的新密码 2023"
        #expect(try await change(browser, "wrong", good).status == .forbidden)
        #expect(try await change(browser, first, good, again: "other").status == .badRequest)
        #expect(try await change(browser, first, "short").status == .badRequest)
        #expect(try await change(browser, first, first).status == .badRequest)
    }

    @Test func `F-132 an administrator reaches the accounts of its own scheme and not its own`()
        async throws
    {
        let test = try TestBoard()
        try await test.run { client in
            let administrator = try test.browser(client, as: .administrator)
            _ = try test.browser(client, as: .tax, scheme: TestBoard.otherScheme)
            let names = try test.accounts.accounts().map(\.name)
            let own = try #require(names.first { $0.hasPrefix("administrator") })
            let foreign = try #require(names.first { $0.hasPrefix("tax") })
            let path = "/season/\(TestBoard.scheme)/accounts"
            #expect(try await !administrator.get(path).text.contains(foreign))
            for act in ["disable", "reset"] {
                let other = try await administrator.post("\(path)/\(act)", [("name", foreign)])
                #expect(other.status == .notFound)
                let self_ = try await administrator.post("\(path)/\(act)", [("name", own)])
                #expect(self_.status == .forbidden)
            }
            #expect(try test.accounts.account(foreign)?.isDisabled == false)
        }
    }

    @Test(arguments: [
        ("town", "", "", AccountFault.unit), ("town", "", "鲍沟镇/某村", .unit),
        ("village", "", "鲍沟镇", .unit), ("town", "", "不存在镇", .unit),
        ("bureau", "", "", .office), ("bureau", "nobody", "", .office),
        ("leader", "", "鲍沟镇", .surplus), ("finance", "civil-affairs", "", .surplus),
    ])
    func `F-132 an account is made for an office and a unit that the pack has`(
        role: String,
        office: String,
        unit: String,
        fault: AccountFault
    ) throws {
        let pack = try TestBoard().sources.packs[TestBoard.scheme]?.compiled
        let draft = AccountDraft(
            name: "account",
            role: try #require(Role(rawValue: role)),
            scheme: TestBoard.scheme,
            office: office,
            unit: unit
        )
        #expect(throws: fault) { try draft.checked(pack) }
    }
}
