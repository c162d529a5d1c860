import Hummingbird

/// A route with what it needs.
public struct BoardRoute: Sendable {
    /// Answers a visit that has passed the gate.
    public typealias Handler = @Sendable (Visit) async throws -> Response

    /// How a route is called.
    public enum Method: String, Sendable {
        /// Reads.
        case get = "GET"
        /// Changes.
        case post = "POST"

        var http: HTTPRequest.Method { self == .get ? .get : .post }
    }

    /// What a route needs.
    public enum Access: Sendable, Hashable {
        /// Nothing: sign-in, health, assets.
        case open
        /// A sign-in.
        case signedIn
        /// A sign-in of the scheme in the path whose role has a permission.
        case permission(Permission)
    }

    /// What a request brings along.
    enum Body: Sendable, Hashable {
        case none
        case form
        case upload(bytesMax: Int)
    }

    /// How it is called.
    public let method: Method
    /// Its path; `:name` is a parameter.
    public let path: String
    /// What it needs.
    public let access: Access
    /// Its title in the navigation; nil = not there.
    public let navigation: String?

    let body: Body
    let handler: Handler

    init(
        _ method: Method,
        _ path: String,
        _ access: Access,
        _ navigation: String?,
        _ body: Body,
        _ handler: @escaping Handler
    ) {
        self.method = method
        self.path = path
        self.access = access
        self.navigation = navigation
        self.body = body
        self.handler = handler
    }

    /// Whether its fields `unit` must lie within the account's own unit.
    var isBoundToUnit: Bool {
        guard case .permission(let permission) = access else { return false }
        return permission.concernsPersons
    }
}
