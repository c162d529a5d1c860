import Events
import Policy

/// Every day that a pack prints: who owes what by when (F-137).
///
/// «Overdue» says that the day has passed by the last day that the ledger knows; whether it was
/// done in time is told by the documents of the duty.
struct DutyCalendar {
    /// A day, or a number of days.
    struct Entry {
        var from: CivilDate?
        var by: CivilDate?
        var who: String
        var what: String
        var clause: String
        var quotes: [String]
    }

    let pack: PolicyPack
    let today: CivilDate?

    /// Entries in order of their days, those without a day last.
    var entries: [Entry] {
        var all = pack.terms.duties.map { duty in
            Entry(
                from: nil,
                by: duty.by,
                who: duty.who,
                what: duty.days.map { "\(duty.what)（\($0)日）" } ?? duty.what,
                clause: duty.citation.clause,
                quotes: duty.citation.quotes
            )
        }
        for phase in pack.terms.phases {
            all.append(
                entry(phase.from, phase.to, "各单位", "阶段「\(phase.name)」", phase.citation)
            )
        }
        let window = pack.terms.window
        all.append(entry(nil, window.opens.value, "各单位", "缴费首日", window.opens.citation))
        all.append(entry(nil, window.closes.value, "各单位", "缴费末日", window.closes.citation))
        for band in pack.compiled.ranking.scores {
            guard let by = band.by else { continue }
            let points = band.points.map { "计\($0)分" } ?? "得分待定"
            all.append(entry(nil, by, "各单位", "完成任务，\(points)", band.citation))
        }
        if let lists = pack.terms.listsBy {
            all.append(entry(nil, lists.value, "名单提供部门", "名单截止", lists.citation))
        }
        if let cutoff = pack.compiled.ranking.cutoff {
            all.append(entry(nil, cutoff.value, "各单位", "考核日", cutoff.citation))
        }
        return all.sorted { left, right in
            (left.by?.day ?? .max, left.what) < (right.by?.day ?? .max, right.what)
        }
    }

    private func entry(
        _ from: CivilDate?,
        _ by: CivilDate?,
        _ who: String,
        _ what: String,
        _ citation: Citation
    ) -> Entry {
        Entry(
            from: from,
            by: by,
            who: who,
            what: what,
            clause: citation.clause,
            quotes: citation.quotes
        )
    }

    /// How an entry stands on the last day that the ledger knows.
    func state(_ entry: Entry) -> (text: String, kind: String) {
        guard let by = entry.by else { return ("没有印出日期", "") }
        guard let today else { return ("—", "") }
        if today > by { return ("已过\(today.day - by.day)天", "warn") }
        if let from = entry.from, today >= from { return ("进行中，还有\(by.day - today.day)天", "good") }
        return (today == by ? "就是当天" : "还有\(by.day - today.day)天", "")
    }

    func table(_ shown: [Entry], caption: String, source: String = "") -> TableModel {
        TableModel(
            caption: caption,
            columns: [
                .init(key: "by", title: "期限"), .init(key: "who", title: "谁"),
                .init(key: "what", title: "做什么"), .init(key: "state", title: "到业务截至日"),
                .init(key: "clause", title: "出处"),
            ],
            rows: shown.map { entry in
                let state = state(entry)
                let from = entry.from.map { "\($0)至" } ?? ""
                let quotes = entry.quotes.map { "「\($0)」" }.joined()
                return .init(cells: [
                    .init(text: entry.by.map { "\(from)\($0)" } ?? "—"), .init(text: entry.who),
                    .init(text: entry.what), .init(text: state.text, kind: state.kind),
                    .init(text: "\(entry.clause) \(quotes)"),
                ])
            },
            source: source
        )
    }
}
