/// A part of the board: its pages and what they do.
///
/// ```swift
/// struct ProgressSection: BoardSection {
///     let templates = ["progress": ProgressPage.template]
///
///     func addRoutes(to routes: inout BoardRoutes) {
///         routes.page("progress", needs: .seeProgress, navigation: "进度") { visit in
///             try visit.render("progress", title: "征缴进度", ["rows": rows])
///         }
///     }
/// }
/// ```
public protocol BoardSection: Sendable {
    /// Mustache templates of what stands in the main part of pages, and of partials, by name.
    ///
    /// Names are one name space for the whole board. Every value is escaped; `{{{…}}}` is not used.
    /// Forms that send anything begin with `{{>csrf}}`.
    var templates: [String: String] { get }

    /// Registers the routes.
    func addRoutes(to routes: inout BoardRoutes)

    /// Work beside the server, until its task is cancelled; nil = none.
    ///
    /// Where it throws, the board ends: what may pass by itself is to be waited for.
    var background: (@Sendable () async throws -> Void)? { get }

    /// Why the section cannot answer yet, in English for `/readyz`; nil when it can.
    var trouble: String? { get }

    /// Further figures in Prometheus' text form, each line ended; names begin with
    /// `board_`.
    var metrics: String { get }
}

extension BoardSection {
    /// None.
    public var background: (@Sendable () async throws -> Void)? { nil }

    /// None.
    public var trouble: String? { nil }

    /// None.
    public var metrics: String { "" }
}

/// Collects the routes of sections.
///
/// Every route names what it needs: there is no way to add one that names nothing.
public struct BoardRoutes {
    /// Bytes of a file that is uploaded, where a route says nothing else: 32 MiB.
    public static let uploadBytesMaxDefault = 32 << 20

    var routes: [BoardRoute] = []

    /// Adds a page: GET `/season/SCHEME/path`.
    ///
    /// - Parameters:
    ///   - path: Below the season, without a slash at its ends; `:name` is a parameter.
    ///   - permission: What the account must be permitted.
    ///   - navigation: Its title in the navigation of whoever may see it; nil = not there.
    ///   - handler: Answers.
    public mutating func page(
        _ path: String,
        needs permission: Permission,
        navigation: String? = nil,
        _ handler: @escaping BoardRoute.Handler
    ) {
        add(.get, path, .permission(permission), navigation, .none, handler)
    }

    /// Adds an action: POST `/season/SCHEME/path` with a form of 64 KiB at most, whose CSRF token
    /// has been checked before the handler is called.
    ///
    /// - Parameters:
    ///   - path: Below the season, without a slash at its ends; `:name` is a parameter.
    ///   - permission: What the account must be permitted.
    ///   - handler: Answers, with a redirect as a rule.
    public mutating func action(
        _ path: String,
        needs permission: Permission,
        _ handler: @escaping BoardRoute.Handler
    ) {
        add(.post, path, .permission(permission), nil, .form, handler)
    }

    /// Adds an upload: POST `/season/SCHEME/path` with one file as `multipart/form-data`.
    ///
    /// The file is streamed to the board's folder, under a name of its own, before the handler is
    /// called (``Visit/upload``), and removed after it. The fields stand before the file in the
    /// form, `csrf` first; a script may send the token as `X-CSRF-Token` instead.
    ///
    /// - Parameters:
    ///   - path: Below the season, without a slash at its ends; `:name` is a parameter.
    ///   - permission: What the account must be permitted.
    ///   - bytesMax: Bytes of the whole request; beyond it 413 is answered.
    ///   - handler: Answers, with a redirect as a rule.
    public mutating func upload(
        _ path: String,
        needs permission: Permission,
        bytesMax: Int = BoardRoutes.uploadBytesMaxDefault,
        _ handler: @escaping BoardRoute.Handler
    ) {
        add(.post, path, .permission(permission), nil, .upload(bytesMax: bytesMax), handler)
    }

    /// Adds a route for whoever has signed in: pages about the own account only.
    mutating func own(
        _ method: BoardRoute.Method,
        _ path: String,
        _ handler: @escaping BoardRoute.Handler
    ) {
        let body = method == .get ? BoardRoute.Body.none : .form
        routes.append(BoardRoute(method, path, .signedIn, nil, body, handler))
    }

    private mutating func add(
        _ method: BoardRoute.Method,
        _ path: String,
        _ access: BoardRoute.Access,
        _ navigation: String?,
        _ body: BoardRoute.Body,
        _ handler: @escaping BoardRoute.Handler
    ) {
        let full = path.isEmpty ? "/season/:scheme" : "/season/:scheme/\(path)"
        routes.append(BoardRoute(method, full, access, navigation, body, handler))
    }
}
