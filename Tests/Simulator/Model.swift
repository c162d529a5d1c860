import Events
import Ledger

/// Tengzhou's rules a second time, from the notice and the README of the golden cases alone: day by
/// day and without any table of the pack.
///
/// It judges; nothing of it is the pipeline's.
///
/// - Source: 滕政办发〔2022〕24号 二（一）–（五）; golden README, «滕州 2023».
struct Model {
    /// What must be true of a person in the end.
    struct Outcome: Equatable {
        var status = AssessmentStatus.unpaid
        var isCovered = false
        var category = ""
        var unit = ""
        var premium: Int64 = 0
        var due: Int64 = 0
        var shares: [String: Int64] = [:]
        var receipts: [String: Int64] = [:]
        var refund: Int64 = 0
        var enrolledOn: CivilDate?
        var benefitStart: CivilDate?
    }

    private let season: Season
    private static let opens = CivilDate("2022-10-17") ?? CivilDate(day: 0)
    private static let closes = CivilDate("2022-12-31") ?? CivilDate(day: 0)

    /// 资助 and 代缴 in the order of the document: who bears what per mille of the personal share.
    private static let relief: [(id: String, shares: [String: Int64])] = [
        ("extremePoverty", ["medicalAssistance": 1_000]),
        ("subsistenceAllowance", ["medicalAssistance": 1_000]),
        ("returnedToPoverty", ["medicalAssistance": 1_000]),
        ("orphan", ["city": 1_000]),
        ("elderly60to69", ["city": 500]),
        ("elderly70", ["city": 1_000]),
        ("singleDaughterHousehold", ["city": 500, "township": 500]),
        ("twoDaughterHousehold", ["city": 500, "township": 500]),
        ("severeDisability", ["city": 1_000]),
        ("entitledGroup", ["city": 1_000]),
    ]

    init(_ season: Season) { self.season = season }

    /// What must become of a person.
    func outcome(of life: Life) -> Outcome {
        var outcome = Outcome()
        let payments = standing(life)
        for payment in payments { outcome.receipts[payment.channel, default: 0] += payment.fen }
        let received = payments.reduce(0) { $0 + $1.fen }
        let listings = counting(life)
        outcome.unit = unit(life, payments, listings)
        if !isInScope(life) {
            outcome.status = .ineligible
            outcome.refund = received
            return outcome
        }
        let premium = season.premiums[life.scheme] ?? 0
        let applied = best(life, listings, on: nil)
        outcome.category = applied?.id ?? "ordinary"
        outcome.premium = premium
        outcome.shares = (applied?.shares ?? [:]).mapValues { premium * $0 / 1_000 }
        outcome.due = premium - outcome.shares.values.reduce(0, +)
        judge(life, payments, listings, &outcome)
        return outcome
    }

    /// Payments that were not taken back, by time.
    private func standing(_ life: Life) -> [Life.Paid] {
        life.payments.map { payment in
            var payment = payment
            let back = life.reversals.filter { $0.of == payment.number }.reduce(0) { $0 + $1.fen }
            payment.fen = max(0, payment.fen - back)
            return payment
        }.filter { $0.fen > 0 }.sorted { $0.at < $1.at }
    }

    /// The person's rows on lists that count.
    private func counting(_ life: Life) -> [Life.Listing] {
        let partition = life.resident.partition(of: season.partitions)
        return life.listings.filter { counts($0.list, partition) }
    }

    /// Whether a list counts in a partition: whole, sealed, audited, and not superseded by such a
    /// one.
    private func counts(_ index: Int, _ partition: Int32) -> Bool {
        let list = season.lists[index]
        guard isReady(list, partition) else { return false }
        return !season.lists.indices.contains { other in
            let rival = season.lists[other]
            guard other != index, rival.scheme == list.scheme, isReady(rival, partition) else {
                return false
            }
            if ancestors(rival).contains(list.id) { return true }
            return !list.supersedes.isEmpty && rival.supersedes == list.supersedes
                && (rival.snapshot, rival.id) > (list.snapshot, list.id)
        }
    }

    private func isReady(_ list: Enlistment, _ partition: Int32) -> Bool {
        list.isSealed && list.isAudited && !list.incomplete.contains(partition)
    }

    /// From when a person counts as listed: the day of the first of the lists that took each
    /// other's place without the person ever missing from one that was ready.
    private func listed(_ listing: Life.Listing, _ life: Life) -> CivilDate {
        let partition = life.resident.partition(of: season.partitions)
        var day = season.lists[listing.list].snapshot
        var passed: Set<Int> = [listing.list]
        var next = season.lists[listing.list].supersedes
        while let index = season.lists.firstIndex(where: { $0.id == next }),
            season.lists[index].isSealed, passed.insert(index).inserted
        {
            if isReady(season.lists[index], partition) {
                let stands = life.listings.contains {
                    $0.list == index && $0.category == listing.category
                }
                if !stands { break }
                day = min(day, season.lists[index].snapshot)
            }
            next = season.lists[index].supersedes
        }
        return day
    }

    /// What a list supersedes, directly and through seals that are known.
    private func ancestors(_ list: Enlistment) -> Set<String> {
        var found: Set<String> = []
        var next = list.supersedes
        while !next.isEmpty, found.insert(next).inserted {
            guard let parent = season.lists.first(where: { $0.id == next }), parent.isSealed
            else { break }
            next = parent.supersedes
        }
        return found
    }

