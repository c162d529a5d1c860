import Events

/// The lists of one scheme in one partition, and which of them count.
///
/// A list counts when its rows here equal the seal's, it is audited, and no such list supersedes
/// it, directly or through others. Where two supersede the same one, the later snapshot counts,
/// then the greater id. All of it is a function of the set of facts.
struct ListBook {
    /// One list.
    struct List {
        let id: String
        var seal: ListSealed?
        var isAudited = false
        var rows: Int64 = 0
        var checksum: UInt64 = 0
        /// Rows that `validate` rejected, each by what it adds to the checksum.
        var rejectedRows: Set<UInt64> = []
        var members: ContiguousArray<UInt32> = []
        var isActive = false
        /// The lists that it took the place of and that were ready, the latest first.
        var earlier: [Int] = []

        /// Whether all rows that the seal tells are here.
        var isComplete: Bool {
            guard let seal else { return false }
            return rows == seal.rows && checksum == seal.checksum
        }

        /// Whether all of it is here and may be used.
        var isReady: Bool { isAudited && isComplete }
    }

    private(set) var lists: [List] = []
    private var numbers: [String: Int] = [:]

    /// An empty book.
    init() {}

    /// The book of these lists, numbered as they stand.
    init(_ lists: [List]) {
        self.lists = lists
        for (number, list) in lists.enumerated() { numbers[list.id] = number }
    }

    /// The number of a list, given at first mention.
    mutating func number(of id: String) -> Int {
        if let known = numbers[id] { return known }
        numbers[id] = lists.count
        lists.append(List(id: id))
        return lists.count - 1
    }

    /// Whether a list counts.
    func isActive(_ number: Int) -> Bool { lists[number].isActive }

    /// Enters a row that was taken; one that had been rejected and came again takes its own place.
    ///
    /// - Returns: Whether the list became ready or ceased to be: then ``settle()`` is due.
    mutating func addRow(
        _ row: Int64,
        key: UnsafeRawBufferPointer,
        member: UInt32,
        to number: Int
    ) -> Bool {
        lists[number].members.append(member)
        let checksum = ListSealed.rowChecksum(row: row, key: key)
        if lists[number].rejectedRows.contains(checksum) { return false }
        return count(checksum, in: number)
    }

    /// Enters a row that `validate` rejected; a repeated one counts once, and one that was taken
    /// before is not entered at all (`SchemeState.hasRow`).
    ///
    /// - Returns: As ``addRow(_:key:member:to:)``.
    mutating func addRejected(_ row: Int64, key: UnsafeRawBufferPointer, to id: String) -> Bool {
        let number = number(of: id)
        let checksum = ListSealed.rowChecksum(row: row, key: key)
        guard lists[number].rejectedRows.insert(checksum).inserted else { return false }
        return count(checksum, in: number)
    }

    private mutating func count(_ checksum: UInt64, in number: Int) -> Bool {
        let wasReady = lists[number].isReady
        lists[number].rows += 1
        lists[number].checksum &+= checksum
        return lists[number].isReady != wasReady
    }

    /// Enters a seal; the first of a list is kept.
    ///
    /// - Returns: What became of it.
    mutating func seal(_ seal: ListSealed) -> Tally {
        let number = number(of: seal.list)
        if let known = lists[number].seal { return known == seal ? .repeated : .conflicting }
        lists[number].seal = seal
        return .accepted
    }

    /// Enters an audit.
    mutating func audit(_ audit: ListAudited) -> Tally {
        let number = number(of: audit.list)
        if lists[number].isAudited { return .repeated }
        lists[number].isAudited = true
        return .accepted
    }

    /// Decides anew which lists count, and since when their members may have been listed.
    ///
    /// - Returns: The numbers of those for which it changed.
    mutating func settle() -> [Int] {
        var changed: [Int] = []
        for number in lists.indices {
            let isActive = lists[number].isReady && !isSuperseded(number)
            let earlier = isActive ? self.earlier(than: number) : []
            if isActive != lists[number].isActive || earlier != lists[number].earlier {
                lists[number].isActive = isActive
                lists[number].earlier = earlier
                changed.append(number)
            }
        }
        return changed
    }

    /// The list that takes the place of a ready one; nil when there is none.
    func heir(of id: String) -> String? {
        guard let number = numbers[id], lists[number].isReady, !lists[number].isActive else {
            return nil
        }
        return heir(of: number)
    }

    private func isSuperseded(_ number: Int) -> Bool { heir(of: number) != nil }

    private func heir(of number: Int) -> String? {
        let own = lists[number]
        for (other, list) in lists.enumerated() where other != number && list.isReady {
            guard let seal = list.seal else { continue }
            if reaches(from: seal, own.id) { return list.id }
            if let ownSeal = own.seal, !ownSeal.supersedes.isEmpty,
                seal.supersedes == ownSeal.supersedes,
                (seal.snapshot, seal.list) > (ownSeal.snapshot, ownSeal.list)
            {
                return list.id
            }
        }
        return nil
    }

    /// The ready lists that a list supersedes, one after the other, the latest first.
    private func earlier(than number: Int) -> [Int] {
        var found: [Int] = []
        var next = lists[number].seal?.supersedes ?? ""
        for _ in lists {
            guard let known = numbers[next], known != number, !found.contains(known),
                let seal = lists[known].seal
            else { break }
            if lists[known].isReady { found.append(known) }
            next = seal.supersedes
        }
        return found
    }

    /// Whether a list supersedes another, directly or through a chain of known seals.
    private func reaches(from seal: ListSealed, _ id: String) -> Bool {
        var next = seal.supersedes
        for _ in lists {
            if next.isEmpty { return false }
            if next == id { return true }
            guard let number = numbers[next] else { return false }
            next = lists[number].seal?.supersedes ?? ""
        }
        return false
    }
}
