import Events
import Policy

/// How one rule differs between two packs.
public struct RuleDifference: Hashable, Codable, Sendable {
    /// What became of the rule.
    public enum Change: String, Codable, Sendable {
        /// Only the second pack has it.
        case added
        /// Only the first pack has it.
        case removed
        /// Another value.
        case changed
        /// The same value with other words, clause or reading.
        case source
    }

    /// A part of the value that differs.
    public struct Part: Hashable, Codable, Sendable {
        /// What the part is.
        public var name: String
        /// The value in the first pack; nil where it has none.
        public var old: String?
        /// The value in the second pack; nil where it has none.
        public var new: String?

        /// Creates a part.
        public init(name: String, old: String?, new: String?) {
            self.name = name
            self.old = old
            self.new = new
        }
    }

    /// The rule's id.
    public var id: String
    /// What the rule is about.
    public var title: String
    /// What became of it.
    public var change: Change
    /// The parts that differ.
    public var parts: [Part]
    /// The rule in the first pack.
    public var old: RuleEntry?
    /// The rule in the second pack.
    public var new: RuleEntry?
    /// Who is concerned, and what follows for them.
    public var consequence: String
}

/// Two packs compared rule by rule.
public struct PackDifference: Codable, Sendable {
    /// Name of the first pack.
    public var from: String
    /// Name of the second pack.
    public var to: String
    /// SHA-256 of the first pack.
    public var fromHash: String
    /// SHA-256 of the second pack.
    public var toHash: String
    /// The rules that differ, in the order of the second pack, removed ones last.
    public var differences: [RuleDifference]

    /// Compares two packs.
    public init(from: RuleBook, to: RuleBook, names: (from: String, to: String)) {
        self.from = names.from
        self.to = names.to
        fromHash = from.hash
        toHash = to.hash
        let old = Dictionary(
            from.entries.map { ($0.id, $0) },
            uniquingKeysWith: { first, _ in first }
        )
        let known = Set(to.entries.map(\.id))
        differences = to.entries.compactMap { PackDifference.difference(old[$0.id], $0) }
        differences += from.entries.filter { !known.contains($0.id) }.compactMap {
            PackDifference.difference($0, nil)
        }
    }

    private static func difference(_ old: RuleEntry?, _ new: RuleEntry?) -> RuleDifference? {
        guard let entry = new ?? old, old != new else { return nil }
        var parts = facetNames(old, new).compactMap { name -> RuleDifference.Part? in
            let before = values(old, name)
            let after = values(new, name)
            return before == after
                ? nil : RuleDifference.Part(name: name, old: before, new: after)
        }
        if let old, let new, old.title != new.title {
            parts.insert(RuleDifference.Part(name: "名称", old: old.title, new: new.title), at: 0)
        }
        let change: RuleDifference.Change =
            old == nil ? .added : new == nil ? .removed : parts.isEmpty ? .source : .changed
        return RuleDifference(
            id: entry.id,
            title: entry.title,
            change: change,
            parts: parts,
            old: old,
            new: new,
            consequence: change == .source
                ? "只改出处或取法的文字，核定结果不变" : Consequence.of(entry.id, parts)
        )
    }

    private static func facetNames(_ old: RuleEntry?, _ new: RuleEntry?) -> [String] {
        var names: [String] = []
        for facet in (old?.facets ?? []) + (new?.facets ?? []) where !names.contains(facet.name) {
            names.append(facet.name)
        }
        return names
    }

    private static func values(_ entry: RuleEntry?, _ name: String) -> String? {
        let found = entry?.facets.filter { $0.name == name }.map(\.value) ?? []
        return found.isEmpty ? nil : found.joined(separator: "；")
    }
}

