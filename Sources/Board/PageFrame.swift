import Hummingbird

/// What stands around every page: header with place and season, navigation, footer.
struct PageFrame: Sendable {
    /// What the frame of one page shows.
    struct Chrome {
        var title: String
        var principal: Principal?
        var csrf = ""
        var path = "/"
        /// A path to go to by itself, from a page that has come across sites.
        var forward: String?
    }

    let pages: PageLibrary
    let sources: BoardSources
    let routes: [BoardRoute]

    /// - Parameter main: Markup of the main part, made by a template.
    func response(
        main: String,
        _ chrome: Chrome,
        status: HTTPResponse.Status = .ok
    ) throws -> Response {
        var model: [String: Any] = [
            "main": main, "title": chrome.title, "style": Asset.style.path,
            "script": Asset.script.path, "csrf": chrome.csrf, "season": "城乡居民医保征缴",
        ]
        if let forward = chrome.forward { model["forward"] = forward }
        if let principal = chrome.principal {
            model["account"] = principal.account
            model["role"] = principal.role.title
            // A section over an empty text would be shown.
            if !principal.unit.isEmpty { model["unit"] = principal.unit }
            model["navigation"] = navigation(principal, path: chrome.path)
            if let season = season(principal.scheme) { model["season"] = season }
            model["moment"] = moment(principal.scheme)
        }
        let text = try pages.render("layout", model)
        return Reply.text(text, type: "text/html; charset=utf-8", status: status)
    }

    /// The pages that a principal may see, in the order in which sections brought them.
    func navigation(_ principal: Principal, path: String = "") -> [[String: Any]] {
        routes.compactMap { route in
            guard let title = route.navigation, case .permission(let permission) = route.access,
                principal.may(permission)
            else { return nil }
            let target = PageFrame.path(route, scheme: principal.scheme)
            return ["title": title, "path": target, "isCurrent": target == path]
        }
    }

    /// Where whoever signs in begins: the first page of the navigation, else the own account.
    func home(_ principal: Principal) -> String {
        navigation(principal).first?["path"] as? String ?? "/account"
    }

    private static func path(_ route: BoardRoute, scheme: String) -> String {
        "/season/\(scheme)" + route.path.dropFirst("/season/:scheme".count)
    }

    private func season(_ scheme: String) -> String? {
        guard let pack = sources.packs[scheme]?.compiled else { return nil }
        return "\(pack.place)\(pack.coverageYear)年度城乡居民医保征缴"
    }

    private func moment(_ scheme: String) -> [String: Any] {
        guard let reading = sources.freshness.reading(of: scheme) else {
            return ["isKnown": false]
        }
        return [
            "isKnown": true, "position": reading.moment.positionText,
            "day": reading.moment.day.map { "\($0)" } ?? "尚无",
            "age": max(0, sources.clock.now - reading.readAt),
            "readAt": BoardClock.text(reading.readAt),
        ]
    }
}

extension Role {
    /// The role's name as people read it.
    public var title: String {
        switch self {
        case .administrator: "系统管理员"
        case .medicalInsurance: "医保局"
        case .tax: "税务局"
        case .finance: "财政局"
        case .bureau: "业务部门"
        case .supervision: "督查室"
        case .town: "乡镇（街道）"
        case .village: "村（社区）"
        case .leader: "领导"
        }
    }
}
