import Events
import Ledger

/// Persons and money of a unit, or of a village of it.
public struct UnitStanding: Hashable, Sendable {
    /// `鲍沟镇` or `鲍沟镇/某村`; empty = unassigned.
    public var unit: String
    /// Persons by status.
    public var heads: [AssessmentStatus: Int64] = [:]
    /// Persons who count as enrolled.
    public var covered: Int64 = 0
    /// Persons who are not enrolled and still may be: the door-to-door list (F-105).
    public var unpaid: Int64 = 0
    /// What those would pay first.
    public var unpaidAmount = Money.zero
    /// Received and not taken back.
    public var received = Money.zero
    /// Received, and neither premium nor to go back.
    public var held = Money.zero
    /// To go back and not paid yet.
    public var refundOpen = Money.zero

    /// Everybody whom the ledger knows in the unit.
    public var known: Int64 { heads.values.reduce(0, +) }
}

/// How far a group is enrolled in a unit (F-104).
public struct GroupWatch: Hashable, Sendable {
    /// Category id of the group.
    public var group: String
    /// Unit.
    public var unit: String
    /// Persons of the group in scope, whichever category was applied to them.
    public var members: Int64 = 0
    /// Of them, those enrolled.
    public var covered: Int64 = 0

    /// Those who are missing from 100 %.
    public var missing: Int64 { members - covered }
}

/// Money that is held, and why (F-078).
public struct HeldMoney: Hashable, Sendable {
    /// The status that holds it.
    public var status: AssessmentStatus
    /// Persons of whom something is held.
    public var heads: Int64 = 0
    /// How much.
    public var amount = Money.zero
}

/// Into which parts figures are divided.
public enum UnitLevel: Sendable {
    /// Towns, a village counting for its town.
    case towns
    /// Villages, and what is counted for a town itself.
    case villages
}

extension AssessmentStatus {
    /// Whether a person of the status, not enrolled, is to be visited: money or papers are missing.
    ///
    /// - Source: 001 四（一） (缴费到户到人); whoever gave up, is out of scope or was refused is on lists
    ///   of their own.
    public var isToBeVisited: Bool {
        switch self {
        case .registrationIncomplete, .tierConflict, .early, .unpaid, .underpaid: true
        case .ineligible, .waived, .late, .lateRejected, .duplicate, .overpaid, .insured: false
        }
    }
}

extension SeasonBook {
    /// Standings of the units asked for, in order of name.
    ///
    /// - Parameter unit: A town, or `town/village`; empty = all.
    public func standings(of unit: String = "", by level: UnitLevel) -> [UnitStanding] {
        var found: [String: UnitStanding] = [:]
        for (key, cell) in cells {
            let name = units[key.unit]
            guard SeasonBook.isPart(name, of: unit) else { continue }
            let place = level == .towns ? SeasonBook.town(of: name) : name
            var standing = found[place] ?? UnitStanding(unit: place)
            add(key, cell, to: &standing)
            found[place] = standing
        }
        return found.values.sorted { $0.unit < $1.unit }
    }

    private func add(_ key: CellKey, _ cell: Cell, to standing: inout UnitStanding) {
        let own = terms[key.terms]
        let status = key.standing
        standing.heads[status, default: 0] += cell.heads
        standing.received.fen += cell.received
        standing.refundOpen.fen += cell.refund - cell.refunded
        standing.held.fen += held(key, cell)
        if key.isCovered {
            standing.covered += cell.heads
        } else if status.isToBeVisited {
            standing.unpaid += cell.heads
            standing.unpaidAmount.fen += own.upfront.fen * cell.heads
        }
    }

    private func held(_ key: CellKey, _ cell: Cell) -> Int64 {
        let personal = key.isCovered ? terms[key.terms].due.fen * cell.heads : 0
        return cell.received - personal - cell.refund
    }

    /// Persons by status, of the whole scheme.
    public var census: [AssessmentStatus: Int64] {
        var census: [AssessmentStatus: Int64] = [:]
        for (key, cell) in cells { census[key.standing, default: 0] += cell.heads }
        return census
    }

    /// How far groups are enrolled, group by group in the order asked, units in order of name.
    ///
    /// A person of several groups counts in each; who is out of scope counts in none.
    public func groups(
        _ groups: [String],
        of unit: String = "",
        by level: UnitLevel
    ) -> [GroupWatch] {
        struct Place: Hashable {
            var group: Int
            var unit: String
        }
        var found: [Place: GroupWatch] = [:]
        for (key, cell) in cells where key.standing != .ineligible {
            let name = units[key.unit]
            guard SeasonBook.isPart(name, of: unit) else { continue }
            let own = terms[key.terms]
            for (index, group) in groups.enumerated() where own.isIn(group) {
                let place = level == .towns ? SeasonBook.town(of: name) : name
                let at = Place(group: index, unit: place)
                var standing = found[at] ?? GroupWatch(group: group, unit: place)
                standing.members += cell.heads
                if key.isCovered { standing.covered += cell.heads }
                found[at] = standing
            }
        }
        return found.sorted { ($0.key.group, $0.key.unit) < ($1.key.group, $1.key.unit) }
            .map(\.value)
    }

    /// Money held, by the status that holds it, in order of precedence.
    public func held(of unit: String = "") -> [HeldMoney] {
        var found: [AssessmentStatus: HeldMoney] = [:]
        for (key, cell) in cells where SeasonBook.isPart(units[key.unit], of: unit) {
            let amount = held(key, cell)
            guard cell.holders != 0 else { continue }
            let status = key.standing
            found[status, default: HeldMoney(status: status)].heads += cell.holders
            found[status]?.amount.fen += amount
        }
        return found.values.sorted { $0.status.rawValue < $1.status.rawValue }
    }

    /// Progress per day of enrolment, in order.
    public func progress(of unit: String = "") -> [(day: CivilDate, gained: DayProgress)] {
        var found: [Int32: DayProgress] = [:]
        for (key, progress) in days where SeasonBook.isPart(units[key.unit], of: unit) {
            found[key.day, default: DayProgress()] += progress
        }
        return found.sorted { $0.key < $1.key }.map { (CivilDate(day: $0.key), $0.value) }
    }

    /// Balances, each account once, zero ones left out.
    public var balances: [Account: Money] { accounts.mapValues { Money(fen: $0) } }

    /// The balance of the accounts of a kind, of all units.
    public func balance(of kind: AccountKind) -> Money {
        accounts.reduce(into: Money.zero) { if $1.key.kind == kind { $0.fen += $1.value } }
    }

    /// Targets set, with the ids of the facts.
    public var targets: [(target: Target, id: String)] { targetRows }

    /// The last day that the ledger knows of; nil while it knows none.
    public var lastDay: CivilDate? {
        let known =
            [itemDays.keys.max(), days.keys.map(\.day).max()].compactMap { $0 }
            + closures.values.map(\.day)
        return known.max().map { CivilDate(day: $0) }
    }

    /// Whether a unit is the one asked for, or a village of it.
    static func isPart(_ unit: String, of asked: String) -> Bool {
        asked.isEmpty || unit == asked || unit.hasPrefix(asked + "/")
    }

    /// The town of a unit or village.
    static func town(of unit: String) -> String { String(unit.prefix { $0 != "/" }) }
}
