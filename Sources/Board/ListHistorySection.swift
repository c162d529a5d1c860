import Events
import Hummingbird
import Intake
import Policy
import Uploads

/// Lists as the log of record knows them: which count, how two versions differ, and their audit
/// (F-041, F-042).
struct ListHistorySection: Sendable {
    let desks: [String: UploadDesk]

    /// Differences that a page shows at most.
    private static let shown = 500

    func addRoutes(to routes: inout BoardRoutes) {
        routes.page("lists", needs: .seeLists, navigation: "名单历史") { try await history($0) }
        routes.page("lists/difference", needs: .seeLists) { try await difference($0) }
        routes.action("lists/audit", needs: .seeLists) { try await audit($0) }
    }

    /// The lists that the account may see: of its own bureau, of all for 医保局.
    private func lists(_ visit: Visit) async throws -> (any ListHistory, [ListStanding]) {
        guard let desk = desks[visit.scheme], let history = desk.history else {
            throw Refusal.notFound
        }
        guard let rights = UploadRights(visit.principal) else { throw Refusal.forbidden }
        let own = Set(rights.bureaus(of: desk.policy).map(\.id))
        let lists = try await Offload.run { try history.lists() }
        return (
            history,
            lists.filter { own.contains($0.bureau) || rights.kinds.count > 1 && $0.bureau.isEmpty }
        )
    }

    private func history(_ visit: Visit) async throws -> Response {
        let (_, lists) = try await lists(visit)
        let policy = try visit.pack().compiled
        let mayAudit = visit.principal.role == .medicalInsurance
        let rows = lists.map { it -> [String: Any] in
            var row: [String: Any] = [
                "list": it.list, "rows": it.rows, "state": it.chinese,
                "snapshot": it.snapshot?.description ?? "", "mayAudit": mayAudit,
                "bureau": policy.bureau(it.bureau).map { policy.bureaus[$0].name } ?? it.bureau,
            ]
            if it.waitsForAudit { row["waits"] = true }
            return row
        }
        return try visit.render(
            "lists",
            title: "名单历史",
            ["lists": Array(rows.reversed()), "hasLists": !rows.isEmpty, "mayAudit": mayAudit]
        )
    }

    private func difference(_ visit: Visit) async throws -> Response {
        let (history, lists) = try await lists(visit)
        let (from, to) = (visit.query["from"] ?? "", visit.query["to"] ?? "")
        let own = Set(lists.map(\.list))
        guard own.contains(from), own.contains(to),
            let found = try await Offload.run({ try history.differences(from: from, to: to) })
        else { throw Refusal.notFound }
        func count(_ kind: String) -> Int { found.filter { $0.kind == kind }.count }
        return try visit.render(
            "list-difference",
            title: "名单差异",
            [
                "from": from, "to": to, "added": count("added"), "removed": count("removed"),
                "changed": count("changed"), "hasRows": !found.isEmpty,
                "isCut": found.count > ListHistorySection.shown, "shown": ListHistorySection.shown,
                "rows": found.prefix(ListHistorySection.shown).map { it in
                    [
                        "kind": it.kindChinese, "unit": it.unit,
                        "before": it.before.map { "\($0)" } ?? "",
                        "after": it.after.map { "\($0)" } ?? "",
                        "columns": it.columns.joined(separator: "、"),
                    ]
                },
            ]
        )
    }

    /// 医保局 audits a list: from then on it counts (F-042).
    private func audit(_ visit: Visit) async throws -> Response {
        guard visit.principal.role == .medicalInsurance else { throw Refusal.forbidden }
        guard let keys = visit.keys else { throw Refusal.unavailable }
        let (_, lists) = try await lists(visit)
        let list = try visit.form.required("list")
        guard UploadOrder.isPlain(list),
            lists.contains(where: { $0.list == list && $0.waitsForAudit })
        else {
            throw Refusal(.conflict, "这份名单现在不能审核，请返回名单历史查看状态。")
        }
        let producer = OperationsProducer(
            log: visit.sources.log,
            keys: keys,
            scheme: visit.scheme,
            policy: try visit.pack().compiled
        )
        // A plain id holds neither quotation marks nor escapes.
        let record =
            "{\"type\":\"ListAudited\",\"id\":\"audit-\(list)\",\"at\":\""
            + BoardClock.text(visit.sources.clock.now)
            + "\",\"by\":{\"office\":\"医保局\",\"role\":\"auditor\"},\"list\":\"\(list)\"}\n"
        let report = try await Offload.run {
            try producer.send(.memory(Array(record.utf8), name: "audit.jsonl"))
        }
        guard report.rowsSent == 1 else { throw Refusal.unavailable }
        return visit.redirect(to: "lists")
    }
}