    /// A payment's own unit, else the roster's, else the registration's, else the list's.
    private func unit(
        _ life: Life,
        _ payments: [Life.Paid],
        _ listings: [Life.Listing]
    ) -> String {
        if let paid = payments.first(where: { !$0.unit.isEmpty }) { return paid.unit }
        for line in [home(life, isRoster: true), home(life, isRoster: false)] {
            if let line, !line.unit.isEmpty { return line.unit }
        }
        let first = listings.min { season.lists[$0.list].snapshot < season.lists[$1.list].snapshot }
        return first?.unit ?? ""
    }

    private func home(_ life: Life, isRoster: Bool) -> Life.Home? {
        life.homes.filter { $0.isRoster == isRoster }.max { $0.filedOn < $1.filedOn }
    }

    private func isInScope(_ life: Life) -> Bool {
        if !life.exclusions.isEmpty { return false }
        if life.marks.contains(where: { $0 == .withdrawn || $0 == .deceased }) { return false }
        let line = home(life, isRoster: true) ?? home(life, isRoster: false)
        var residence = line?.residence ?? .localHukou
        if residence.isEmpty { residence = .localHukou }
        return !residence.isDisjoint(with: [
            .localHukou, .districtHukou, .prefectureHukou, .collegeStudent, .vocationalStudent,
            .residencePermit, .accompanyingChild,
        ])
    }

    /// Lowest personal share, then fewest funders, then the order of the document.
    ///
    /// - Parameter day: Only lists known by then; nil = all.
    private func best(
        _ life: Life,
        _ listings: [Life.Listing],
        on day: CivilDate?
    ) -> (id: String, shares: [String: Int64])? {
        var held: Set<String> = []
        if let birth = life.resident.birth, let counted = CivilDate("2022-12-31") {
            let age = birth.fullYears(on: counted)
            if age >= 70 {
                held.insert("elderly70")
            } else if age >= 60 {
                held.insert("elderly60to69")
            }
        }
        for listing in listings where !listing.category.hasPrefix("elderly") {
            if let day, listed(listing, life) > day { continue }
            held.insert(listing.category)
        }
        return Model.relief.enumerated().filter { held.contains($0.element.id) }.min { one, two in
            let (left, right) = (one.element.shares, two.element.shares)
            return (-left.values.reduce(0, +), left.count, one.offset)
                < (-right.values.reduce(0, +), right.count, two.offset)
        }?.element
    }
}

extension Model {
    /// Status, refund, days.
    private func judge(
        _ life: Life,
        _ payments: [Life.Paid],
        _ listings: [Life.Listing],
        _ outcome: inout Outcome
    ) {
        let counted = payments.filter { $0.at.date >= Model.opens }
        let early = payments.filter { $0.at.date < Model.opens }.reduce(0) { $0 + $1.fen }
        let sum = counted.reduce(0) { $0 + $1.fen }
        guard let (day, dueThen) = completion(life, counted, listings, outcome.premium) else {
            outcome.status = early > 0 ? .early : sum == 0 ? .unpaid : .underpaid
            return
        }
        let money = sum + (outcome.due == 0 ? early : 0)
        outcome.isCovered = true
        outcome.enrolledOn = day
        outcome.refund = max(0, money - outcome.due)
        if day > Model.closes {
            outcome.status = .late
            // Whether a person who is complete by a list has to wait is not printed.
            let start = day.firstOfMonth(adding: 4)
            if dueThen > 0, start.components.year == 2023 { outcome.benefitStart = start }
            return
        }
        outcome.benefitStart = CivilDate("2023-01-01")
        outcome.status =
            money <= outcome.due
            ? .insured : isPaidTwice(counted, outcome.due) ? .duplicate : .overpaid
    }

    /// The first day on which what was paid covers what was due on that day, and what that was.
    private func completion(
        _ life: Life,
        _ counted: [Life.Paid],
        _ listings: [Life.Listing],
        _ premium: Int64
    ) -> (day: CivilDate, due: Int64)? {
        let listed = listings.map { self.listed($0, life) }
        let days = Set([Model.opens] + counted.map(\.at.date) + listed)
        for day in days.sorted() where day >= Model.opens {
            let shares = best(life, listings, on: day)?.shares ?? [:]
            let due = premium - shares.values.reduce(0) { $0 + premium * $1 / 1_000 }
            let paid = counted.filter { $0.at.date <= day }.reduce(0) { $0 + $1.fen }
            if paid >= due { return (day, due) }
        }
        return nil
    }

    /// Whether, once all was paid, one more payment brought the whole of it again.
    private func isPaidTwice(_ counted: [Life.Paid], _ due: Int64) -> Bool {
        if due == 0 { return false }
        var sum: Int64 = 0
        for payment in counted {
            if sum >= due, payment.fen >= due { return true }
            sum += payment.fen
        }
        return false
    }
}

extension Model.Outcome {
    /// What the person adds to each account: debits positive, credits negative.
    ///
    /// - Source: golden README, «Post shares to the ledger only for a covered person»; policies
    ///   G-04: more than due is never premium.
    var accounts: [(Account, Int64)] {
        let received = receipts.values.reduce(0, +)
        let own = isCovered ? due : 0
        var lines = receipts.map {
            (Account(kind: .receipts, unit: unit, party: $0.key), $0.value)
        }
        for (funder, fen) in shares where isCovered {
            for (kind, sign) in [(AccountKind.fundingReceivable, 1), (.governmentPremium, -1)] {
                let account = Account(kind: kind, unit: unit, party: funder, category: category)
                lines.append((account, Int64(sign) * fen))
            }
        }
        lines.append((Account(kind: .personalPremium, unit: unit, category: category), -own))
        lines.append((Account(kind: .refundDue, unit: unit), -refund))
        let held = Account(kind: .suspense, unit: unit, party: status.name)
        lines.append((held, own + refund - received))
        return lines
    }
}
