import Events
import Explanation
import Overview
import Policy

/// The page about one person.
struct PersonPage {
    static let enquiry = """
        {{#isWrong}}<p class="note bad" role="alert">{{problem}}</p>{{/isWrong}}
        {{^hasKeys}}<p class="note">看板没有本季密钥，不能按证件号码查询。请管理员用 --keys 启动。</p>{{/hasKeys}}
        {{#hasKeys}}<form class="plain" method="post" action="{{base}}/enquiry" autocomplete="off">{{>csrf}}
        <label for="kind">证件种类</label>
        <select id="kind" name="kind">{{#kinds}}<option value="{{name}}">{{title}}</option>{{/kinds}}</select>
        <label for="number">证件号码</label>
        <input id="number" name="number" required maxlength="64" autocomplete="off" spellcheck="false" aria-describedby="number-hint">
        <p class="hint" id="number-hint">号码只用于这一次查询，不进网址，不进日志；每次查询都记入查阅记录。</p>
        <button>查询</button></form>{{/hasKeys}}
        """

    static let template = """
        <p class="note {{kind}}"><strong>{{answer}}</strong></p>
        <dl class="facts">{{#facts}}<div><dt>{{name}}</dt><dd>{{value}}</dd></div>
        {{/facts}}</dl>
        {{#hasProof}}<h2>缴费证明</h2>{{#proof}}{{>table}}{{/proof}}<p class="hint">{{proofNote}}</p>{{/hasProof}}
        <h2>收到了什么</h2>
        {{#hasEvents}}{{#events}}{{>table}}{{/events}}{{/hasEvents}}{{^hasEvents}}<p class="hint">没有连接日志。</p>{{/hasEvents}}
        <h2>怎样认定，为什么</h2>
        {{#revisions}}<section class="revision"><h3>第 {{revision}} 次认定 <span class="hint">分录 {{journal}} · 因 {{cause}}</span></h3>
        {{#hasReason}}<p>{{reason}}</p>{{/hasReason}}
        <dl class="facts">{{#outcome}}<div><dt>{{name}}</dt><dd>{{value}}</dd></div>
        {{/outcome}}</dl>
        <ul class="clauses">{{#clauses}}<li><strong>{{clause}}</strong> {{title}}{{#quotes}}<q>{{.}}</q>{{/quotes}}{{#readings}}<br><span class="hint">取法 {{id}}：{{question}}——{{chosen}}（{{why}}）</span>{{/readings}}</li>
        {{/clauses}}{{#others}}<li>也符合「{{category}}」（{{clause}}），没有适用：{{why}}</li>
        {{/others}}{{#flags}}<li>注意：{{.}}</li>
        {{/flags}}</ul>
        {{#hasPostings}}{{#postings}}{{>table}}{{/postings}}{{/hasPostings}}</section>
        {{/revisions}}
        {{#hasBalances}}<h2>此人各科目余额</h2>{{#balances}}{{>table}}{{/balances}}{{/hasBalances}}
        {{#stamp}}{{>stamp}}{{/stamp}}
        <p class="hint">命令行的同一结果：<code>zhengjiao explain --scheme {{scheme}} --identity-file 文件 --ledger URL --log URL --keys 文件</code>。本次查看已记入查阅记录。</p>
        """

    let visit: Visit
    let pack: PolicyPack
    let glance: PersonGlance
    let moment: Moment
    let masked: MaskedIdentity?
    let story: PersonStory
    let evidence: PersonEvidence

    static func title(of kind: IdentityKind) -> String {
        switch kind {
        case .residentID: "居民身份证"
        case .systemNumber: "系统编号"
        case .newborn: "新生儿"
        case .permit: "居住证、通行证"
        }
    }