/// Who is concerned by a changed rule, and what follows.
enum Consequence {
    static func of(_ id: String, _ parts: [RuleDifference.Part]) -> String {
        let head = id.split(separator: ".").first.map(String.init) ?? id
        switch head {
        case "premium":
            let tier = id.split(separator: ".").dropFirst().joined()
            let who = tier.isEmpty ? "在册的每一个人" : "\(tier)的每一个人"
            return "\(who)：应缴、各方承担、多缴少缴重新核定"
        case "category": return category(parts)
        case "categories", "conflict": return "符合多个类别的人：适用哪一类、由谁承担重新核定"
        case "window", "listsBy": return window(id, parts)
        case "newborn": return "征缴期和本年度内出生的新生儿重新核定"
        case "scope", "outOfScope", "reliefNeeds": return "户籍、居住、参保情况相符的人：能否参保、能否减免重新核定"
        case "givesUp", "guardian", "registrationFirst", "householdSameTier":
            return "有此标记或缺此登记的人：状态重新核定，金额不变"
        case "phase", "channel": return "缴费行的阶段、渠道提示改变，应缴不变"
        case "funder": return "应收账款的承担方改变，个人应缴不变"
        case "bureau": return "此后上传的名单按新的权限检查，已收的名单不变"
        case "ranking", "printedTotal", "unit": return "排名、考核、进度重算，个人核定不变"
        case "duty": return "职责日历改变，个人核定不变"
        default: return "只作说明，核定不变"
        }
    }

    private static func category(_ parts: [RuleDifference.Part]) -> String {
        let names = Set(parts.map(\.name))
        if names.isSubset(of: ["别名", "名称"]) { return "用到这些名称的名单行：能否认出类别重新核定" }
        if names.isSubset(of: ["参保率", "渠道", "别名", "名称"]) { return "参保率监测和提示改变，应缴不变" }
        return "此类的人，以及同时符合此类和别类的人：类别、应缴、承担方、应退重新核定"
    }

    private static func window(_ id: String, _ parts: [RuleDifference.Part]) -> String {
        let days = parts.compactMap { part -> String? in
            guard part.name == "日期", let old = part.old.flatMap({ CivilDate($0) }),
                let new = part.new.flatMap({ CivilDate($0) })
            else { return nil }
            // A first day moved concerns the days up to the later one; a last day, those after the
            // earlier one.
            return id == "window.opens"
                ? "\(min(old, new))至\(max(old, new).adding(days: -1))"
                : "\(min(old, new).adding(days: 1))至\(max(old, new))"
        }
        let between = days.first.map { "在\($0)之间" } ?? ""
        switch id {
        case "window.opens", "window.closes": return "\(between)缴费或列入名单的人：是否按时重新核定"
        case "listsBy": return "\(between)列入名单的人：能否减免重新核定"
        case "window.late": return "末日以后缴清的人：状态、减免、待遇起始日重新核定"
        default: return "已参保的人：待遇日期重新核定，金额不变"
        }
    }
}

extension PackDifference {
    /// The comparison as text.
    public var text: String {
        var lines = ["\(from)（\(fromHash.prefix(16))） → \(to)（\(toHash.prefix(16))）", ""]
        if differences.isEmpty {
            lines.append(
                fromHash == toHash ? "两个政策包相同" : "规则相同；只有注释、排版或取法清单不同"
            )
        }
        for difference in differences { lines += PackDifference.lines(difference) + [""] }
        let count = differences.filter { $0.change != .source }.count
        if count > 0 {
            lines.append("共\(count)条规则不同。激活后全体重新核定一次；结果会变的只有以上各项所指的人。")
        }
        return lines.joined(separator: "\n")
    }

    private static func lines(_ it: RuleDifference) -> [String] {
        let word =
            switch it.change {
            case .added: "新增"
            case .removed: "取消"
            case .changed: "改变"
            case .source: "出处"
            }
        var lines = ["\(word) \(it.id)  \(it.title)"]
        for part in it.parts {
            lines.append("    \(part.name)：\(part.old ?? "无") → \(part.new ?? "无")")
        }
        if let old = it.old { lines.append("    原出处 \(source(old))") }
        if let new = it.new { lines.append("    新出处 \(source(new))") }
        lines.append("    影响：\(it.consequence)")
        return lines
    }

    private static func source(_ entry: RuleEntry) -> String {
        let quotes = entry.quotes.map { "「\($0)」" }.joined()
        let readings = entry.readings.map { "取法\($0.id)" }.joined(separator: "、")
        return [entry.clause, quotes, readings].filter { !$0.isEmpty }.joined(separator: " ")
    }
}
