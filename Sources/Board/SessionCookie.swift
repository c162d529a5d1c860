import Hummingbird

/// A cookie of the board: for no script, for no other site, until the browser closes.
protocol BoardCookie {
    /// Its name without the prefix.
    static var plainName: String { get }
    /// Whether browsers speak TLS.
    var isSecure: Bool { get }
}

extension BoardCookie {
    /// Its name; the prefix makes browsers insist on TLS, on the whole site and on no other host.
    var name: String { isSecure ? "__Host-\(Self.plainName)" : Self.plainName }

    /// Hands a value out.
    func set(_ value: String) -> Cookie { make(value, maxAge: nil) }

    /// Takes it back.
    var removed: Cookie { make("", maxAge: 0) }

    private func make(_ value: String, maxAge: Int?) -> Cookie {
        Cookie(
            name: name,
            value: value,
            maxAge: maxAge,
            path: "/",
            secure: isSecure,
            httpOnly: true,
            sameSite: .strict
        )
    }
}

/// The cookie that holds the id of a session.
struct SessionCookie: BoardCookie {
    static let plainName = "board"
    let isSecure: Bool

    init(_ settings: BoardSettings) { isSecure = settings.isSecure }

    /// The id that a request brings; nil when it brings none.
    func id(of request: Request) -> String? { request.cookies[name]?.value }
}

/// The cookie that the token of the sign-in's form belongs to, before there is a session.
struct FormCookie: BoardCookie {
    static let plainName = "board-form"
    let isSecure: Bool

    init(_ settings: BoardSettings) { isSecure = settings.isSecure }
}
