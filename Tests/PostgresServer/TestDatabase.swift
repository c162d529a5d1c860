import Foundation

/// An empty database for one test: on the tests' own server, or on the one that
/// `ZHENGJIAO_TEST_POSTGRES` names.
public struct TestDatabase: Sendable {
    /// Where it is.
    public let url: String
    /// Its name on the server.
    public let name: String
    private let server: PostgresServer?

    /// Makes a database.
    ///
    /// - Throws: ``PostgresServer/Missing`` when there is no PostgreSQL: the tests fail then, with
    ///   the hint what to install.
    public init() throws {
        guard let given = ProcessInfo.processInfo.environment["ZHENGJIAO_TEST_POSTGRES"] else {
            let server = try PostgresServer.shared()
            self.server = server
            name = try server.emptyDatabase()
            url = server.url(name)
            return
        }
        server = nil
        guard var parts = URLComponents(string: given) else {
            throw PostgresServer.Missing(description: "ZHENGJIAO_TEST_POSTGRES is no URL")
        }
        name = "test_\(UInt64.random(in: 0 ..< .max))"
        try TestDatabase.psql("CREATE DATABASE \(name)", given)
        parts.path = "/\(name)"
        url = parts.string ?? given
    }

    /// Makes a database on a server.
    public init(on server: PostgresServer) throws {
        self.server = server
        name = try server.emptyDatabase()
        url = server.url(name)
    }

    /// The same database as another role, which connects without a password.
    public func url(as user: String) -> String {
        guard let at = url.range(of: "@"), let start = url.range(of: "://") else { return url }
        return url.replacingCharacters(in: start.upperBound..<at.lowerBound, with: user)
    }

    /// Runs commands in it.
    ///
    /// - Returns: What they print, cells parted by `|`.
    @discardableResult
    public func sql(_ commands: String) throws -> String {
        if let server { return try server.sql(commands, on: url) }
        return try TestDatabase.psql(commands, url)
    }

    @discardableResult
    private static func psql(_ commands: String, _ url: String) throws -> String {
        try Command.run(
            "/usr/bin/psql",
            ["-X", "-q", "-At", "-v", "ON_ERROR_STOP=1", "-d", url, "-c", commands]
        )
    }
}
