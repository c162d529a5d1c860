import Events
import Policy

/// What a pack prints on the public notice 公示 of who is enrolled.
///
/// - Source: 000 M五; 001 四（六）; 003 三（一）; 004 四（二）.
struct NoticeRule {
    /// The duty; nil where the notice prints none.
    var duty: Duty?
    /// Full days that it hangs; nil where none are printed.
    var days: Int32?
    /// The days between which it hangs; nil where they are not printed.
    var hangs: ClosedRange<CivilDate>?
    /// The last day on which its errors are corrected; nil where none is printed.
    var correctedBy: CivilDate?

    init(_ terms: PolicyTerms) {
        duty = terms.duties.first { ["publicNotice", "notice"].contains($0.id) }
        days = duty?.days.map(Int32.init)
        let phase = terms.phases.first { $0.name.contains("公示") }
        if let from = phase?.from, let to = phase?.to { hangs = from...to }
        correctedBy = terms.duties.first { $0.id == "correction" }?.by
    }

    /// The last day to post it, so that it has hung in full when corrections end; the day of
    /// posting does not count (A-YJ-13).
    var latestStart: CivilDate? {
        if let hangs { return hangs.lowerBound }
        guard let days, let correctedBy else { return nil }
        return CivilDate(day: correctedBy.day - days)
    }

    /// What is printed, in words.
    var words: String {
        if let hangs { return "\(hangs.lowerBound.inChinese)至\(hangs.upperBound.inChinese)" }
        if let days { return "\(days)天以上" }
        return "通知没有印出天数"
    }

    /// How a notice stands on a day.
    ///
    /// - Parameters:
    ///   - posted: The day of posting; nil = not posted.
    ///   - until: The day on which it was taken down; nil = it hangs.
    func state(posted: CivilDate?, until: CivilDate?, on day: CivilDate) -> State {
        guard let posted else {
            return latestStart.map { day > $0 } == true ? .overdue : .missing
        }
        if until == nil, let end = hangs?.upperBound, day < end {
            return isLate(posted) ? .late : .hanging
        }
        if isShort(posted, until, on: day) {
            if until == nil { return isLate(posted) ? .late : .hanging }
            return .short
        }
        return isLate(posted) ? .late : .posted
    }

    private func isLate(_ posted: CivilDate) -> Bool {
        latestStart.map { posted > $0 } ?? false
    }

    private func isShort(_ posted: CivilDate, _ until: CivilDate?, on day: CivilDate) -> Bool {
        let end = min(until ?? day, day)
        if let hangs { return end < hangs.upperBound }
        return days.map { end.day - posted.day < $0 } ?? false
    }

    /// How a notice stands.
    enum State: String {
        /// Posted for as long as is printed.
        case posted = "已公示"
        /// It hangs.
        case hanging = "公示中"
        /// Posted later than the printed days allow.
        case late = "公示过晚"
        /// Taken down before the printed days were over.
        case short = "天数不足"
        /// Not posted yet.
        case missing = "未公示"
        /// Not posted, and the last day to do so is over.
        case overdue = "逾期未公示"
    }
}
