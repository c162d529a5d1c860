import ArgumentParser
import Board
import Foundation

/// The arguments of the board's server.
public struct BoardArguments: ParsableArguments {
    @OptionGroup var log: LogArguments
    @OptionGroup var ledger: LedgerArguments
    @OptionGroup var policies: PolicyArguments
    @OptionGroup var keys: KeyArguments
    @OptionGroup var accounts: AccountsArguments
    @OptionGroup var backups: BackupMetrics

    @Option(help: "A scheme to show; may be repeated. All packs when none is given.")
    var scheme: [String] = []

    @Option(
        help: "Where to listen: host:port (127.0.0.1:8080). Environment: ZHENGJIAO_LISTEN."
    )
    var listen: String?

    @Option(
        help: "PEM file of the certificate chain. Environment: ZHENGJIAO_TLS_CERTIFICATE."
    )
    var tlsCertificate: String?

    @Option(help: "PEM file of the certificate's key. Environment: ZHENGJIAO_TLS_KEY.")
    var tlsKey: String?

    @Option(
        help: """
            The address under which browsers know the board, as https://board.example.cn. \
            Environment: ZHENGJIAO_ORIGIN.
            """
    )
    var origin: String?

    @Flag(help: "A proxy stands before the board: its X-Forwarded-For is believed.")
    var behindProxy = false

    @Option(
        help: "Serve /livez, /readyz and /metrics there: host:port. Environment: ZHENGJIAO_METRICS."
    )
    var metrics: String?

    @Flag(help: "Print the effective configuration, secrets masked, and exit.")
    var check = false

    /// Creates empty arguments.
    public init() {}

    /// The settings of the server.
    ///
    /// - Throws: ``ConfigurationProblem`` that names the options concerned.
    func settings() throws -> BoardSettings {
        let listen = Setting.value("listen", listen) ?? "127.0.0.1:8080"
        guard let colon = listen.lastIndex(of: ":"), colon != listen.startIndex,
            let port = UInt16(listen[listen.index(after: colon)...])
        else {
            throw ConfigurationProblem(
                "--listen \(listen): host:port expected, as in 127.0.0.1:8080."
            )
        }
        let host = listen[..<colon].filter { $0 != "[" && $0 != "]" }
        var settings = BoardSettings(host: String(host), port: Int(port))
        settings.tls = try tlsFiles()
        settings.origin = try checkedOrigin()
        settings.isBehindProxy = behindProxy
        try check(settings)
        return settings
    }

    private func tlsFiles() throws -> (certificate: String, key: String)? {
        let files = (
            Setting.value("tls-certificate", tlsCertificate), Setting.value("tls-key", tlsKey)
        )
        switch files {
        case (nil, nil): return nil
        case (let certificate?, let key?):
            for (option, file) in [("certificate", certificate), ("key", key)]
            where !FileManager.default.isReadableFile(atPath: file) {
                throw ConfigurationProblem("--tls-\(option) \(file): the file cannot be read.")
            }
            return (certificate, key)
        default:
            throw ConfigurationProblem("--tls-certificate and --tls-key are given both or not.")
        }
    }

    private func checkedOrigin() throws -> String? {
        guard let text = Setting.value("origin", origin) else { return nil }
        guard let url = URLComponents(string: text), let host = url.host, !host.isEmpty,
            url.scheme == "https" || (url.scheme == "http" && BoardArguments.isLoopback(host)),
            url.path.isEmpty, url.query == nil, url.user == nil
        else {
            throw ConfigurationProblem(
                "--origin \(text): https://host expected, without a path; http:// only for "
                    + "127.0.0.1 and localhost."
            )
        }
        return text
    }

    /// Passwords do not go over a network in clear.
    private func check(_ settings: BoardSettings) throws {
        if settings.tls == nil, settings.origin == nil, !BoardArguments.isLoopback(settings.host) {
            throw ConfigurationProblem(
                "--listen \(settings.host):\(settings.port) without TLS: give --tls-certificate "
                    + "and --tls-key, or --origin with the https:// address of the proxy before it."
            )
        }
        if behindProxy, settings.origin == nil {
            throw ConfigurationProblem("--behind-proxy needs --origin, the proxy's address.")
        }
    }

    private static func isLoopback(_ host: String) -> Bool {
        ["127.0.0.1", "localhost", "::1"].contains(host)
    }
}

/// Where the board keeps its accounts and files.
///
/// `--accounts` or `ZHENGJIAO_ACCOUNTS`, `--data` or `ZHENGJIAO_DATA`.
public struct AccountsArguments: ParsableArguments {
    @Option(
        help: "The board's own folder: accounts, audit, uploads. Environment: ZHENGJIAO_DATA."
    )
    var data: String?

    @Option(
        help: """
            The file of accounts and audit; accounts.sqlite in the board's folder when not given. \
            Environment: ZHENGJIAO_ACCOUNTS.
            """
    )
    var accounts: String?

    /// Creates empty arguments.
    public init() {}

    /// The board's folder, made where it is not there, readable by its owner only.
    func folder() throws -> String {
        let path = URL(fileURLWithPath: try Setting.required("data", data)).path
        do {
            try FileManager.default.createDirectory(
                atPath: path,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
        } catch {
            throw ConfigurationProblem("--data \(path): the folder cannot be made.")
        }
        return path
    }

    /// The file of accounts.
    func file() throws -> String {
        if let file = Setting.value("accounts", accounts) {
            return URL(fileURLWithPath: file).path
        }
        return try folder() + "/accounts.sqlite"
    }
}
