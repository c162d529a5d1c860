import Foundation
import Hummingbird
import Intake
import Policy
import Uploads

/// The offices' files: handed in, checked, confirmed, sent (F-039…F-043, F-132).
public struct UploadSection: BoardSection {
    private let desks: [String: UploadDesk]

    /// Creates the section.
    ///
    /// - Parameter desks: A desk for each scheme.
    public init(desks: [String: UploadDesk]) { self.desks = desks }

    /// The templates of its pages.
    public var templates: [String: String] {
        [
            "uploads": UploadPages.desk, "upload": UploadPages.upload,
            "upload-problem": UploadPages.problem, "lists": ListPages.history,
            "list-difference": ListPages.difference,
        ]
    }

    /// Removes files after their time, and stops the desks' work with the server; what was being worked on is told as interrupted.
    public var background: (@Sendable () async throws -> Void)? {
        { [desks] in
            while !Task.isCancelled {
                for desk in desks.values { desk.removeExpired() }
                try? await Task.sleep(for: .seconds(3_600))
            }
            for desk in desks.values { desk.stop() }
        }
    }

    /// Registers the routes.
    public func addRoutes(to routes: inout BoardRoutes) {
        routes.page("uploads", needs: .upload, navigation: "报送") { try await deskPage($0) }
        let limit = desks.values.map(\.limits.fileBytes).max() ?? 0
        routes.upload("uploads", needs: .upload, bytesMax: Int(limit) + (1 << 16)) {
            try await receive($0)
        }
        routes.page("uploads/:upload", needs: .upload) { try await uploadPage($0) }
        routes.page("uploads/:upload/progress", needs: .upload) { try progress($0) }
        routes.page("uploads/:upload/copy", needs: .upload) { try await copy($0) }
        routes.action("uploads/:upload/confirm", needs: .upload) { visit in
            try await act(visit) { desk, id in
                _ = try desk.confirm(id, by: visit.principal.account)
            }
        }
        routes.action("uploads/:upload/again", needs: .upload) { visit in
            try await act(visit) { desk, id in
                try desk.checkAgain(id, by: visit.principal.account)
            }
        }
        routes.action("uploads/:upload/remove", needs: .upload) { visit in
            try await act(visit) { desk, id in
                try desk.remove(id, by: visit.principal.account)
            }
        }
        routes.page("templates/:kind", needs: .upload) { try await template($0) }
        ListHistorySection(desks: desks).addRoutes(to: &routes)
    }

    /// The desk of the visit's scheme, and what the account may hand in there.
    private func desk(_ visit: Visit) throws -> (UploadDesk, UploadRights) {
        guard let desk = desks[visit.scheme] else { throw Refusal.notFound }
        guard let rights = UploadRights(visit.principal) else { throw Refusal.forbidden }
        return (desk, rights)
    }

    private func deskPage(_ visit: Visit) async throws -> Response {
        let (desk, rights) = try desk(visit)
        let page = try await Offload.run { DeskModel(desk: desk, rights: rights) }
        return try visit.render("uploads", title: "报送名单", page.model(now: visit.sources.clock.now))
    }

    private func receive(_ visit: Visit) async throws -> Response {
        let (desk, rights) = try desk(visit)
        guard let file = visit.upload else { throw Refusal.badRequest() }
        let form = visit.form
        guard let kind = ListKind(rawValue: form["kind"] ?? "") else { throw Refusal.badRequest() }
        // A category is of a bureau: the field says both.
        let chosen = (form["category"] ?? "").split(
            separator: "/",
            omittingEmptySubsequences: false
        )
        let order = UploadOrder(
            kind: kind,
            list: form["list"] ?? "",
            bureau: kind == .list ? String(chosen.first ?? "") : "",
            category: chosen.count > 1 ? String(chosen[1]) : "",
            snapshot: form["snapshot"] ?? "",
            supersedes: form["supersedes"] ?? ""
        )
        do {
            let upload = try await Offload.run {
                try desk.receive(
                    order,
                    by: rights,
                    from: file.path,
                    size: Int64(file.size),
                    digest: file.digest
                )
            }
            return visit.redirect(to: "uploads/\(upload.id)")
        } catch let problem as UploadProblem {
            return try problemPage(visit, problem, back: "uploads")
        }
    }

