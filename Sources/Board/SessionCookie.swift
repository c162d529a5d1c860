import Hummingbird

/// The cookie that holds the id of a session.
struct SessionCookie {
    private let isSecure: Bool

    init(_ settings: BoardSettings) { isSecure = settings.isSecure }

    /// Its name; the prefix makes browsers insist on TLS, on the whole site and on no other host.
    var name: String { isSecure ? "__Host-board" : "board" }

    /// The id that a request brings; nil when it brings none.
    func id(of request: Request) -> String? { request.cookies[name]?.value }

    /// Hands an id out: to no script, to no other site, until the browser closes.
    func set(_ id: String) -> Cookie {
        Cookie(
            name: name,
            value: id,
            path: "/",
            secure: isSecure,
            httpOnly: true,
            sameSite: .strict
        )
    }

    /// Takes it back.
    var removed: Cookie {
        Cookie(
            name: name,
            value: "",
            maxAge: 0,
            path: "/",
            secure: isSecure,
            httpOnly: true,
            sameSite: .strict
        )
    }
}
