/// Tells names of the board from names that another site has given to its address.
struct HostCheck {
    private let settings: BoardSettings

    init(_ settings: BoardSettings) { self.settings = settings }

    /// Whether a request's `Host` is the board's.
    ///
    /// Under TLS without a stated origin the certificate decides, in the browser.
    func isOwn(_ host: String) -> Bool {
        if let origin = settings.origin {
            return origin == "https://\(host)" || origin == "http://\(host)"
        }
        if settings.tls != nil { return true }
        let isBracketed = host.hasPrefix("[")
        let name = isBracketed ? host.prefix { $0 != "]" } + "]" : host.prefix { $0 != ":" }
        return ["127.0.0.1", "localhost", "[::1]", settings.host].contains(String(name))
    }
}
