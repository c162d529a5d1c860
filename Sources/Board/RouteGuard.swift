import HTTPTypes
import Hummingbird

/// Lets a request through to a route's handler, or refuses it: the one way in.
struct RouteGuard: Sendable {
    let hall: Hall
    let route: BoardRoute

    func answer(_ request: Request, _ context: BoardContext) async throws -> Response {
        if route.method == .post { try OriginCheck(hall.settings).check(request) }
        guard let id = SessionCookie(hall.settings).id(of: request),
            let session = try await hall.gate.admit(id)
        else { return try strangerAnswer(request) }
        try check(session.principal, context.parameters)
        if session.mustChangePassword, !RouteGuard.isOpenBeforeChange(route) {
            return Reply.redirect("/account")
        }
        let query = try Form(encoded: request.uri.query ?? "")
        switch route.body {
        case .none:
            return try await handle(visit(request, context, session, query, .empty, nil))
        case .form:
            let form = try await FormReader.form(of: request)
            try checkToken(request, form, session)
            return try await handle(visit(request, context, session, query, form, nil))
        case .upload(let bytesMax):
            return try await UploadReceiver(folder: hall.sources.dataFolder, bytesMax: bytesMax)
                .receive(request, checking: { try checkToken(request, $0, session) }) { file in
                    try await handle(
                        visit(request, context, session, query, file.fields, file)
                    )
                }
        }
    }

    /// Whoever is not signed in is sent to the sign-in from a page; an action is refused.
    private func strangerAnswer(_ request: Request) throws -> Response {
        guard route.method == .get else {
            throw Refusal(.unauthorized, "登录已结束，请重新登录后再提交。")
        }
        // A strict cookie does not come along a link on another site: the page is asked for again
        // from here, and then it does.
        if request.headers[.secFetchSite] == "cross-site", let path = ReturnPath(request.uri.string)
        {
            return try hall.frame.response(
                main: try hall.pages.render("forward", ["path": path.text]),
                PageFrame.Chrome(title: "正在打开", forward: path.text)
            )
        }
        let next =
            ReturnPath(request.uri.string).map { "?next=\(PercentEncoding.text($0.text))" } ?? ""
        return Reply.redirect("/signin\(next)")
    }

    private func check(_ principal: Principal, _ parameters: Parameters) throws {
        switch route.access {
        case .open, .signedIn: return
        case .permission(let permission):
            guard principal.may(permission), parameters.get("scheme") == principal.scheme else {
                throw Refusal.forbidden
            }
        }
    }

    private func checkToken(_ request: Request, _ form: Form, _ session: OpenSession) throws {
        let token = request.headers[.csrfToken] ?? form["csrf"] ?? ""
        guard ConstantTime.areEqual(token, session.csrf) else { throw Refusal.foreignForm }
    }

    /// The last check: units named anywhere in the request are the account's own.
    private func handle(_ visit: Visit) async throws -> Response {
        if route.isBoundToUnit {
            let named = [visit.parameter("unit")].compactMap { $0 }
            let typed = (visit.query.fields + visit.form.fields).filter { $0.name == "unit" }
            let units = (named + typed.map(\.value)).filter { !$0.isEmpty }
            let isOwn = units.allSatisfy(visit.principal.covers)
            let isBound = !visit.principal.role.isBoundToUnit || !visit.principal.unit.isEmpty
            guard isOwn, isBound else { throw Refusal.forbidden }
        }
        return try await route.handler(visit)
    }

    private func visit(
        _ request: Request,
        _ context: BoardContext,
        _ session: OpenSession,
        _ query: Form,
        _ form: Form,
        _ upload: ReceivedFile?
    ) -> Visit {
        Visit(
            principal: session.principal,
            request: request,
            form: form,
            query: query,
            upload: upload,
            parameters: context.parameters,
            route: route,
            session: session,
            hall: hall
        )
    }

    private static func isOpenBeforeChange(_ route: BoardRoute) -> Bool {
        route.access == .signedIn
    }
}
