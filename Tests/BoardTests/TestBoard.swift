import Embedded
import Events
import Foundation
import Hummingbird
import HummingbirdTesting
import Overview
import Policy
import Synchronization

@testable import Board

/// A clock that a test moves.
final class TestClock: Sendable {
    private let seconds = Mutex<Int64>(1_667_440_800)

    var now: Int64 { seconds.withLock { $0 } }

    func advance(_ by: Int64) { seconds.withLock { $0 += by } }

    var clock: BoardClock { BoardClock { self.now } }
}

/// A board in a folder of its own, on an embedded log and ledger.
struct TestBoard {
    static let scheme = "tengzhou-2023"
    static let otherScheme = "lingcheng-2021"

    let folder: URL
    let accounts: AccountsSQLite
    let clock = TestClock()
    let sources: BoardSources
    let board: Board

    init(
        sections: (BoardSources) throws -> [any BoardSection] = { _ in [] },
        keys: SeasonKeys? = nil,
        change: (inout BoardSettings) -> Void = { _ in }
    ) throws {
        folder = URL(fileURLWithPath: NSTemporaryDirectory())
            .appendingPathComponent("board-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        accounts = try AccountsSQLite(path: folder.appendingPathComponent("accounts").path)
        sources = BoardSources(
            log: try EmbeddedEventLog(
                path: folder.appendingPathComponent("log").path,
                partitions: 2
            ),
            ledger: try LedgerSQLite(path: folder.appendingPathComponent("ledger").path),
            packs: try TestBoard.packs.get(),
            keys: keys.map { [Self.scheme: $0, Self.otherScheme: $0] } ?? [:],
            dataFolder: folder.path,
            clock: clock.clock
        )
        var settings = BoardSettings(host: "127.0.0.1", port: 0)
        settings.passwordCost = PasswordCost(rounds: 16, blockSize: 8, parallelism: 1)
        change(&settings)
        board = try Board(
            settings: settings,
            sources: sources,
            accounts: accounts,
            sections: try sections(sources)
        )
    }

    private static let packs = Result {
        let policies = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Policies")
        return try [scheme, otherScheme].reduce(into: [String: PolicyPack]()) {
            $0[$1] = try PolicyPack.load(folder: policies.appendingPathComponent($1))
        }
    }

    /// Runs a test against the board, without a socket as a rule.
    @discardableResult
    func run<R: Sendable>(
        _ setup: TestingSetup = .router,
        _ body: @escaping @Sendable (any TestClientProtocol) async throws -> R
    ) async throws -> R {
        let result = try await board.application().test(setup) { try await body($0) }
        try FileManager.default.removeItem(at: folder)
        return result
    }

    /// A browser of somebody who has signed in.
    func browser(
        _ client: any TestClientProtocol,
        as role: Role,
        scheme: String = TestBoard.scheme,
        unit: String = "",
        office: String = ""
    ) throws -> Browser {
        let name = "\(role.rawValue.lowercased())-\(UUID().uuidString.prefix(8).lowercased())"
        let place = role.isBoundToUnit && unit.isEmpty ? TestBoard.unit(role) : unit
        try accounts.add(
            Account(
                name: name,
                role: role,
                scheme: scheme,
                office: role == .bureau && office.isEmpty ? "civilAffairs" : office,
                unit: place,
                password: "none",
                createdAt: clock.now
            )
        )
        let gate = Gatekeeper(store: accounts, clock: clock.clock, limits: SessionLimits())
        let browser = Browser(client)
        browser.set(cookie: "board", try gate.begin(name))
        return browser
    }

    /// Keys of a season of its own.
    static func keys() throws -> SeasonKeys {
        let file = FileManager.default.temporaryDirectory
            .appendingPathComponent("keys-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: file) }
        try SeasonKeys.create(at: file)
        return try SeasonKeys(contentsOf: file)
    }

    static func unit(_ role: Role) -> String { role == .town ? "鲍沟镇" : "鲍沟镇/某村" }
}

/// Keeps cookies, and fills in the token of forms.
final class Browser: Sendable {
    private let client: any TestClientProtocol
    private let cookies = Mutex<[String: String]>([:])

    init(_ client: any TestClientProtocol) { self.client = client }

    func set(cookie name: String, _ value: String) { cookies.withLock { $0[name] = value } }

    func cookie(_ name: String) -> String? { cookies.withLock { $0[name] } }

    /// The token that belongs to the session, or to the form of the sign-in.
    var csrf: String {
        OpenSession.csrf(of: cookie("board") ?? cookie("board-form") ?? "")
    }

    @discardableResult
    func get(_ path: String, headers: HTTPFields = [:]) async throws -> TestResponse {
        try await send(path, .get, headers, nil)
    }

    /// Posts a form; `csrf` is added where it is not given.
    @discardableResult
    func post(
        _ path: String,
        _ fields: [(String, String)] = [],
        csrf: String? = nil,
        headers: HTTPFields = [:]
    ) async throws -> TestResponse {
        let all = fields + [("csrf", csrf ?? self.csrf)]
        let text = all.map { "\(PercentEncoding.text($0.0))=\(PercentEncoding.text($0.1))" }
            .joined(separator: "&")
        var headers = headers
        headers[.contentType] = "application/x-www-form-urlencoded"
        return try await send(path, .post, headers, ByteBuffer(string: text))
    }

    /// Posts one file as a browser does.
    func upload(
        _ path: String,
        fields: [(String, String)] = [],
        name: String,
        bytes: [UInt8],
        csrf: String? = nil
    ) async throws -> TestResponse {
        var body = ByteBuffer()
        for (field, value) in [("csrf", csrf ?? self.csrf)] + fields {
            body.writeString(
                "--mark\r\nContent-Disposition: form-data; name=\"\(field)\"\r\n\r\n\(value)\r\n"
            )
        }
        body.writeString(
            "--mark\r\nContent-Disposition: form-data; name=\"file\"; filename=\"\(name)\"\r\n"
                + "Content-Type: text/csv\r\n\r\n"
        )
        body.writeBytes(bytes)
        body.writeString("\r\n--mark--\r\n")
        return try await send(
            path,
            .post,
            [.contentType: "multipart/form-data; boundary=mark"],
            body
        )
    }

    private func send(
        _ path: String,
        _ method: HTTPRequest.Method,
        _ headers: HTTPFields,
        _ body: ByteBuffer?
    ) async throws -> TestResponse {
        var headers = headers
        let held = cookies.withLock { $0 }
        if !held.isEmpty {
            headers[.cookie] = held.map { "\($0.key)=\($0.value)" }.joined(separator: "; ")
        }
        let response = try await client.executeRequest(
            uri: path,
            method: method,
            headers: headers,
            body: body
        )
        for line in response.headers[values: .setCookie] { keep(line) }
        return response
    }

    private func keep(_ line: String) {
        let pair = line.prefix { $0 != ";" }.split(separator: "=", maxSplits: 1)
        cookies.withLock {
            $0[String(pair[0])] =
                line.contains("Max-Age=0") ? nil : pair.count == 2 ? String(pair[1]) : ""
        }
    }
}

extension TestResponse {
    var text: String { String(buffer: body) }
}
