import Hummingbird

/// How the board serves.
public struct BoardSettings: Sendable {
    /// Bytes of a form at most.
    public static let formBytesMax = 64 * 1024
    /// Bytes of a request's path and query at most.
    public static let targetBytesMax = 4 * 1024
    /// Bytes of all header fields at most, and of one.
    public static let headerBytesMax = 16 * 1024
    /// Header fields at most.
    public static let headersMax = 64
    /// Connections at most; further ones wait.
    public static let connectionsMax = 512
    /// Seconds that a connection may be silent, or a request's head may take.
    public static let idleSeconds: Int64 = 20
    /// Seconds that a form may take to arrive.
    public static let formSeconds: Int64 = 20
    /// Seconds that an uploaded file may take to arrive.
    public static let uploadSeconds: Int64 = 600

    /// Where it listens: host and port; port 0 takes a free one.
    public var host: String
    /// The port.
    public var port: Int
    /// PEM files of the certificate chain and its key; nil serves without TLS.
    public var tls: (certificate: String, key: String)?
    /// The address under which browsers know the board, as `https://board.example.cn`; nil takes
    /// what the request names.
    public var origin: String?
    /// Whether a proxy stands before it, whose last `X-Forwarded-For` is the browser's address.
    public var isBehindProxy = false
    /// How sessions end.
    public var sessions = SessionLimits()
    /// What a password costs to check.
    public var passwordCost = PasswordCost.usual

    /// Creates settings.
    public init(host: String = "127.0.0.1", port: Int = 8080) {
        self.host = host
        self.port = port
    }

    /// Whether browsers speak TLS with the board or with the proxy before it.
    var isSecure: Bool { tls != nil || origin?.hasPrefix("https://") == true }
}

/// When sessions end by themselves.
public struct SessionLimits: Sendable {
    /// Seconds without a request: 30 minutes.
    public var idleSeconds: Int64 = 30 * 60
    /// Seconds since the sign-in: 10 hours.
    public var absoluteSeconds: Int64 = 10 * 3600

    /// Creates the usual limits.
    public init() {}
}
