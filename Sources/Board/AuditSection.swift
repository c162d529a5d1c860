import Hummingbird

/// The audit of the own scheme, for its administrator.
struct AuditSection: BoardSection {
    private static let linesMax = 200

    let templates = ["audit": AuditPage.template]

    func addRoutes(to routes: inout BoardRoutes) {
        routes.page("audit", needs: .administer, navigation: "查看记录") { visit in
            let before = visit.query["before"].flatMap { Int64($0) }
            let (store, scheme) = (visit.hall.gate.store, visit.scheme)
            let lines = try await Offload.run {
                try store.audit(scheme: scheme, before: before, limit: AuditSection.linesMax)
            }
            var model: [String: Any] = ["lines": lines.map(AuditSection.row)]
            if lines.count == AuditSection.linesMax, let last = lines.last {
                model["older"] = last.number
            }
            return try visit.render("audit", title: "查看记录", model)
        }
    }

    private static func row(_ entry: AuditEntry) -> [String: Any] {
        [
            "number": entry.number, "at": BoardClock.text(entry.at), "account": entry.account,
            "action": entry.action.title, "page": entry.page,
            "person": entry.person.map { "\($0)" } ?? "",
        ]
    }
}

extension AuditEntry.Action {
    /// The action as people read it.
    public var title: String {
        switch self {
        case .personSeen: "查看个人（脱敏）"
        case .namesOpened: "显示姓名和号码"
        case .signedIn: "登录"
        case .signInRefused: "登录被拒"
        case .accountChanged: "账号变动"
        case .fileUploaded: "上传文件"
        }
    }
}
