/// One list of a bureau.
struct ListScript: Sendable {
    /// Whom the list names.
    enum Members: Sendable {
        /// All of the category.
        case all
        /// Those of the first version.
        case first
        /// Those of the second version, which takes the place of the first.
        case second
        /// Those listed after the window.
        case late
        /// Those whose listing comes too late to give them anything.
        case inVain
    }
    let id: String
    let bureau: String
    let category: Int
    let members: Members
    let snapshot: Day
    let audited: Day
    var supersedes = ""

    /// Whether the list names `person`.
    func names(_ person: Person) -> Bool {
        let isLate = person.traits.contains(.listedLate)
        let isListed = person.lists >> UInt16(category) & 1 == 1
        let isDropped = Int(person.dropped) == category
        let isInVain = person.traits.contains(.listedInVain)
        return switch members {
        case .all, .second: isListed && !isLate
        case .first: isListed && !isLate && person.added != category || isDropped && !isInVain
        case .late: isListed && isLate
        case .inVain: isDropped && isInVain
        }
    }

    /// The lists of a bureau's categories: one version each, or two for those of `replaced`.
    ///
    /// - Parameters:
    ///   - first: Snapshot and audit of the first version.
    ///   - second: Snapshot and audit of the second.
    static func versions(
        of categories: [Int],
        in all: [Category],
        from bureau: String,
        replaced: Set<Int>,
        first: (snapshot: Day, audited: Day),
        second: (snapshot: Day, audited: Day)
    ) -> [ListScript] {
        categories.flatMap { category in
            let isReplaced = replaced.contains(category)
            let version = ListScript(
                id: "\(all[category].id)-v1",
                bureau: bureau,
                category: category,
                members: isReplaced ? .first : .all,
                snapshot: first.snapshot,
                audited: first.audited
            )
            guard isReplaced else { return [version] }
            let replacement = ListScript(
                id: "\(all[category].id)-v2",
                bureau: bureau,
                category: category,
                members: .second,
                snapshot: second.snapshot,
                audited: second.audited,
                supersedes: version.id
            )
            return [version, replacement]
        }
    }
}

/// A row that stands on a list and is turned away; the person stays as made.
struct StrayRow: Sendable {
    /// The list's id.
    let list: String
    /// What its column 类别 says.
    let category: String
    /// The reason of the rejection.
    let reason: String
}
