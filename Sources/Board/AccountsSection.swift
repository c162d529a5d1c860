import HTTPTypes
import Hummingbird

/// Accounts of the own scheme, for its administrator.
struct AccountsSection: BoardSection {
    let templates = ["accounts": AccountsPage.template]

    func addRoutes(to routes: inout BoardRoutes) {
        routes.page("accounts", needs: .administer, navigation: "账号") {
            try await $0.accountsPage()
        }
        routes.action("accounts/add", needs: .administer) { try await $0.addAccount() }
        routes.action("accounts/disable", needs: .administer) {
            try await $0.setAccountDisabled(true)
        }
        routes.action("accounts/enable", needs: .administer) {
            try await $0.setAccountDisabled(false)
        }
        routes.action("accounts/reset", needs: .administer) { try await $0.resetAccount() }
    }
}

extension Visit {
    fileprivate func accountsPage(
        fault: String? = nil,
        oneTime: (name: String, password: String)? = nil,
        status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        let (store, scheme) = (hall.gate.store, scheme)
        let accounts = try await Offload.run {
            try store.accounts().filter { $0.scheme == scheme }
        }
        var model: [String: Any] = [
            "accounts": accounts.map(row),
            "roles": Role.allCases.map { ["id": $0.rawValue, "title": $0.title] },
            "offices": try pack().compiled.bureaus.map { ["id": $0.id, "title": $0.name] },
        ]
        if let fault { model["fault"] = fault }
        if let oneTime {
            model["oneTime"] = ["name": oneTime.name, "password": oneTime.password]
        }
        return try render("accounts", title: "账号", model, status: status)
    }

    private func row(_ account: Account) -> [String: Any] {
        let isLocked = account.lockedUntil > sources.clock.now
        let state = account.isDisabled ? "已停用" : isLocked ? "暂时锁定" : "正常"
        return [
            "name": account.name, "role": account.role.title, "office": account.office,
            "unit": account.unit, "state": state,
            "createdAt": BoardClock.text(account.createdAt),
            "isOwn": account.name == principal.account,
            "act": account.isDisabled ? "enable" : "disable",
            "actTitle": account.isDisabled ? "启用" : "停用",
        ]
    }

    fileprivate func addAccount() async throws -> Response {
        guard let role = Role(rawValue: try form.required("role")) else {
            throw Refusal.badRequest()
        }
        let draft = AccountDraft(
            name: try form.required("name"),
            role: role,
            scheme: scheme,
            office: form["office"] ?? "",
            unit: form["unit"] ?? ""
        )
        let (hall, actor) = (hall, principal.account)
        do {
            let password = try await hall.passwords.run {
                try hall.desk.add(draft, password: nil, by: actor)
            }
            return try await accountsPage(oneTime: password.map { (draft.name, $0) })
        } catch let fault as AccountFault {
            return try await accountsPage(fault: fault.chinese, status: .badRequest)
        } catch AccountProblem.exists {
            return try await accountsPage(fault: "账号名已被使用。", status: .conflict)
        }
    }

    fileprivate func setAccountDisabled(_ isDisabled: Bool) async throws -> Response {
        let name = try await otherAccount()
        let (hall, actor) = (hall, principal.account)
        try await Offload.run { try hall.desk.setDisabled(name, isDisabled, by: actor) }
        return redirect(to: "accounts")
    }

    fileprivate func resetAccount() async throws -> Response {
        let name = try await otherAccount()
        let (hall, actor) = (hall, principal.account)
        let password = try await hall.passwords.run {
            try hall.desk.reset(name, password: nil, by: actor)
        }
        return try await accountsPage(oneTime: password.map { (name, $0) })
    }

    /// The account that the form names: of this scheme and not the own one.
    private func otherAccount() async throws -> String {
        let name = try form.required("name")
        let (store, scheme) = (hall.gate.store, scheme)
        let found = try await Offload.run { try store.account(name) }
        guard let account = found, account.scheme == scheme else { throw Refusal.notFound }
        guard account.name != principal.account else { throw Refusal.forbidden }
        return account.name
    }
}
