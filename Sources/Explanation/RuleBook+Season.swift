import Events
import Policy

/// Windows, phases, newborns.
extension RuleBook {
    mutating func addSeason() {
        let terms = pack.terms
        let window = terms.window
        addDay("window.opens", "缴费首日", window.opens)
        addDay("window.closes", "缴费末日", window.closes)
        if let benefit = window.benefitFrom { addDay("window.benefitFrom", "待遇起始日", benefit) }
        if let benefit = window.benefitTo { addDay("window.benefitTo", "待遇终止日", benefit) }
        var late = [Facet("逾期", Words.late(window.late.value))]
        if let months = window.waitMonths?.value {
            late.append(Facet("等待期", "\(months)个月，从缴费的次月起"))
        }
        if window.late.value != .refused {
            late.append(Facet("减免", window.lateKeepsRelief ? "照享" : "不再享受"))
        }
        add("window.late", "逾期", late, window.late.citation)
        if let newborn = terms.newborn { addNewborn(newborn) }
        if let lists = terms.listsBy { addDay("listsBy", "名单截止日", lists) }
        for phase in terms.phases {
            var facets = [Facet("日期", Words.days(phase.from, phase.to))]
            if !phase.collects.isEmpty {
                facets.append(Facet("收费", Words.collectors(phase.collects)))
            }
            if !phase.next.isEmpty { facets.append(Facet("其后", phase.next)) }
            add("phase.\(phase.id)", phase.name, facets, phase.citation)
        }
    }

    private mutating func addDay(_ id: String, _ title: String, _ day: Cited<CivilDate>) {
        add(id, title, [Facet("日期", "\(day.value)")], day.citation)
    }

    private mutating func addNewborn(_ rule: NewbornRule) {
        var facets = [
            Facet("出生日", Words.days(rule.bornFrom, rule.bornTo)),
            Facet("条件", Words.anyOf(rule.needs)),
        ]
        if let days = rule.days { facets.append(Facet("期限", "出生后\(days)天内缴清，出生当日不计")) }
        if let until = rule.until { facets.append(Facet("期限", "\(until)前缴清")) }
        let start = rule.benefitFromBirth ? "自出生之日起" : "没有印出"
        add("newborn", "新生儿", facets + [Facet("待遇", start)], rule.citation)
    }

    /// What holds on a day: whether money paid then counts, the phases, and the duties still ahead.
    public func facets(on day: CivilDate) -> [Facet] {
        let terms = pack.terms
        var facets: [Facet] = []
        if day < terms.window.opens.value {
            facets.append(Facet("当日缴费", "早于首日\(terms.window.opens.value)：挂起待查，不计入"))
        } else if day <= terms.window.closes.value {
            facets.append(Facet("当日缴费", "有效"))
        } else {
            facets.append(Facet("当日缴费", "逾期：\(Words.late(terms.window.late.value))"))
            if let months = terms.window.waitMonths?.value {
                facets.append(Facet("待遇", benefit(paidOn: day, wait: months)))
            }
        }
        for phase in terms.phases
        where (phase.from.map { $0 <= day } ?? false) && (phase.to.map { day <= $0 } ?? false) {
            let who = phase.collects.isEmpty ? "" : "（\(Words.collectors(phase.collects))）"
            facets.append(Facet("阶段", "\(phase.name)\(who)，出处\(phase.citation.clause)"))
        }
        for duty in terms.duties {
            guard let by = duty.by, by >= day else { continue }
            facets.append(Facet("待办", "\(by)前 \(duty.who)：\(duty.what)，出处\(duty.citation.clause)"))
        }
        return facets
    }

    private func benefit(paidOn day: CivilDate, wait months: Int) -> String {
        let start = day.firstOfMonth(adding: months + 1)
        let end = pack.terms.window.benefitTo?.value
        return end.map { start > $0 } == true ? "本年度内没有待遇" : "自\(start)起"
    }
}
