import Events

/// Lines of a statement against lines of the books: by number first, then by amount, day and
/// account, one to one, one to several, several to one.
///
/// Deterministic: equal input gives equal matches. The search for sums is bounded.
public struct StatementMatch: Sendable {
    /// Why lines belong together.
    public enum Ground: String, Sendable {
        /// The statement names the number.
        case reference
        /// Amount, day and account agree.
        case amount
        /// The amounts of several lines add up.
        case sum
    }
    /// Lines that belong together; each side has one at least.
    public struct Group: Sendable, Hashable {
        /// Indexes of the statement's lines.
        public var lines: [Int]
        /// Indexes of the books' lines.
        public var posted: [Int]
        /// Why.
        public var ground: Ground
        /// Statement less books; zero when all is well.
        public var difference: Money
    }

    /// Groups, in order of their first line.
    public private(set) var groups: [Group] = []
    /// Lines of the statement that nothing in the books answers to.
    public private(set) var openLines: [Int] = []
    /// Lines of the books that the statement does not have.
    public private(set) var openPosted: [Int] = []

    private let lines: [StatementLine]
    private let posted: [PostedLine]
    /// The places of each line, as the books write them; empty = any.
    private let places: [String]
    private let windowDays: Int32
    private var isLineTaken: [Bool]
    private var isPostedTaken: [Bool]
    /// Sums that may still be tried.
    private var budget = 2_000_000

    /// Candidates looked at for one sum, and sums tried for one line.
    private static let (candidatesMax, triesMax) = (16, 40_000)

    /// Matches.
    ///
    /// - Parameters:
    ///   - places: The place of each line, as ``PostedLine/places`` writes it; empty = any.
    ///   - windowDays: Days that two lines may lie apart.
    public init(
        _ lines: [StatementLine],
        places: [String],
        _ posted: [PostedLine],
        windowDays: Int32 = 3
    ) {
        self.lines = lines
        self.posted = posted
        self.places = places
        self.windowDays = windowDays
        isLineTaken = Array(repeating: false, count: lines.count)
        isPostedTaken = Array(repeating: false, count: posted.count)
        matchReferences()
        matchAmounts()
        matchSums()
        groups.sort { ($0.lines[0], $0.posted[0]) < ($1.lines[0], $1.posted[0]) }
        openLines = lines.indices.filter { !isLineTaken[$0] }
        openPosted = posted.indices.filter { !isPostedTaken[$0] }
    }

    private func isSamePlace(_ line: Int, _ posting: Int) -> Bool {
        places[line].isEmpty || posted[posting].places.contains(places[line])
    }

    private func distance(_ line: Int, _ posting: Int) -> Int32 {
        abs(lines[line].day.day - posted[posting].day.day)
    }

    private mutating func take(_ lines: [Int], _ posted: [Int], _ ground: Ground) {
        for line in lines { isLineTaken[line] = true }
        for posting in posted { isPostedTaken[posting] = true }
        let here = lines.reduce(into: Money.zero) { $0 += self.lines[$1].amount }
        let there = posted.reduce(into: Money.zero) { $0 += self.posted[$1].amount }
        groups.append(
            Group(
                lines: lines.sorted(),
                posted: posted.sorted(),
                ground: ground,
                difference: here - there
            )
        )
    }

    // MARK: - By number

    /// The lines of a number against what the books have under it, whatever the amounts.
    private mutating func matchReferences() {
        let depth = posted.map(\.references.count).max() ?? 0
        for level in 0..<depth {
            var byNumber: [String: [Int]] = [:]
            for index in posted.indices
            where !isPostedTaken[index] && posted[index].references.count > level {
                byNumber[posted[index].references[level], default: []].append(index)
            }
            for (first, group) in lineGroups() {
                let named = (byNumber[lines[first].reference] ?? []).filter {
                    !isPostedTaken[$0] && isSamePlace(first, $0)
                }
                if !named.isEmpty { take(group, named, .reference) }
            }
        }
    }

    /// Open lines of the same number and place, in order of the first.
    private func lineGroups() -> [(first: Int, all: [Int])] {
        var groups: [[String]: [Int]] = [:]
        for index in lines.indices where !isLineTaken[index] && !lines[index].reference.isEmpty {
            groups[[lines[index].reference, places[index]], default: []].append(index)
        }
        return groups.values.map { ($0[0], $0) }.sorted { $0.first < $1.first }
    }

    // MARK: - By amount

    private mutating func matchAmounts() {
        var byAmount: [Money: [Int]] = [:]
        for index in posted.indices where !isPostedTaken[index] {
            byAmount[posted[index].amount, default: []].append(index)
        }
        for line in lines.indices where !isLineTaken[line] {
            let best = (byAmount[lines[line].amount] ?? []).filter {
                !isPostedTaken[$0] && isSamePlace(line, $0) && distance(line, $0) <= windowDays
            }
            .min { (distance(line, $0), $0) < (distance(line, $1), $1) }
            if let best { take([line], [best], .amount) }
        }
    }

    // MARK: - By sums

    private mutating func matchSums() {
        for line in lines.indices where !isLineTaken[line] {
            let near = posted.indices.filter { posting in
                !isPostedTaken[posting] && posted[posting].amount < lines[line].amount
                    && isSamePlace(line, posting) && distance(line, posting) <= windowDays
            }
            .sorted { (distance(line, $0), $0) < (distance(line, $1), $1) }
            let found = parts(of: lines[line].amount, near.map { posted[$0].amount })
            if let found { take([line], found.map { near[$0] }, .sum) }
        }
        for posting in posted.indices where !isPostedTaken[posting] {
            let near = lines.indices.filter { line in
                !isLineTaken[line] && lines[line].amount < posted[posting].amount
                    && isSamePlace(line, posting) && distance(line, posting) <= windowDays
            }
            .sorted { (distance($0, posting), $0) < (distance($1, posting), $1) }
            let found = parts(of: posted[posting].amount, near.map { lines[$0].amount })
            if let found { take(found.map { near[$0] }, [posting], .sum) }
        }
    }

    /// The first of the smallest sets of amounts that add up, as indexes; nil when none was found
    /// within the bounds.
    private mutating func parts(of total: Money, _ all: [Money]) -> [Int]? {
        let amounts = Array(all.prefix(StatementMatch.candidatesMax))
        guard amounts.count > 1, budget > 0 else { return nil }
        var tries = min(StatementMatch.triesMax, budget)
        let given = tries
        defer { budget -= given - tries }
        for size in 2...amounts.count {
            var chosen: [Int] = []
            if StatementMatch.search(total, amounts, 0, size, &chosen, &tries) { return chosen }
            if tries <= 0 { return nil }
        }
        return nil
    }

    private static func search(
        _ left: Money,
        _ amounts: [Money],
        _ start: Int,
        _ size: Int,
        _ chosen: inout [Int],
        _ tries: inout Int
    ) -> Bool {
        if size == 0 { return left == .zero }
        guard start < amounts.count else { return false }
        for index in start..<amounts.count where amounts.count - index >= size {
            tries -= 1
            if tries <= 0 { return false }
            if amounts[index] > left { continue }
            chosen.append(index)
            if search(left - amounts[index], amounts, index + 1, size - 1, &chosen, &tries) {
                return true
            }
            chosen.removeLast()
        }
        return false
    }
}
