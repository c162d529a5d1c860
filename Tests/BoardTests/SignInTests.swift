import Hummingbird
import HummingbirdTesting
import Testing

@testable import Board

struct SignInTests {
    private static let password = "correct horse 7"

    private static func make(
        change: (inout BoardSettings) -> Void = { _ in }
    ) throws -> TestBoard {
        let test = try TestBoard(sections: { _ in [ProbeSection()] }, change: change)
        let desk = AccountDesk(
            store: test.accounts,
            packs: test.sources.packs,
            clock: test.clock.clock,
            cost: PasswordCost(rounds: 16, blockSize: 8, parallelism: 1)
        )
        let draft = AccountDraft(name: "clerk", role: .tax, scheme: TestBoard.scheme)
        _ = try desk.add(draft, password: password, by: "command")
        return test
    }

    private static func signIn(
        _ browser: Browser,
        _ name: String = "clerk",
        _ password: String = SignInTests.password,
        next: String? = nil
    ) async throws -> TestResponseFields {
        try await browser.get("/signin")
        let target = next.map { [("next", $0)] } ?? []
        let response = try await browser.post(
            "/signin",
            [("name", name), ("password", password)] + target
        )
        return TestResponseFields(response)
    }

    @Test func `F-132 who signs in begins at the first page and ends with the sign-out`()
        async throws
    {
        let test = try SignInTests.make()
        try await test.run { client in
            let browser = Browser(client)
            let response = try await SignInTests.signIn(browser)
            #expect(response.status == .seeOther)
            let home = "/season/\(TestBoard.scheme)/probe/seeProgress"
            #expect(response.location == home)
            #expect(try await browser.get(home).status == .ok)
            let id = try #require(browser.cookie("board"))
            #expect(try await browser.post("/signout").status == .seeOther)
            #expect(browser.cookie("board") == nil)
            browser.set(cookie: "board", id)
            #expect(try await browser.get(home).status == .seeOther)
        }
    }

    @Test
    func `F-132 the id of a session is new with each sign-in, and an old or planted one ends`()
        async throws
    {
        let test = try SignInTests.make()
        try await test.run { client in
            let browser = Browser(client)
            let planted = String(repeating: "a", count: 64)
            browser.set(cookie: "board", planted)
            try await browser.get("/signin")
            let token = OpenSession.csrf(of: browser.cookie("board-form") ?? "")
            let response = try await browser.post(
                "/signin",
                [("name", "clerk"), ("password", SignInTests.password)],
                csrf: token
            )
            #expect(response.status == .seeOther)
            let id = try #require(browser.cookie("board"))
            #expect(id != planted && id.utf8.count == 64)
            #expect(try test.accounts.session(RandomToken.digest(planted)) == nil)
            #expect(try test.accounts.session(RandomToken.digest(id)) != nil)
            #expect(try test.accounts.session(id) == nil, "the id itself is kept nowhere")
        }
    }

    @Test func `F-132 cookies are for no script and no other site, and for TLS where there is TLS`()
        async throws
    {
        for origin in [nil, "https://board.example.cn"] {
            let test = try SignInTests.make { $0.origin = origin }
            try await test.run { client in
                let gate = Gatekeeper(
                    store: test.accounts,
                    clock: test.clock.clock,
                    limits: SessionLimits()
                )
                let door = Browser(client)
                // The client without a socket names itself localhost.
                let response = try await door.get("/signin")
                if origin != nil {
                    #expect(response.status == .misdirectedRequest)
                } else {
                    let cookie = try #require(response.headers[.setCookie])
                    for part in ["HttpOnly", "SameSite=Strict", "Path=/"] {
                        #expect(cookie.contains(part))
                    }
                    #expect(!cookie.contains("Domain"))
                }
                #expect(gate.limits.idleSeconds < gate.limits.absoluteSeconds)
            }
            var settings = BoardSettings()
            settings.origin = origin
            let cookie = SessionCookie(settings).set("x").description
            #expect(cookie.contains("; Secure") == (origin != nil))
            #expect(cookie.hasPrefix("__Host-") == (origin != nil))
        }
    }

    @Test func `F-132 sessions end when nobody uses them, and after a day's work in any case`()
        async throws
    {
        let test = try SignInTests.make()
        try await test.run { client in
            let idle = try test.browser(client, as: .leader)
            let path = "/season/\(TestBoard.scheme)/probe/seeMoney"
            test.clock.advance(29 * 60)
            #expect(try await idle.get(path).status == .ok)
            test.clock.advance(31 * 60)
            #expect(try await idle.get(path).status == .seeOther)
            let busy = try test.browser(client, as: .leader)
            for _ in 0..<29 {
                test.clock.advance(20 * 60)
                #expect(try await busy.get(path).status == .ok)
            }
            test.clock.advance(20 * 60)
            #expect(try await busy.get(path).status == .seeOther)
        }
    }

