import Board
import Events
import Hummingbird

/// A page, an action and an upload for each permission, and a page that shows what it is given.
struct ProbeSection: BoardSection {
    let templates = ["probe": "<p>单位 {{unit}}</p><p title=\"{{text}}\">{{text}}</p>"]

    func addRoutes(to routes: inout BoardRoutes) {
        for permission in Permission.allCases {
            let name = permission.rawValue
            routes.page("probe/\(name)", needs: permission, navigation: "测试\(name)") { visit in
                try visit.render(
                    "probe",
                    title: "测试",
                    ["unit": visit.unit, "text": visit.query["text"] ?? ""]
                )
            }
            routes.action("probe/\(name)", needs: permission) {
                try $0.render("probe", title: "测试", ["unit": $0.unit, "text": ""])
            }
            routes.upload("probe/\(name)/file", needs: permission, bytesMax: 1 << 16) { visit in
                guard let upload = visit.upload else { throw Refusal.badRequest() }
                return visit.json("{\"size\": \(upload.size)}")
            }
        }
        routes.page("probe/person/:person", needs: .seePersons) { visit in
            try await visit.recordView(of: try visit.person(), page: "probe")
            return try visit.render("probe", title: "测试", ["unit": "", "text": ""])
        }
    }
}
