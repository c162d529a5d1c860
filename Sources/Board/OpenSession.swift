/// A session with whoever it belongs to.
struct OpenSession: Sendable {
    /// Digest of the id in the browser's cookie.
    var digest: String
    /// The token that its forms carry: follows from the id, which is not kept.
    var csrf: String
    /// Who acts.
    var principal: Principal
    /// Whether nothing is shown before the password is changed.
    var mustChangePassword: Bool

    /// The token of the forms of a browser that holds an id.
    static func csrf(of id: String) -> String { RandomToken.digest("csrf:\(id)") }
}