    @Test func `F-132 an unknown account answers as a known one does, to the lock and its end`()
        async throws
    {
        let test = try SignInTests.make()
        try await test.run { client in
            for _ in 0..<7 {
                let known = try await SignInTests.signIn(Browser(client), "clerk", "wrong one")
                let strange = try await SignInTests.signIn(Browser(client), "nobody", "wrong one")
                #expect(known == strange)
            }
            let known = try await SignInTests.signIn(Browser(client))
            let strange = try await SignInTests.signIn(Browser(client), "nobody")
            #expect(known == strange)
            #expect(known.status == .tooManyRequests)
            #expect(known.retryAfter == "30")
            test.clock.advance(31)
            #expect(
                try await SignInTests.signIn(Browser(client), "clerk", "wrong").status == .forbidden
            )
            #expect(try await SignInTests.signIn(Browser(client)).retryAfter == "60", "it grows")
            test.clock.advance(61)
            #expect(try await SignInTests.signIn(Browser(client)).status == .seeOther)
            let failures = try #require(try test.accounts.account("clerk")).failures
            #expect(failures == 0)
        }
    }

    @Test func `F-132 many tries at once are counted one by one`() async throws {
        let test = try SignInTests.make()
        try await test.run { client in
            let statuses = try await withThrowingTaskGroup(of: HTTPResponse.Status.self) { group in
                for _ in 0..<20 {
                    group.addTask {
                        try await SignInTests.signIn(Browser(client), "clerk", "wrong").status
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(statuses.filter { $0 == .forbidden }.count == SignInLimits.freeFailures)
            #expect(statuses.filter { $0 == .tooManyRequests }.count == 15)
        }
    }

    @Test func `F-132 one address tries so often and no more`() {
        let limits = SignInLimits()
        for _ in 0..<Int(SignInLimits.burst) { #expect(limits.take("192.0.2.1", now: 100) == nil) }
        #expect(limits.take("192.0.2.1", now: 100) == 1)
        #expect(limits.take("192.0.2.2", now: 100) == nil)
        #expect(limits.take("192.0.2.1", now: 102) == nil)
        #expect(limits.take("192.0.2.1", now: 102) == 1)
    }

    @Test func `F-132 a disabled account cannot sign in, and its sessions end`() async throws {
        let test = try SignInTests.make()
        try await test.run { client in
            let clerk = Browser(client)
            #expect(try await SignInTests.signIn(clerk).status == .seeOther)
            let administrator = try test.browser(client, as: .administrator)
            let path = "/season/\(TestBoard.scheme)/accounts"
            let response = try await administrator.post("\(path)/disable", [("name", "clerk")])
            #expect(response.status == .seeOther)
            #expect(try await clerk.get("/account").status == .seeOther)
            #expect(try await SignInTests.signIn(Browser(client)).status == .forbidden)
            try await administrator.post("\(path)/enable", [("name", "clerk")])
            #expect(try await SignInTests.signIn(Browser(client)).status == .seeOther)
        }
    }

    @Test(arguments: [
        ("/season/tengzhou-2023/probe/seeMoney?unit=a", true), ("/account", true),
        ("//evil.example", false), ("https://evil.example", false), ("/\\evil.example", false),
        ("/season/..//evil.example", false), ("javascript:alert(1)", false),
        ("/season/x\r\nSet-Cookie: a=b", false), ("/season/@evil.example/", false),
        ("/signin?next=/season/", false),
    ])
    func `F-132 next leads back into the board and nowhere else`(
        next: String,
        isTaken: Bool
    ) async throws {
        let test = try SignInTests.make()
        try await test.run { client in
            let response = try await SignInTests.signIn(Browser(client), next: next)
            let home = "/season/\(TestBoard.scheme)/probe/seeProgress"
            #expect(response.location == (isTaken ? next : home))
        }
    }
}

/// What a browser sees of an answer to a sign-in.
struct TestResponseFields: Equatable {
    var status: HTTPResponse.Status
    var location: String?
    var retryAfter: String?
    var notes: [String]

    init(_ response: TestResponse) {
        status = response.status
        location = response.headers[.location]
        retryAfter = response.headers[.retryAfter]
        notes = response.text.split(separator: "\n").map(String.init).filter {
            $0.contains("role=\"alert\"")
        }
    }
}
