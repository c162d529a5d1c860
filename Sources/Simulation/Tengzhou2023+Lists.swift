extension Tengzhou2023 {
    /// The lists: one of each category, a second version of five, and one dated after the window.
    static let lists: [ListScript] =
        [
            ("civilAffairs", [1, 2, 4, 6, 7, 8]), ("ruralRevitalization", [3, 5]),
            ("health", [11, 12, 13]), ("disabledFederation", [14]),
            ("veterans", [15]),
        ].flatMap { bureau, categories in
            categories.flatMap { versions(of: $0, from: bureau) }
        } + [
            ListScript(
                id: "subsistenceAllowance-2023-02",
                bureau: "civilAffairs",
                category: 2,
                members: .late,
                snapshot: Day(2023, 2, 10),
                audited: Day(2023, 2, 14)
            )
        ]

    /// Categories whose list is replaced in December.
    static let replaced: Set<Int> = [2, 4, 5, 12, 14]

    private static func versions(of category: Int, from bureau: String) -> [ListScript] {
        let id = categories[category].id
        let isReplaced = replaced.contains(category)
        let first = ListScript(
            id: "\(id)-v1",
            bureau: bureau,
            category: category,
            members: isReplaced ? .first : .all,
            snapshot: Day(2022, 10, 20),
            audited: Day(2022, 10, 25)
        )
        guard isReplaced else { return [first] }
        let second = ListScript(
            id: "\(id)-v2",
            bureau: bureau,
            category: category,
            members: .second,
            snapshot: Day(2022, 12, 15),
            audited: Day(2022, 12, 19),
            supersedes: first.id
        )
        return [first, second]
    }
}
