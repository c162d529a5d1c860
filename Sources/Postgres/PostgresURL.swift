import CLibpq
import Ledger

/// Where a database is, in the words of libpq: `postgresql://user@host:port/database?parameter=…`.
///
/// TLS (`sslmode`, `sslrootcert`), password files, services and several hosts are libpq's own; see
/// «Connection Strings» and «Environment Variables» of PostgreSQL's manual.
struct PostgresURL: Sendable {
    let text: String

    /// Reads a URL; it is not connected to.
    ///
    /// - Throws: ``LedgerProblem/unusable(_:)`` when libpq does not understand it.
    init(_ text: String) throws {
        self.text = text
        var error: UnsafeMutablePointer<CChar>?
        let options = PQconninfoParse(text, &error)
        defer {
            PQconninfoFree(options)
            PQfreemem(error)
        }
        guard options != nil else {
            // libpq quotes the whole URL in some of these messages, with its password.
            let sentence = error.map { String(cString: $0).firstLine } ?? "not understood"
            let reason = sentence.split(separator: "\"").first.map(String.init) ?? sentence
            throw LedgerProblem.unusable(
                "the ledger's URL: \(reason.trimmed). Write it as "
                    + "postgresql://user@host:5432/database, special characters as %XX."
            )
        }
    }

    /// What holds unless the URL says otherwise: a dead peer is noticed within half a minute.
    private static let defaults = [
        ("application_name", "zhengjiao"), ("client_encoding", "UTF8"),
        ("keepalives", "1"), ("keepalives_idle", "10"), ("keepalives_interval", "5"),
        ("keepalives_count", "3"), ("tcp_user_timeout", "25000"),
    ]

    /// Begins to connect; nil when memory is short.
    func start() -> OpaquePointer? {
        let names = PostgresURL.defaults.map(\.0) + ["dbname"]
        let values = PostgresURL.defaults.map(\.1) + [text]
        return withCStrings(names) { names in
            withCStrings(values) { values in PQconnectStartParams(names, values, 1) }
        }
    }
}

/// Calls `body` with a null-terminated array of C strings.
func withCStrings<R>(
    _ strings: [String],
    _ body: (UnsafePointer<UnsafePointer<CChar>?>) -> R
) -> R {
    var bytes: [CChar] = []
    var starts: [Int] = []
    for string in strings {
        starts.append(bytes.count)
        bytes.append(contentsOf: string.utf8CString)
    }
    return bytes.withUnsafeBufferPointer { buffer in
        var pointers: [UnsafePointer<CChar>?] = starts.map { start in
            buffer.baseAddress.map { $0 + start }
        }
        pointers.append(nil)
        return pointers.withUnsafeBufferPointer { pointers in
            guard let base = pointers.baseAddress else { preconditionFailure("never empty") }
            return body(base)
        }
    }
}

extension String {
    fileprivate var trimmed: String {
        String(drop { $0.isWhitespace }.reversed().drop { " :,\n".contains($0) }.reversed())
    }
}
