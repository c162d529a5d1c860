import Events
import Policy

/// Funders, bureaus, channels, progress, duties, units.
extension RuleBook {
    mutating func addOffices() {
        let terms = pack.terms
        add(
            "categories.order",
            "类别的先后（金额相同时在前者优先）",
            [Facet("顺序", terms.categories.map(\.name).joined(separator: "、"))],
            terms.conflict
        )
        for funder in terms.funders {
            let facets = [Facet("名称", funder.name)] + aliases(funder.aliases)
            add("funder.\(funder.id)", "承担方", facets, funder.citation)
        }
        for bureau in terms.bureaus {
            let names = bureau.supplies.map(categoryName).joined(separator: "、")
            let facets = [Facet("可报名单", names)] + aliases(bureau.aliases)
            add("bureau.\(bureau.id)", bureau.name, facets, bureau.citation)
        }
        for channel in terms.channels {
            let facets = [Facet("收款", Words.collector(channel.collector))]
            add(
                "channel.\(channel.id)",
                channel.name,
                facets + aliases(channel.aliases),
                channel.citation
            )
        }
    }

    func aliases(_ names: [String]) -> [Facet] {
        names.isEmpty ? [] : [Facet("别名", names.joined(separator: "、"))]
    }

    mutating func addProgress() {
        let ranking = pack.terms.ranking
        addRanking(ranking)
        for (index, rate) in ranking.targetRates.enumerated() {
            let of = rate.of == .units ? "各单位" : "须达100%的各类人"
            add(
                "ranking.targetRate.\(index + 1)",
                "参保率",
                [Facet("对象", of), Facet("不低于", "\(rate.percent)%")],
                rate.citation
            )
        }
        for (index, band) in ranking.scores.enumerated() {
            let points = band.points.map { "\($0)分" } ?? "待定"
            let by = band.by.map { "\($0)前完成" } ?? "其余"
            let facets = [Facet("条件", by), Facet("得分", points)]
            add("ranking.score.\(index + 1)", "考核得分", facets, band.citation)
        }
        for (index, publication) in ranking.publications.enumerated() {
            add(
                "ranking.publication.\(index + 1)",
                publication.what == "ranking" ? "排名" : "通报",
                [Facet("频次", Words.period(publication.every))],
                publication.citation
            )
        }
        if let cutoff = ranking.cutoff {
            add("ranking.cutoff", "考核截止日", [Facet("日期", "\(cutoff.value)")], cutoff.citation)
        }
        if let total = pack.terms.printedTotal {
            add("printedTotal", "印出的合计", [Facet("人数", "\(total.value)")], total.citation)
        }
        addDuties()
        addUnits()
    }

    private mutating func addRanking(_ ranking: RankingSettings) {
        let base =
            switch ranking.base {
            case .headcount: "印出的任务人数"
            case .population: "印出的总人口数"
            case .roster: "缴费清册人数"
            }
        let ties = ranking.ties.map { $0 == .amountRate ? "金额完成率" : "文件顺序" }
        add(
            "ranking",
            "进度",
            [
                Facet("分子", ranking.counts == .payers ? "自己缴了费的人" : "已参保的人（含全额资助）"),
                Facet("分母", base), Facet("同率", ties.joined(separator: "，再按")),
            ],
            ranking.citation
        )
    }

    private mutating func addDuties() {
        for duty in pack.terms.duties {
            var facets = [Facet("责任", duty.who), Facet("事项", duty.what)]
            if let by = duty.by { facets.append(Facet("期限", "\(by)前（含当日）")) }
            if let days = duty.days { facets.append(Facet("天数", days == 0 ? "当日" : "\(days)天")) }
            add("duty.\(duty.id)", "职责", facets, duty.citation)
        }
    }

    /// The units' file has no clause of its own: what its figures mean is the ranking's.
    private mutating func addUnits() {
        for unit in pack.terms.units {
            var facets: [Facet] = []
            if unit.targetHeads > 0 { facets.append(Facet("任务人数", "\(unit.targetHeads)")) }
            if unit.targetAmount > .zero {
                facets.append(Facet("任务金额", Words.yuan(unit.targetAmount)))
            }
            if unit.population > 0 { facets.append(Facet("总人口", "\(unit.population)")) }
            if !unit.taxBranch.isEmpty { facets.append(Facet("税务分局", unit.taxBranch)) }
            if !unit.hospital.isEmpty { facets.append(Facet("卫生院", unit.hospital)) }
            add(
                "unit.\(unit.name)",
                "单位",
                facets + aliases(unit.aliases),
                pack.terms.ranking.citation
            )
        }
    }
}
