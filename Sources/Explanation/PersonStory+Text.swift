extension PersonStory {
    /// The story as text, for an office's window.
    public var text: String {
        var lines = ["\(person)  \(scheme)  \(notice)", "政策包 \(policy.prefix(16))", ""]
        if let events {
            lines.append("一、收到的事项")
            if events.isEmpty { lines.append("  没有") }
            for event in events { lines += event.lines }
            lines.append("")
        }
        lines.append("二、核定经过")
        for revision in revisions { lines += revision.lines }
        if !balances.isEmpty {
            lines.append("三、账上余额")
            for balance in balances { lines.append("  \(balance.name)  \(balance.value)") }
        }
        return lines.joined(separator: "\n")
    }
}

extension StoryEvent {
    fileprivate var lines: [String] {
        let head = "  \(at.isEmpty ? "（无日期）" : at)  \(what)"
        return [head, "      来源 \(id)，日志 \(place)" + (note.map { "；\($0)" } ?? "")]
    }
}

extension StoryRevision {
    fileprivate var lines: [String] {
        var lines = ["", "  第\(revision)次核定" + (journal.map { "（凭证\($0)）" } ?? "")]
        if let cause { lines.append("    起因：\(causeEvent ?? "")（\(cause)）") }
        for facet in outcome { lines.append("    \(facet.name)：\(facet.value)") }
        lines.append("    依据：")
        for reason in reasons { lines += reason.lines }
        for other in others {
            lines.append("    也符合\(other.category)（\(other.clause)），未适用：\(other.why)")
        }
        for flag in flags { lines.append("    提示：\(flag.value)") }
        if let changeReason { lines.append("    与上次相比：\(changeReason)") }
        for change in changes {
            lines.append("      \(change.name)：\(change.old ?? "无") → \(change.new ?? "无")")
        }
        if !postings.isEmpty { lines.append("    记账：") }
        for posting in postings {
            lines.append(
                "      \(posting.side) \(posting.account)  \(posting.amount)  出处\(posting.clause)"
            )
        }
        return lines
    }
}

extension StoryReason {
    fileprivate var lines: [String] {
        var lines = ["      \(clause)  \(title)（\(rule)）"]
        for quote in quotes { lines.append("        「\(quote)」") }
        for reading in readings {
            lines.append("        取法 \(reading.id)：\(reading.question)——\(reading.chosen)")
            lines.append("          因：\(reading.reason)")
        }
        return lines
    }
}
