/// Adds up what was made into what must come out.
struct Tally {
    private let population: Population
    private var enrolled: [Int]
    /// Those of the enrolled who count in the ranking.
    private var ranked: [Int]
    private var paidFen: [Int]
    private var status = Array(repeating: 0, count: Status.allCases.count)
    private var covered: [Int]
    private var personalFen: [Int]
    private var refundsDueFen = 0
    private var suspenseFen = 0

    /// Counts everybody whom an accepted message names.
    init(_ population: Population) {
        self.population = population
        let script = population.script
        // One place more than units, for the unassigned.
        enrolled = Array(repeating: 0, count: population.units.names.count + 1)
        ranked = enrolled
        paidFen = enrolled
        covered = Array(repeating: 0, count: script.categories.count)
        personalFen = covered
        for index in 0..<population.strangers.lowerBound {
            let person = population.people[index]
            let outcome = population.outcome(of: index)
            status[outcome.status.rawValue] += 1
            refundsDueFen += outcome.refundFen - population.paidBack(to: index).takenFen
            suspenseFen += outcome.heldFen
            guard outcome.isCovered else { continue }
            let unit = min(Int(person.unit), enrolled.count - 1)
            let category = Int(person.category)
            let dueFen = script.categories[category].personalFen(inTier: person.tier)
            enrolled[unit] += 1
            ranked[unit] += script.rules.counting == .everybody || dueFen > 0 ? 1 : 0
            paidFen[unit] += dueFen
            covered[category] += 1
            personalFen[category] += dueFen
        }
    }

    /// The totals, but for messages and offices.
    func expected() -> Expected {
        var expected = Expected(scheme: population.script.id)
        expected.units = units()
        expected.status = Status.allCases.filter { status[$0.rawValue] > 0 }.map {
            Expected.Count(name: $0.name, number: status[$0.rawValue])
        }
        expected.categories = categories()
        expected.funders = expected.categories.flatMap(\.funders).reduce(into: []) { sums, part in
            if let place = sums.firstIndex(where: { $0.name == part.name }) {
                sums[place].number += part.number
            } else {
                sums.append(part)
            }
        }
        expected.refundsDueFen = refundsDueFen
        expected.suspenseFen = suspenseFen
        return expected
    }

    private func units() -> [Expected.Unit] {
        let targets = population.units.targets
        // Shares are compared exactly, as products; a tie keeps the printed order.
        let order = targets.indices.sorted {
            let left = ranked[$0] * targets[$1]
            let right = ranked[$1] * targets[$0]
            return left == right ? $0 < $1 : left > right
        }
        var units = population.units.texts.enumerated().map { index, name in
            Expected.Unit(
                name: name,
                target: targets[index],
                enrolled: enrolled[index],
                paidFen: paidFen[index]
            )
        }
        for (place, unit) in order.enumerated() { units[unit].rank = place + 1 }
        let rest = targets.count
        if enrolled[rest] > 0 {
            units.append(
                Expected.Unit(
                    name: "unassigned",
                    target: 0,
                    enrolled: enrolled[rest],
                    paidFen: paidFen[rest]
                )
            )
        }
        return units
    }

    private func categories() -> [Expected.Category] {
        covered.indices.filter { covered[$0] > 0 }.map { index in
            let category = population.script.categories[index]
            let people = covered[index]
            return Expected.Category(
                name: category.name,
                people: people,
                personalFen: personalFen[index],
                funders: category.funders.map { .init(name: $0.name, number: $0.fen * people) }
            )
        }
    }
}
