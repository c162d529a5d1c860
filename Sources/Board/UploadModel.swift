import Intake
import Policy
import Uploads

/// What the page of one upload shows.
struct UploadModel {
    let model: [String: Any]

    init(_ upload: Upload, policy: CompiledPolicy, hasCopy: Bool) {
        var model: [String: Any] = [
            "id": upload.id, "list": upload.order.list, "state": upload.state.chinese,
            "kind": upload.order.listKind?.chinese ?? "", "snapshot": upload.order.snapshot,
            "size": UploadModel.size(upload.size),
            "received": BoardClock.text(upload.receivedAt).replacing("T", with: " "),
            "digest": String(upload.digest.prefix(16)), "hasCopy": hasCopy,
            "isBusy": upload.state.isBusy, "rows": upload.progress.rows,
            "perMille": upload.progress.perMille,
            "good": upload.progress.rows - upload.progress.refused,
            "refused": upload.progress.refused,
            "isSent": upload.state == .sent, "isRepeated": upload.state == .repeated,
            "isRemoved": upload.state == .removed,
            "isCheckInterrupted": upload.state == .checkInterrupted,
            "isSendInterrupted": upload.state == .sendInterrupted,
            "isList": upload.order.listKind == .list,
        ]
        if !upload.order.supersedes.isEmpty { model["supersedes"] = upload.order.supersedes }
        model["bureau"] = UploadModel.supplier(upload.order, policy)
        model["category"] = UploadModel.category(upload.order, policy)
        model["mayConfirm"] = upload.state == .checked && upload.check?.good ?? 0 > 0
        model["hasNothing"] = upload.state == .checked && upload.check?.good ?? 0 == 0
        model["maySendAgain"] = upload.state == .sendInterrupted
        model["mayRemove"] =
            upload.state != .removed && upload.state != .sending && upload.state != .confirmed
        if let check = upload.check { model["check"] = UploadModel.outcome(check) }
        if let sending = upload.sending { model["sending"] = UploadModel.outcome(sending) }
        self.model = model
    }

    private static func outcome(_ outcome: UploadOutcome) -> [String: Any] {
        var model: [String: Any] = [
            "rows": outcome.rows, "good": outcome.good, "refused": outcome.refused,
            "hasRefused": outcome.refused > 0, "isClean": outcome.refused == 0,
            "unshown": outcome.refused - Int64(outcome.verdicts.count), "notes": outcome.notes,
            "hasNotes": !outcome.notes.isEmpty,
        ]
        if !outcome.refusal.isEmpty {
            model["refusal"] = [
                "sentence": outcome.refusalChinese, "code": outcome.refusal,
                "detail": outcome.refusalDetail,
            ]
        }
        if !outcome.failure.isEmpty { model["failure"] = outcome.failure }
        model["hasUnshown"] = outcome.refused > Int64(outcome.verdicts.count)
        model["isRead"] = outcome.refusal.isEmpty && outcome.failure.isEmpty
        model["codes"] = outcome.byCode.map { code in
            [
                "code": code.code, "count": code.count, "reason": code.reason,
                "remedy": code.remedy,
            ] as [String: Any]
        }
        model["verdicts"] = outcome.verdicts.map { verdict in
            [
                "place": verdict.place, "column": verdict.column, "reason": verdict.reason,
                "remedy": verdict.remedy, "code": verdict.code,
            ]
        }
        return model
    }

    /// Whoever supplies a table, as the pack prints it.
    static func supplier(_ order: UploadOrder, _ policy: CompiledPolicy) -> String {
        if let bureau = policy.bureau(order.bureau) { return policy.bureaus[bureau].name }
        switch order.bureau {
        case "medical-insurance": return "医保局"
        case "tax-bureau": return "税务局"
        default: return order.bureau
        }
    }

    static func category(_ order: UploadOrder, _ policy: CompiledPolicy) -> String {
        guard order.listKind == .list else { return "" }
        if order.category.isEmpty { return "表内“类别”列" }
        return policy.category(order.category).map { policy.categories[$0.index].name }
            ?? order.category
    }

    /// Bytes as people read them.
    static func size(_ bytes: Int64) -> String {
        if bytes < 1 << 10 { return "\(bytes) 字节" }
        if bytes < 1 << 20 { return "\(bytes >> 10) KiB" }
        return "\(bytes >> 20).\((bytes >> 10) % 1_024 * 10 / 1_024) MiB"
    }
}

/// What the page of the desk shows: the form, the templates, what was handed in.
struct DeskModel: Sendable {
    private let desk: UploadDesk
    private let rights: UploadRights
    private let uploads: [Upload]
    private let lists: [ListStanding]

    /// Reads what the desk and the log have.
    init(desk: UploadDesk, rights: UploadRights) {
        (self.desk, self.rights) = (desk, rights)
        uploads = desk.uploads(of: rights.account)
        let own = rights.bureaus(of: desk.policy).map(\.id)
        lists = ((try? desk.history?.lists()) ?? []).filter { own.contains($0.bureau) }
    }

    func model(now: Int64) -> [String: Any] {
        let policy = desk.policy
        let bureaus = rights.bureaus(of: policy)
        let today = String(BoardClock.text(now).prefix(10))
        let stem = rights.bureau.isEmpty ? rights.office : rights.bureau
        let number = uploads.count + 1
        return [
            "kinds": rights.kinds.map { ["value": $0.rawValue, "title": $0.chinese] },
            "hasLists": !bureaus.isEmpty,
            "bureaus": bureaus.map { bureau in
                [
                    "id": bureau.id, "name": bureau.name,
                    "categories": UploadRights.categories(of: bureau.id, in: policy).map {
                        ["id": "\(bureau.id)/\($0.id)", "name": $0.name]
                    },
                ] as [String: Any]
            },
            "suggested": "\(stem)-\(today.replacing("-", with: "."))-\(number)", "today": today,
            "unit": rights.unit, "hasUnit": !rights.unit.isEmpty,
            "limit": UploadModel.size(desk.limits.fileBytes), "days": desk.limits.daysKept,
            "known": lists.map { ["list": $0.list] }, "hasKnown": !lists.isEmpty,
            "templates": templates(bureaus),
            "hasUploads": !uploads.isEmpty,
            "uploads": uploads.prefix(200).map { upload in
                [
                    "id": upload.id, "list": upload.order.list, "state": upload.state.chinese,
                    "kind": upload.order.listKind?.chinese ?? "",
                    "supplier": UploadModel.supplier(upload.order, policy),
                    "snapshot": upload.order.snapshot,
                    "received": BoardClock.text(upload.receivedAt).replacing("T", with: " "),
                    "rows": upload.check?.rows ?? 0, "refused": upload.check?.refused ?? 0,
                ] as [String: Any]
            },
        ]
    }

    private func templates(_ bureaus: [Bureau]) -> [[String: Any]] {
        rights.kinds.flatMap { kind -> [[String: Any]] in
            if kind != .list { return [["path": kind.rawValue, "title": kind.chinese]] }
            return bureaus.map { ["path": "list?bureau=\($0.id)", "title": "\($0.name)名单"] }
        }
    }
}
