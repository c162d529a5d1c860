import HTTPTypes
import Hummingbird

extension Visit {
    /// A page of the board: header, navigation, the filled template as its main part, footer.
    ///
    /// - Parameters:
    ///   - template: Name of a template of a section.
    ///   - title: The page's heading and title.
    ///   - model: Values for the template; `csrf`, `base` (path of the season, without a slash at
    ///     its end) and `scheme` are added.
    ///   - status: 200 as a rule.
    public func render(
        _ template: String,
        title: String,
        _ model: [String: Any] = [:],
        status: HTTPResponse.Status = .ok
    ) throws -> Response {
        let csrf = session.csrf
        var values = model
        values["csrf"] = csrf
        values["base"] = "/season/\(scheme)"
        values["scheme"] = scheme
        return try hall.frame.response(
            main: try hall.pages.render(template, values),
            PageFrame.Chrome(
                title: title,
                principal: principal,
                csrf: csrf,
                path: request.uri.path
            ),
            status: status
        )
    }

    /// A redirect after an action: 303 to a path of the season.
    ///
    /// - Parameter path: Below the season, without a slash at its ends; what people typed must be
    ///   percent-encoded.
    public func redirect(to path: String) -> Response {
        Reply.redirect(path.isEmpty ? "/season/\(scheme)" : "/season/\(scheme)/\(path)")
    }

    /// A file to save.
    ///
    /// - Parameters:
    ///   - bytes: The file.
    ///   - type: Its media type.
    ///   - name: Its name; the browser is told it percent-encoded, so it may be Chinese.
    public func document(_ bytes: [UInt8], type: String, name: String) -> Response {
        var headers = HTTPFields()
        headers[.contentType] = type
        headers[.contentDisposition] =
            "attachment; filename*=UTF-8''\(PercentEncoding.text(name))"
        return Response(
            status: .ok,
            headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes))
        )
    }

    /// A small answer for a script.
    public func json(_ text: String) -> Response {
        Reply.text(text, type: "application/json; charset=utf-8")
    }
}

/// Answers that are no pages.
enum Reply {
    static func redirect(_ path: String) -> Response {
        Response(status: .seeOther, headers: [.location: path])
    }

    static func text(
        _ text: String,
        type: String = "text/plain; charset=utf-8",
        status: HTTPResponse.Status = .ok
    ) -> Response {
        Response(
            status: status,
            headers: [.contentType: type],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text))
        )
    }
}