    private func problemPage(
        _ visit: Visit,
        _ problem: UploadProblem,
        back: String
    ) throws -> Response {
        try visit.render(
            "upload-problem",
            title: "没有完成",
            ["sentence": problem.chinese, "code": problem.rawValue, "back": back],
            status: .init(code: problem.httpStatus)
        )
    }

    private func found(_ visit: Visit) throws -> (UploadDesk, Upload) {
        let (desk, _) = try desk(visit)
        let id = visit.parameter("upload") ?? ""
        guard let upload = desk.upload(id, of: visit.principal.account) else {
            throw Refusal.notFound
        }
        return (desk, upload)
    }

    private func uploadPage(_ visit: Visit) async throws -> Response {
        let (desk, upload) = try found(visit)
        let model = UploadModel(upload, policy: desk.policy, hasCopy: desk.copy(of: upload) != nil)
        return try visit.render("upload", title: "核对与确认", model.model)
    }

    private func progress(_ visit: Visit) throws -> Response {
        let (_, upload) = try found(visit)
        let now = upload.progress
        return visit.json(
            "{\"busy\":\(upload.state.isBusy),\"state\":\"\(upload.state.chinese)\","
                + "\"rows\":\(now.rows),\"good\":\(now.rows - now.refused),"
                + "\"refused\":\(now.refused),\"perMille\":\(now.perMille)}"
        )
    }

    private func copy(_ visit: Visit) async throws -> Response {
        let (desk, upload) = try found(visit)
        guard let path = desk.copy(of: upload) else { throw Refusal.notFound }
        let isWorkbook = upload.ending == "xlsx"
        return try await StoredFile(path: path).response(
            type: isWorkbook ? StoredFile.workbook : "text/csv; charset=utf-8",
            name: upload.copyName
        )
    }

    private func act(
        _ visit: Visit,
        _ body: @escaping @Sendable (UploadDesk, String) throws -> Void
    ) async throws -> Response {
        let (desk, upload) = try found(visit)
        do {
            try await Offload.run { try body(desk, upload.id) }
        } catch let problem as UploadProblem {
            return try problemPage(visit, problem, back: "uploads/\(upload.id)")
        }
        return visit.redirect(to: "uploads/\(upload.id)")
    }

    private func template(_ visit: Visit) async throws -> Response {
        let (desk, rights) = try desk(visit)
        let pack = try visit.pack()
        guard let kind = ListKind(rawValue: visit.parameter("kind") ?? ""),
            rights.kinds.contains(kind)
        else { throw Refusal.notFound }
        let bureau = visit.query["bureau"] ?? rights.bureau
        if kind == .list, !rights.bureaus(of: desk.policy).contains(where: { $0.id == bureau }) {
            throw Refusal.forbidden
        }
        let folder = visit.sources.dataFolder
        let file = try await Offload.run {
            let path = "\(folder)/template-\(RandomToken.make())"
            defer { unlink(path) }
            let template =
                kind == .list
                ? try ListTemplate(pack: pack, bureau: bureau, category: "")
                : try ListTemplate(pack: pack, kind: kind)
            try template.write(to: path)
            return try Array(Data(contentsOf: URL(fileURLWithPath: path)))
        }
        return visit.document(file, type: StoredFile.workbook, name: "\(kind.chinese)模板.xlsx")
    }
}

extension UploadRights {
    /// What an account may hand in; nil where it may nothing (F-040, F-132).
    init?(_ principal: Principal) {
        let account = principal.account
        switch principal.role {
        case .bureau:
            guard !principal.office.isEmpty else { return nil }
            self.init(
                account: account,
                kinds: [.list],
                bureau: principal.office,
                office: principal.office
            )
        case .medicalInsurance:
            self.init(
                account: account,
                kinds: [.list, .roster, .registrations, .exclusions, .withdrawals, .targets],
                office: "medical-insurance"
            )
        case .tax:
            self.init(
                account: account,
                kinds: [.roster, .registrations, .withdrawals, .targets],
                office: "tax-bureau"
            )
        case .town, .village:
            guard !principal.unit.isEmpty else { return nil }
            self.init(
                account: account,
                kinds: [.roster, .registrations],
                office: principal.unit,
                unit: principal.unit
            )
        default: return nil
        }
    }
}
