import CLibpq

/// A database URL taken apart for PostgreSQL's own programs: the password goes by the environment,
/// where other users of the machine do not see it.
public struct PostgresLogin: Sendable {
    /// Keywords and values as `pg_dump --dbname` takes them, without a password.
    public let connectionString: String
    /// The password, when the URL gave one.
    public let password: String?

    /// Takes a URL apart.
    ///
    /// - Throws: ``LedgerProblem/unusable(_:)`` when libpq does not understand it.
    public init(url: String) throws {
        _ = try PostgresURL(url)
        let options = PQconninfoParse(url, nil)
        defer { PQconninfoFree(options) }
        var words: [String] = []
        var password: String?
        var place = options
        while let option = place, let keyword = option.pointee.keyword {
            if let value = option.pointee.val.map({ String(cString: $0) }), !value.isEmpty {
                let name = String(cString: keyword)
                if name == "password" {
                    password = value
                } else {
                    words.append("\(name)='\(PostgresLogin.escaped(value))'")
                }
            }
            place = option + 1
        }
        connectionString = words.joined(separator: " ")
        self.password = password
    }

    private static func escaped(_ value: String) -> String {
        value.reduce(into: "") {
            if $1 == "'" || $1 == "\\" { $0.append("\\") }
            $0.append($1)
        }
    }
}
