import HTTPTypes
import Hummingbird
import Testing

@testable import Board

/// What other sites make a browser send.
struct RequestForgeryTests {
    private static let path = "/season/\(TestBoard.scheme)/probe/seeMoney"

    @Test func `F-132 a form without its token, or with another's, changes nothing`() async throws {
        let test = try TestBoard(sections: { _ in [ProbeSection()] })
        try await test.run { client in
            let own = try test.browser(client, as: .finance)
            let other = try test.browser(client, as: .finance)
            for token in ["", "0", String(repeating: "0", count: 64), other.csrf] {
                let response = try await own.post(RequestForgeryTests.path, csrf: token)
                #expect(response.status == .forbidden)
            }
            #expect(try await own.post(RequestForgeryTests.path).status == .ok)
            let header = try await own.post(
                RequestForgeryTests.path,
                csrf: "",
                headers: [.csrfToken: own.csrf]
            )
            #expect(header.status == .ok)
        }
    }

    @Test func `F-132 a file without its token is refused before a byte of it is kept`()
        async throws
    {
        let test = try TestBoard(sections: { _ in [ProbeSection()] })
        try await test.run { client in
            let browser = try test.browser(client, as: .bureau)
            let path = "/season/\(TestBoard.scheme)/probe/upload/file"
            let refused = try await browser.upload(path, name: "a.csv", bytes: [65], csrf: "x")
            #expect(refused.status == .forbidden)
            let taken = try await browser.upload(path, name: "a.csv", bytes: [65, 66])
            #expect(taken.text == "{\"size\": 2}")
        }
    }

    @Test(arguments: [
        (nil, nil, true), ("http://localhost", nil, true), ("http://evil.example", nil, false),
        ("https://localhost", nil, false), ("http://localhost.evil.example", nil, false),
        ("null", "same-origin", true), ("null", "cross-site", false),
        (nil, "cross-site", false), (nil, "same-site", false), (nil, "none", true),
    ])
    func `F-132 another origin is refused, even with the token`(
        origin: String?,
        site: String?,
        isTaken: Bool
    ) async throws {
        let test = try TestBoard(sections: { _ in [ProbeSection()] })
        try await test.run { client in
            let browser = try test.browser(client, as: .finance)
            var headers = HTTPFields()
            headers[.origin] = origin
            headers[.secFetchSite] = site
            let response = try await browser.post(RequestForgeryTests.path, headers: headers)
            #expect(response.status == (isTaken ? .ok : .forbidden))
        }
    }

    @Test func `F-132 a sign-in that another site has filled in is refused`() async throws {
        let test = try TestBoard()
        try await test.run { client in
            let victim = Browser(client)
            let fields = [("name", "evil"), ("password", "evil password")]
            #expect(try await victim.post("/signin", fields).status == .forbidden)
            try await victim.get("/signin")
            let foreign = try await victim.post("/signin", fields, csrf: "x")
            #expect(foreign.status == .forbidden)
        }
    }

    @Test func `F-132 a link from another site comes to its page by way of the board`()
        async throws
    {
        let test = try TestBoard(sections: { _ in [ProbeSection()] })
        try await test.run { client in
            let path = "\(RequestForgeryTests.path)?unit=%E9%B2%8D"
            let response = try await Browser(client).get(
                path,
                headers: [.secFetchSite: "cross-site"]
            )
            #expect(response.status == .ok)
            #expect(response.text.contains("content=\"0; url=\(path)\""))
            let plain = try await Browser(client).get(path)
            #expect(plain.headers[.location] == "/signin?next=\(PercentEncoding.text(path))")
        }
    }
}
