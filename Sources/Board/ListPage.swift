import Events
import Explanation
import Overview

/// A list of persons as a page.
struct ListPage {
    static let template = """
        <p>{{intro}}</p>
        {{#isUnpaid}}{{#units}}{{>table}}{{/units}}{{/isUnpaid}}
        <h2>名单（共 {{total}} 人）</h2>
        {{^hasKeys}}<p class="note">看板没有本季密钥，名单只显示人员编号。</p>{{/hasKeys}}
        {{#people}}{{>table}}{{/people}}
        <div class="row">{{#hasNext}}<a class="button" href="{{next}}">下一页</a>{{/hasNext}}
        {{#mayOpen}}<form method="post" action="{{action}}">{{>csrf}}<input type="hidden" name="unit" value="{{unit}}"><input type="hidden" name="group" value="{{group}}">{{#hasAfter}}<input type="hidden" name="after" value="{{after}}"><input type="hidden" name="after-unit" value="{{afterUnit}}">{{/hasAfter}}
        <button data-confirm="显示本页姓名和证件号码？每个人都会记入查阅记录。">显示本页姓名（记入查阅记录）</button></form>{{/mayOpen}}</div>
        {{#isOpen}}<p class="note">本页显示了姓名和证件号码，已记入查阅记录。用完请关闭页面。</p>{{/isOpen}}
        {{#stamp}}{{>stamp}}{{/stamp}}
        """

    let visit: Visit
    let kind: PeopleQuestion.Kind
    let unit: String
    let answer: Answer<ListAnswer>
    let names: [PersonKey: (name: String, number: String)]

    private var group: String { if case .missing(let group) = kind { group } else { "" } }

    private var page: String { group.isEmpty ? "unpaid" : "missing" }

    var title: String {
        get throws {
            let place = unit.isEmpty ? "" : "：\(unit)"
            if group.isEmpty { return "未缴清单\(place)" }
            return "\(try visit.category(group))未参保名单\(place)"
        }
    }

    func model(isOpen: Bool) throws -> [String: Any] {
        let list = answer.value.page
        let form = visit.form["after"] ?? visit.query["after"] ?? ""
        return [
            "intro": group.isEmpty
                ? "未参保、仍可参保的人：上门、电话、微信逐人落实。自愿放弃、不能参保的不在其内。"
                : "须100%参保而尚未参保的人，含自愿放弃的。", "total": list.total,
            "isUnpaid": group.isEmpty, "units": units.model, "people": try people.model,
            "hasKeys": visit.keys != nil, "unit": unit, "group": group,
            "hasNext": list.next != nil, "next": next, "action": visit.path(page),
            "mayOpen": visit.principal.may(.openNames) && !isOpen && visit.keys != nil
                && !list.people.isEmpty, "isOpen": isOpen, "hasAfter": !form.isEmpty, "after": form,
            "afterUnit": visit.form["after-unit"] ?? visit.query["after-unit"] ?? "",
            "stamp": Stamp.model(group.isEmpty ? "unpaid" : "groups", answer.moment),
        ]
    }

    private var next: String {
        guard let next = answer.value.page.next else { return "" }
        return visit.path(
            page,
            [
                ("unit", unit), ("group", group), ("after-unit", next.unit),
                ("after", next.person.description),
            ]
        )
    }

    private var units: TableModel {
        TableModel(
            caption: "各村（社区）",
            columns: [
                .init(key: "unit", title: "单位"),
                .init(key: "known", title: "账上人数", isNumber: true),
                .init(key: "covered", title: "已参保", isNumber: true),
                .init(key: "unpaid", title: "未缴", isNumber: true),
                .init(key: "amount", title: "应先缴（元）", isNumber: true),
            ],
            rows: answer.value.units.filter { $0.unpaid > 0 }.map { standing in
                let link =
                    standing.unit.isEmpty ? "" : visit.path("unpaid", [("unit", standing.unit)])
                return .init(cells: [
                    .init(text: RankingWords.unit(standing.unit), link: link),
                    .init(text: "\(standing.known)"), .init(text: "\(standing.covered)"),
                    .init(text: "\(standing.unpaid)"),
                    .init(text: RankingWords.yuan(standing.unpaidAmount)),
                ])
            },
            source: visit.path("figure/unpaid")
        )
    }

    private var people: TableModel {
        get throws {
            TableModel(
                caption: try title,
                columns: [
                    .init(key: "unit", title: "单位"), .init(key: "name", title: "姓名"),
                    .init(key: "number", title: "证件号码"), .init(key: "category", title: "类别"),
                    .init(key: "status", title: "状态"),
                    .init(key: "upfront", title: "应先缴（元）", isNumber: true),
                    .init(key: "received", title: "已缴（元）", isNumber: true),
                    .init(key: "done", title: "联系结果"),
                ],
                rows: try answer.value.page.people.map { person in
                    let name = names[person.person]
                    return .init(cells: [
                        .init(text: RankingWords.unit(person.unit)),
                        .init(
                            text: name?.name ?? person.person.description,
                            link: visit.path("person/\(person.person)")
                        ), .init(text: name?.number ?? "—"),
                        .init(text: try visit.category(person.category)),
                        .init(text: StatusWords.meaning(of: person.status)),
                        .init(text: RankingWords.yuan(person.upfront)),
                        .init(text: RankingWords.yuan(person.received)), .init(text: ""),
                    ])
                },
                head: 1
            )
        }
    }
}
