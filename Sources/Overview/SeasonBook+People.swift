import Events

/// A person after the last journal, with the names that the ledger uses.
public struct PersonGlance: Hashable, Sendable {
    /// The person.
    public var person: PersonKey
    /// Unit or village; empty = unassigned.
    public var unit: String
    /// Where the person stands.
    public var status: AssessmentStatus
    /// Whether the person counts as enrolled.
    public var isCovered: Bool
    /// Category id applied.
    public var category: String
    /// Category ids that matched and were not applied.
    public var otherCategories: [String]
    /// What the person bears in the end.
    public var due: Money
    /// What the person pays first.
    public var upfront: Money
    /// Received and not taken back.
    public var received: Money
    /// To go back and not paid yet.
    public var refundOpen: Money
    /// The day that counts; nil while not enrolled.
    public var enrolledOn: CivilDate?
    /// The last journal.
    public var journal: JournalPosition
}

/// Which persons are asked for.
public struct PeopleQuestion: Sendable {
    /// Kinds of lists.
    public enum Kind: Sendable, Hashable {
        /// Everybody.
        case all
        /// Who is to be visited (F-105).
        case unpaid
        /// Who is missing from 100 % of a group, by category id (F-104).
        case missing(group: String)
        /// Everybody of a status.
        case status(AssessmentStatus)
    }
    /// A town, or `town/village`; empty = all.
    public var unit: String
    /// Which of its people.
    public var kind: Kind
    /// The last person of the page before; nil for the first page.
    public var after: PersonPlace?
    /// Most persons of a page.
    public var limit: Int

    /// Creates a question.
    public init(unit: String = "", kind: Kind = .all, after: PersonPlace? = nil, limit: Int = 50) {
        self.unit = unit
        self.kind = kind
        self.after = after
        self.limit = limit
    }
}

/// Where a person stands in a list: by unit, then key.
public struct PersonPlace: Hashable, Comparable, Sendable {
    /// Unit.
    public var unit: String
    /// Person.
    public var person: PersonKey

    /// Creates a place.
    public init(unit: String, person: PersonKey) {
        self.unit = unit
        self.person = person
    }

    /// Orders by unit, then key.
    public static func < (left: PersonPlace, right: PersonPlace) -> Bool {
        left.unit == right.unit ? left.person < right.person : left.unit < right.unit
    }
}

/// A page of persons.
public struct PeoplePage: Sendable {
    /// The persons, in order of unit and key.
    public var people: [PersonGlance]
    /// Persons on all pages.
    public var total: Int
    /// Where the next page begins; nil on the last one.
    public var next: PersonPlace?
}

extension SeasonBook {
    /// A page of a list of persons.
    public func people(_ question: PeopleQuestion) -> PeoplePage {
        let asked = units.values.indices.filter {
            $0 < members.count && SeasonBook.isPart(units[UInt32($0)], of: question.unit)
        }
        .sorted { units[UInt32($0)] < units[UInt32($1)] }
        var page = PeoplePage(people: [], total: 0, next: nil)
        var hasMore = false
        for unit in asked {
            let rows = rows(of: UInt32(unit), question.kind)
            page.total += rows.count
            if hasMore { continue }
            let name = units[UInt32(unit)]
            for row in rows.sorted(by: { $0.person < $1.person }) {
                let place = PersonPlace(unit: name, person: row.person)
                if let after = question.after, !(after < place) { continue }
                if page.people.count == question.limit {
                    hasMore = true
                    break
                }
                page.people.append(glance(row))
            }
        }
        if hasMore, let last = page.people.last {
            page.next = PersonPlace(unit: last.unit, person: last.person)
        }
        return page
    }

    /// One person; nil when the ledger does not know the person.
    public func person(_ person: PersonKey) -> PersonGlance? {
        people.find(person).map { glance(people[$0]) }
    }

    /// The journals of one person, in order of partition and number.
    public func journals(of person: PersonKey) -> [JournalPosition] {
        guard let number = people.find(person) else { return [] }
        return journals.sorted { $0.key < $1.key }.flatMap { partition, rows in
            rows.indices.filter { rows[$0] == number }.map {
                JournalPosition(partition: partition, sequence: Int64($0) + 1)
            }
        }
    }

    /// The first journals of persons, which bring their sealed identities; one pass for all.
    public func firstJournals(of persons: [PersonKey]) -> [PersonKey: JournalPosition] {
        var wanted: [UInt32: PersonKey] = [:]
        var marks = ContiguousArray<Bool>(repeating: false, count: people.count)
        for person in persons {
            guard let number = people.find(person) else { continue }
            wanted[number] = person
            marks[Int(number)] = true
        }
        var found: [PersonKey: JournalPosition] = [:]
        for (partition, rows) in journals {
            for (index, number) in rows.enumerated() where number != .max && marks[Int(number)] {
                marks[Int(number)] = false
                guard let person = wanted[number] else { continue }
                found[person] = JournalPosition(partition: partition, sequence: Int64(index) + 1)
                if found.count == wanted.count { return found }
            }
        }
        return found
    }

    /// Persons whom the scheme's ledger knows.
    public var personCount: Int { people.count }

    private func rows(of unit: UInt32, _ kind: PeopleQuestion.Kind) -> [PersonRow] {
        var seen: Set<UInt32> = []
        return members[Int(unit)].compactMap { number in
            let row = people[number]
            guard row.unit == unit, isAsked(row, kind) else { return nil }
            // Who moved away and came back stands on the list twice.
            return seen.insert(number).inserted ? row : nil
        }
    }

    private func isAsked(_ row: PersonRow, _ kind: PeopleQuestion.Kind) -> Bool {
        let status = AssessmentStatus(rawValue: row.status) ?? .unpaid
        switch kind {
        case .all: return true
        case .unpaid: return !row.isCovered && status.isToBeVisited
        case .missing(let group):
            return !row.isCovered && status != .ineligible && terms[row.terms].isIn(group)
        case .status(let asked): return status == asked
        }
    }

    private func glance(_ row: PersonRow) -> PersonGlance {
        let own = terms[row.terms]
        return PersonGlance(
            person: row.person,
            unit: units[row.unit],
            status: AssessmentStatus(rawValue: row.status) ?? .unpaid,
            isCovered: row.isCovered,
            category: own.category,
            otherCategories: own.others,
            due: own.due,
            upfront: own.upfront,
            received: Money(fen: row.received),
            refundOpen: Money(fen: row.refund - row.refunded),
            enrolledOn: row.enrolledOn == SeasonBook.noDay ? nil : CivilDate(day: row.enrolledOn),
            journal: row.journal
        )
    }
}