    var model: [String: Any] {
        get throws {
            let balances = story.balances
            return [
                "answer": answer, "kind": glance.isCovered ? "good" : "", "facts": try facts,
                "hasProof": !proofs.isEmpty, "proof": proof.model, "proofNote": proofNote,
                "hasEvents": story.events != nil, "events": events.model,
                "revisions": story.revisions.reversed().map(revision),
                "hasBalances": !balances.isEmpty,
                "balances": TableModel.facets(balances, caption: "余额", heads: ("科目", "余额")).model,
                "stamp": Stamp.model("census", moment),
            ]
        }
    }

    private var answer: String {
        let status = StatusWords.meaning(of: glance.status)
        return glance.isCovered
            ? "已参保（\(status)）。已收 \(RankingWords.yuan(glance.received)) 元。"
            : "尚未参保（\(status)）。应先缴 \(RankingWords.yuan(glance.upfront)) 元，"
                + "已收 \(RankingWords.yuan(glance.received)) 元。"
    }

    private var facts: [[String: Any]] {
        get throws {
            [
                ("姓名", masked?.name ?? "—"), ("证件号码", masked?.number ?? "—"),
                ("人员编号", glance.person.description), ("单位", RankingWords.unit(glance.unit)),
                ("类别", try visit.category(glance.category)),
                ("个人承担", "\(RankingWords.yuan(glance.due)) 元"),
                ("应退未退", "\(RankingWords.yuan(glance.refundOpen)) 元"),
                ("参保日", glance.enrolledOn.map { "\($0)" } ?? "—"),
            ].map { ["name": $0.0, "value": $0.1] }
        }
    }

    private var events: TableModel {
        TableModel(
            caption: "收到的记录（按日志次序）",
            columns: [
                .init(key: "at", title: "时间"), .init(key: "what", title: "内容"),
                .init(key: "note", title: "备注"), .init(key: "id", title: "来源/编号"),
                .init(key: "place", title: "日志位置"),
            ],
            rows: (story.events ?? []).map { event in
                .init(cells: [
                    .init(text: event.at), .init(text: event.what), .init(text: event.note ?? ""),
                    .init(text: event.id), .init(text: event.place),
                ])
            }
        )
    }

    private func revision(_ it: StoryRevision) -> [String: Any] {
        [
            "revision": it.revision, "journal": it.journal ?? "—",
            "cause": it.causeEvent ?? it.cause ?? "—", "hasReason": it.changeReason != nil,
            "reason": it.changeReason ?? "",
            "outcome": it.outcome.map { ["name": $0.name, "value": $0.value] },
            "clauses": it.reasons.map { reason -> [String: Any] in
                [
                    "clause": reason.clause, "title": reason.title, "quotes": reason.quotes,
                    "readings": reason.readings.map {
                        [
                            "id": $0.id, "question": $0.question, "chosen": $0.chosen,
                            "why": $0.reason,
                        ]
                    },
                ]
            },
            "others": it.others.map {
                ["category": $0.category, "clause": $0.clause, "why": $0.why]
            },
            "flags": it.flags.map(\.value), "hasPostings": !it.postings.isEmpty,
            "postings": postings(it).model,
        ]
    }

    private func postings(_ it: StoryRevision) -> TableModel {
        TableModel(
            caption: "第\(it.revision)次认定的分录",
            columns: [
                .init(key: "side", title: "借贷"), .init(key: "account", title: "科目"),
                .init(key: "amount", title: "金额", isNumber: true),
                .init(key: "clause", title: "依据"),
            ],
            rows: it.postings.map { line in
                .init(cells: [
                    .init(text: line.side), .init(text: line.account), .init(text: line.amount),
                    .init(text: line.clause),
                ])
            },
            head: 1
        )
    }
}

extension TableModel {
    /// A table of names and values.
    static func facets(
        _ facets: [Facet],
        caption: String,
        heads: (String, String)
    ) -> TableModel {
        TableModel(
            caption: caption,
            columns: [
                .init(key: "name", title: heads.0),
                .init(key: "value", title: heads.1, isNumber: true),
            ],
            rows: facets.map { .init(cells: [.init(text: $0.name), .init(text: $0.value)]) }
        )
    }
}
