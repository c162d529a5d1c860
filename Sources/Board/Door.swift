import HTTPTypes
import Hummingbird

/// The sign-in, open to everybody.
struct Door: Sendable {
    private let hall: Hall
    private let signIn: SignIn

    init(_ hall: Hall) {
        self.hall = hall
        signIn = SignIn(
            gate: hall.gate,
            limits: SignInLimits(),
            work: hall.passwords,
            cost: hall.settings.passwordCost,
            metrics: hall.metrics
        )
    }

    /// GET /signin.
    func show(_ request: Request) async throws -> Response {
        if let id = SessionCookie(hall.settings).id(of: request),
            let session = try await hall.gate.admit(id)
        {
            return Reply.redirect(hall.frame.home(session.principal))
        }
        let query = try Form(encoded: request.uri.query ?? "")
        return try page(request, next: query["next"] ?? "", fault: nil, status: .ok)
    }

    /// POST /signin.
    func enter(_ request: Request, _ context: BoardContext) async throws -> Response {
        try OriginCheck(hall.settings).check(request)
        let form = try await FormReader.form(of: request)
        guard let id = request.cookies[FormCookie(hall.settings).name]?.value,
            ConstantTime.areEqual(form["csrf"] ?? "", OpenSession.csrf(of: id))
        else { throw Refusal.foreignForm }
        let outcome = try await signIn.attempt(
            try form.required("name"),
            form.exact("password") ?? "",
            address: context.address(of: request, hall.settings)
        )
        let next = form["next"] ?? ""
        switch outcome {
        case .admitted(let id, let principal):
            return try await admit(request, id, principal, next: next)
        case .refused:
            return try page(request, next: next, fault: "账号或密码不对。", status: .forbidden)
        case .locked(let seconds):
            let fault = "尝试次数过多，请 \(seconds) 秒后再试。"
            var response = try page(
                request,
                next: next,
                fault: fault,
                status: .tooManyRequests
            )
            response.headers[.retryAfter] = "\(seconds)"
            return response
        }
    }

    /// A session that the browser had before ends: an id that somebody else has put there is worth
    /// nothing.
    private func admit(
        _ request: Request,
        _ id: String,
        _ principal: Principal,
        next: String
    ) async throws -> Response {
        let cookie = SessionCookie(hall.settings)
        if let old = cookie.id(of: request) {
            let store = hall.gate.store
            try await Offload.run { try store.end(RandomToken.digest(old)) }
        }
        var response = Reply.redirect(ReturnPath(next)?.text ?? hall.frame.home(principal))
        response.setCookie(cookie.set(id))
        response.setCookie(FormCookie(hall.settings).removed)
        return response
    }

    private func page(
        _ request: Request,
        next: String,
        fault: String?,
        status: HTTPResponse.Status
    ) throws -> Response {
        let cookie = FormCookie(hall.settings)
        let known = request.cookies[cookie.name]?.value
        let id = known.flatMap { $0.utf8.count == 64 ? $0 : nil } ?? RandomToken.make()
        var model: [String: Any] = ["csrf": OpenSession.csrf(of: id)]
        if let path = ReturnPath(next) { model["next"] = path.text }
        if let fault { model["fault"] = fault }
        var response = try hall.frame.response(
            main: try hall.pages.render("signin", model),
            PageFrame.Chrome(title: "登录"),
            status: status
        )
        response.setCookie(cookie.set(id))
        return response
    }
}
