import HTTPTypes
import Hummingbird

/// The own account: what it is, its password, the sign-out.
struct OwnAccountSection: BoardSection {
    let templates = ["own-account": OwnAccountPage.template]

    func addRoutes(to routes: inout BoardRoutes) {
        routes.own(.get, "/account") { try $0.ownAccount(isDone: $0.query["done"] == "1") }
        routes.own(.post, "/account/password") { try await $0.changePassword() }
        routes.own(.post, "/signout") { try await $0.signOut() }
    }
}

extension Visit {
    fileprivate func ownAccount(
        isDone: Bool = false,
        fault: String? = nil,
        status: HTTPResponse.Status = .ok
    ) throws -> Response {
        var model: [String: Any] = [
            "name": principal.account, "role": principal.role.title,
            "mustChange": session.mustChangePassword, "done": isDone,
        ]
        if !principal.office.isEmpty { model["office"] = principal.office }
        if !principal.unit.isEmpty { model["unit"] = principal.unit }
        if let fault { model["fault"] = fault }
        return try render("own-account", title: "我的账号", model, status: status)
    }

    fileprivate func changePassword() async throws -> Response {
        let (old, new) = (form.exact("old") ?? "", form.exact("new") ?? "")
        guard new == form.exact("again") else {
            return try ownAccount(fault: "两次输入的新密码不一样。", status: .badRequest)
        }
        let (hall, name, digest) = (hall, principal.account, session.digest)
        do {
            let isRight = try await hall.passwords.run {
                try hall.desk.change(name, from: old, to: new, keeping: digest)
            }
            guard isRight else {
                return try ownAccount(fault: "原密码不对。", status: .forbidden)
            }
        } catch let fault as PasswordFault {
            return try ownAccount(fault: fault.sentence, status: .badRequest)
        }
        return Reply.redirect("/account?done=1")
    }

    fileprivate func signOut() async throws -> Response {
        let (store, digest) = (hall.gate.store, session.digest)
        try await Offload.run { try store.end(digest) }
        var response = Reply.redirect("/signin")
        response.setCookie(SessionCookie(hall.settings).removed)
        return response
    }
}
