import HTTPTypes
import Hummingbird

/// Refuses what another site makes a browser send.
struct OriginCheck {
    private let settings: BoardSettings

    init(_ settings: BoardSettings) { self.settings = settings }

    /// - Throws: ``Refusal/foreignForm`` when the browser says that another site asks.
    ///
    /// A browser that was told to send no referrer states the origin of its own forms as `null`;
    /// then `Sec-Fetch-Site` decides, and the token in any case.
    func check(_ request: Request) throws {
        let site = request.headers[.secFetchSite]
        guard site == nil || site == "same-origin" || site == "none" else {
            throw Refusal.foreignForm
        }
        guard let origin = request.headers[.origin], origin != "null" else { return }
        guard origin == expected(request) else { throw Refusal.foreignForm }
    }

    private func expected(_ request: Request) -> String {
        if let origin = settings.origin { return origin }
        return "\(settings.tls == nil ? "http" : "https")://\(request.head.authority ?? "")"
    }
}
