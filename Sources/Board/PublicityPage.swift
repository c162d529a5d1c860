import Events
import Explanation
import Policy

/// What the notice tells the public: price, window, who pays what, ways to pay, offices (F-123).
struct PublicityPage {
    let pack: PolicyPack

    private var policy: CompiledPolicy { pack.compiled }

    var notice: String {
        let notice = pack.terms.notice
        let day = notice.issued.map { "，\($0)" } ?? ""
        return "依据：\(notice.title)\(notice.number.isEmpty ? "" : "（\(notice.number)）")\(day)"
    }

    /// Rules on money and window, each with its clause.
    var parts: [[String: Any]] {
        let book = RuleBook(pack)
        let wanted = [
            ("缴费标准", ["premium", "tier"]), ("什么时候缴", ["window", "phase", "newborn"]),
            ("谁可以参保", ["scope"]),
        ]
        return wanted.compactMap { title, prefixes in
            let entries = book.entries.filter { entry in
                prefixes.contains { entry.id == $0 || entry.id.hasPrefix("\($0).") }
            }
            guard !entries.isEmpty else { return nil }
            return [
                "title": title,
                "facts": entries.map { entry in
                    [
                        "name": entry.title,
                        "value": entry.facets.map { "\($0.name)：\($0.value)" }
                            .joined(separator: "；") + "（\(entry.clause)）",
                    ]
                },
            ]
        }
    }

    /// Groups, and what they pay.
    var categories: TableModel {
        let book = RuleBook(pack)
        return TableModel(
            caption: "各类人员怎样缴",
            columns: [
                .init(key: "category", title: "人员"), .init(key: "terms", title: "怎样缴"),
                .init(key: "clause", title: "出处"),
            ],
            rows: policy.categories.map { category in
                let entry = book.entry("category.\(category.id)")
                let terms = (entry?.facets ?? []).map { "\($0.name)：\($0.value)" }
                return .init(cells: [
                    .init(text: category.name), .init(text: terms.joined(separator: "；")),
                    .init(text: entry?.clause ?? ""),
                ])
            }
        )
    }

    /// Ways to pay.
    var channels: TableModel {
        TableModel(
            caption: "缴费渠道",
            columns: [
                .init(key: "channel", title: "渠道"), .init(key: "collector", title: "办理"),
                .init(key: "clause", title: "出处"),
            ],
            rows: policy.channels.map { channel in
                .init(cells: [
                    .init(text: channel.name), .init(text: PublicityPage.word(channel.collector)),
                    .init(text: channel.citation.clause),
                ])
            }
        )
    }

    private static func word(_ collector: Channel.Collector) -> String {
        switch collector {
        case .village: "村（社区）代收"
        case .selfService: "自助缴费"
        case .bank: "银行、信用社"
        case .school: "学校代收"
        case .office: "办税、服务窗口"
        }
    }
}
