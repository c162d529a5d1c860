import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Testing

@testable import Board

struct BoundsTests {
    private static let page = "/season/\(TestBoard.scheme)/probe/seeMoney"

    @Test func `a form beyond 64 KiB is refused, one below is taken`() async throws {
        let test = try TestBoard(sections: { _ in [ProbeSection()] })
        try await test.run { client in
            let browser = try test.browser(client, as: .finance)
            let small = String(repeating: "a", count: 60 << 10)
            #expect(try await browser.post(BoundsTests.page, [("a", small)]).status == .ok)
            let large = String(repeating: "a", count: 65 << 10)
            let response = try await browser.post(BoundsTests.page, [("a", large)])
            #expect(response.status == .contentTooLarge)
            #expect(response.text.contains("64 KiB"))
            let many = (0..<201).map { ("f\($0)", "1") }
            #expect(try await browser.post(BoundsTests.page, many).status == .badRequest)
        }
    }

    @Test func `a file beyond its limit is refused, and nothing of it stays`() async throws {
        let test = try TestBoard(sections: { _ in [ProbeSection()] })
        try await test.run { client in
            let browser = try test.browser(client, as: .bureau)
            let path = "/season/\(TestBoard.scheme)/probe/upload/file"
            let small = try await browser.upload(
                path,
                name: "a.csv",
                bytes: Array(repeating: 10, count: 60 << 10)
            )
            #expect(small.text == "{\"size\": \(60 << 10)}")
            let large = try await browser.upload(
                path,
                name: "a.csv",
                bytes: Array(repeating: 10, count: 70 << 10)
            )
            #expect(large.status == .contentTooLarge)
            let incoming = test.folder.appendingPathComponent("incoming").path
            #expect(try FileManager.default.contentsOfDirectory(atPath: incoming).isEmpty)
        }
    }

    @Test(arguments: ["../../x.csv", "/etc/passwd", "a\u{202E}.csv", "名单.xlsx", ""])
    func `the name of an upload names no file of the board`(name: String) async throws {
        let test = try TestBoard(sections: { _ in [ProbeSection()] })
        try await test.run { client in
            let browser = try test.browser(client, as: .bureau)
            let before = try FileManager.default.subpathsOfDirectory(atPath: test.folder.path)
            let path = "/season/\(TestBoard.scheme)/probe/upload/file"
            let response = try await browser.upload(path, name: name, bytes: [65])
            #expect(response.status == .ok)
            let after = try FileManager.default.subpathsOfDirectory(atPath: test.folder.path)
            #expect(Set(after).subtracting(before) == ["incoming"])
        }
    }

    @Test func `a long target and a form that is none are refused`() async throws {
        let test = try TestBoard(sections: { _ in [ProbeSection()] })
        try await test.run { client in
            let browser = try test.browser(client, as: .finance)
            let long = "\(BoundsTests.page)?a=\(String(repeating: "a", count: 4096))"
            #expect(try await browser.get(long).status == .uriTooLong)
            let response = try await client.executeRequest(
                uri: BoundsTests.page,
                method: .post,
                headers: [
                    .contentType: "application/json",
                    .cookie: "board=\(browser.cookie("board") ?? "")",
                ],
                body: ByteBuffer(string: "{}")
            )
            #expect(response.status == .badRequest)
            #expect(try await browser.get("\(BoundsTests.page)?a=%zz").status == .badRequest)
            #expect(try await browser.get("\(BoundsTests.page)?a=%FF").status == .badRequest)
        }
    }

    @Test func `header fields below the limit are taken, and beyond it end the request`()
        async throws
    {
        // A connection that stands for 20 s before its request is whole is closed too.
        var few: HTTPResponse.Status?
        for _ in 0..<5 where few == nil { few = try await status(headerBytes: 8 << 10) }
        #expect(few == .ok)
        // The answer may be lost with the connection, which is closed while more is sent.
        let many = try await status(headerBytes: 20 << 10)
        #expect(many == .badRequest || many == nil)
    }

    /// The answer to a request with so long a field; nil where the connection was closed.
    private func status(headerBytes: Int) async throws -> HTTPResponse.Status? {
        do {
            return try await TestBoard().run(.live) { client in
                try await client.executeRequest(
                    uri: "/livez",
                    method: .get,
                    headers: [.userAgent: String(repeating: "a", count: headerBytes)],
                    body: nil
                ).status
            }
        } catch ChannelError.ioOnClosedChannel {
            return nil
        }
    }

    @Test(arguments: [
        (nil, "localhost:8080", true), (nil, "127.0.0.1", true), (nil, "[::1]:8080", true),
        (nil, "evil.example", false), (nil, "", false),
        ("https://board.example.cn", "board.example.cn", true),
        ("https://board.example.cn", "example.cn", false),
        ("https://board.example.cn", "localhost", false), ("https://board.example.cn", "", false),
    ])
    func `another name for the board's address is another site's`(
        origin: String?,
        host: String,
        isOwn: Bool
    ) {
        var settings = BoardSettings()
        settings.origin = origin
        #expect(HostCheck(settings).isOwn(host) == isOwn)
    }

    @Test func `what comes too slowly is ended`() async throws {
        await #expect(throws: Refusal.self) {
            try await Deadline.within(seconds: 0) { try await Task.sleep(for: .seconds(60)) }
        }
    }
}
