import Foundation

/// A synthetic collection season with its answer.
///
/// Every person is invented; the answer (`expected.json`) is known from how each was made and
/// shares no code with the pipeline. The same arguments give the same bytes.
public struct Season {
    /// The numbers of residents that can be simulated.
    public static let residentsAllowed = 100...5_000_000
    /// The schemes that can be simulated.
    public static var schemes: [String] { scripts.map(\.id) }

    private static let scripts = [
        Lingcheng2021.script, Fangcheng2021.script, Zhangshanzi2020.script, Tengzhou2023.script,
        Yanjiang2021.script,
    ]

    private let script: SchemeScript
    private let rates: Rates
    private let units: UnitTable
    private let residents: Int
    private let seed: UInt64

    /// Prepares a season.
    ///
    /// - Parameters:
    ///   - scheme: Scheme id, one of ``schemes``.
    ///   - residents: People of all units' targets, 100 to 5,000,000. They stand on the payment
    ///     roster 缴费清册; where the targets count payers only, so do the people who owe nothing,
    ///     besides.
    ///   - seed: Seed of every draw.
    ///   - ratesFile: The scheme's `simulation.csv`.
    ///   - unitsFile: CSV of the scheme's units in printed order, with targets where the notice
    ///     prints them.
    /// - Throws: ``SimulationError``.
    public init(
        scheme: String,
        residents: Int,
        seed: UInt64,
        ratesFile: URL,
        unitsFile: URL
    ) throws {
        guard let script = Season.scripts.first(where: { $0.id == scheme }) else {
            throw SimulationError.unknownScheme(scheme)
        }
        guard Season.residentsAllowed.contains(residents) else {
            throw SimulationError.residentsOutOfRange(residents, allowed: Season.residentsAllowed)
        }
        self.script = script
        self.residents = residents
        self.seed = seed
        rates = try Rates(file: ratesFile)
        units = try UnitTable(
            file: unitsFile,
            residents: residents,
            size: try Season.size(rates, seed: seed)
        )
    }

    /// Draws the size of a unit, where the rates say how great units are: then no notice does.
    private static func size(_ rates: Rates, seed: UInt64) throws -> ((Int) -> Int)? {
        guard rates.has("unit.smallest") else { return nil }
        let smallest = try rates("unit.smallest").value
        let greatest = max(smallest, try rates("unit.greatest").value)
        return { unit in
            var random = Random(seed: seed, .unitSize, unit)
            return random.within(smallest...greatest)
        }
    }

    /// Writes the season's files and `expected.json` into `directory`, which is created.
    ///
    /// - Parameters:
    ///   - directory: Where to; files of the same names are replaced.
    ///   - progress: Called now and then with the stage, what is done of it, and all of it.
    /// - Returns: The totals that stand in `expected.json`.
    /// - Throws: ``SimulationError``.
    /// - Complexity: O(n log n) for n residents, 34 bytes of memory for each.
    public func write(
        to directory: URL,
        progress: (String, Int, Int) -> Void = { _, _, _ in }
    ) throws -> Expected {
        let path = directory.path
        try create(directory.appendingPathComponent("lists"))
        let habits = try Habits(rates, script: script)
        let extras = try Extras(rates, residents: residents, script: script)
        var maker = PeopleMaker(
            Population(script: script, units: units, habits: habits, seed: seed),
            extras: extras
        )
        try maker.makeRoster(progress: progress)
        try maker.makeOthers()
        let population = maker.population
        var expected = Tally(population).expected()
        let faults = FaultyRow.rows(of: population, count: extras.faulty)
        let book = PaymentBook(population, faulty: faults)
        try writeTables(
            of: population,
            book,
            strays: extras.faulty,
            to: path,
            expected: &expected,
            progress: progress
        )
        try writePayments(
            of: population,
            book,
            faults: extras.faulty,
            to: path,
            events: &expected.events,
            progress: progress
        )
        let writer = try ByteWriter(directory: path, name: "expected.json", header: "")
        writer.append(expected.json)
        try writer.close()
        return expected
    }

    private func create(_ directory: URL) throws {
        do {
            try FileManager.default.createDirectory(
                at: directory,
                withIntermediateDirectories: true
            )
        } catch {
            throw SimulationError.cannotWrite(file: directory.lastPathComponent, errno: errno)
        }
    }

    /// Writes everything but payments, and counts the data rows and lines.
    private func writeTables(
        of population: Population,
        _ book: PaymentBook,
        strays: Int,
        to path: String,
        expected: inout Expected,
        progress: (String, Int, Int) -> Void
    ) throws {
        let people = PeopleFiles(population: population, directory: path)
        let lists = ListFiles(population: population, directory: path)
        let files = SeasonFiles(population: population, directory: path)
        var rows = try people.writeRoster(progress: progress)
        for (done, list) in script.lists.enumerated() {
            progress("lists", done, script.lists.count)
            rows += try lists.write(list, strays: strays)
        }
        if !script.groups.isEmpty { rows += try people.writeRegistrations() }
        rows += try people.writeExclusions()
        rows += try people.writeRemovals()
        rows += try files.writeTargets()
        rows += try files.writeOperations { writer in
            let offices = OfficeBook(population, book, funders: expected.funders, to: writer)
            offices.write()
            expected.offices = offices.records.offices
            expected.events.rejected = offices.records.refused
        }
        try files.writeIndex()
        expected.events.sent = rows
        progress("lists", script.lists.count, script.lists.count)
    }

    private func writePayments(
        of population: Population,
        _ book: PaymentBook,
        faults: Int,
        to path: String,
        events: inout Expected.Events,
        progress: (String, Int, Int) -> Void
    ) throws {
        let writer = try ByteWriter(
            directory: path,
            name: "payments.csv",
            header: PaymentLines.header(script)
        )
        book.write(to: writer, progress: progress)
        try writer.close()
        events.sent += book.count
        let reasons = script.rules.faults.map(\.rawValue) + script.strayRows.map(\.reason)
        for reason in reasons { events.rejected.count(reason, faults) }
        events.repeated = book.redelivered
        events.accepted =
            events.sent - events.repeated - events.rejected.reduce(0) { $0 + $1.number }
    }
}
