import Events
import Ledger
import Policy

/// What is asked for.
public struct ReportRequest: Sendable {
    /// Unit or village; empty = all.
    public var unit: String
    /// The day to which ages are counted and after which nothing is shown; nil = the last day that
    /// the ledger knows.
    public var asOf: CivilDate?
    /// The unit, funder, serial, number or person key that a trail is about.
    public var about: String

    /// Creates a request.
    public init(unit: String = "", asOf: CivilDate? = nil, about: String = "") {
        self.unit = unit
        self.asOf = asOf
        self.about = about
    }
}

/// The log of record, as far as documents need it.
public protocol ReportLog {
    /// Calls `body` with every fact of a scheme in `facts.validated`, partition by partition, with
    /// its key; a fact that was delivered twice comes twice.
    func facts(
        of scheme: String,
        _ body: (Fact, UnsafeRawBufferPointer) throws -> Void
    ) throws

    /// Calls `body` with every edition of a ranking of a scheme in `rankings.published`, as they
    /// were published.
    func rankings(of scheme: String, _ body: (RankingPublished) throws -> Void) throws
}

/// The books, the pack and the request that a document is made from, at one moment of the ledger.
///
/// Not for several threads: it lives as long as the reader's transaction.
public final class ReportBooks {
    /// The books.
    public let reader: any LedgerReader
    /// The pack whose names and rules the document uses.
    public let pack: PolicyPack
    /// What is asked for; the unit as the pack writes it.
    public let request: ReportRequest
    /// The log, where it was given.
    public let log: (any ReportLog)?
    /// Opens the names of persons; nil = persons stand by their keys.
    public let names: NameBook?
    /// What the document was made from.
    public let basis: ReportBasis
    /// The day that ages are counted to.
    public let day: CivilDate
    /// Sentences for the reader, gathered while tables are made.
    var notes: [String] = []
    /// Items of dossiers of the whole scheme.
    let allItems: [FiledItem]
    private let order: [String: Int]

    /// Reads what every document needs.
    ///
    /// - Parameters:
    ///   - keys: Open the seals of the persons whom a document names; nil = persons stand by their
    ///     keys.
    ///   - isMasked: Whether identity numbers are shown masked.
    /// - Throws: ``ReportProblem`` when the unit is not known, and what the reader throws.
    public convenience init(
        _ reader: any LedgerReader,
        pack: PolicyPack,
        request: ReportRequest,
        log: (any ReportLog)? = nil,
        keys: SeasonKeys? = nil,
        isMasked: Bool = false
    ) throws {
        let names = keys.map { NameBook($0, scheme: pack.scheme, isMasked: isMasked) }
        try self.init(reader, pack: pack, request: request, log: log, names: names)
    }

    init(
        _ reader: any LedgerReader,
        pack: PolicyPack,
        request: ReportRequest,
        log: (any ReportLog)?,
        names: NameBook?
    ) throws {
        self.reader = reader
        self.pack = pack
        self.log = log
        self.names = names
        var request = request
        if !request.unit.isEmpty {
            guard let unit = pack.compiled.canonicalUnit(request.unit) else {
                throw ReportProblem(
                    "--unit \(request.unit): no unit of \(pack.scheme). Write it as the pack does, "
                        + "a village as 乡镇/村."
                )
            }
            request.unit = unit
        }
        self.request = request
        allItems = try reader.dossierItems(scheme: pack.scheme).map(FiledItem.init)
        day = try request.asOf ?? ReportBooks.lastDay(reader, pack, allItems)
        basis = ReportBasis(
            scheme: pack.scheme,
            place: pack.compiled.place,
            coverageYear: pack.compiled.coverageYear,
            policy: pack.hash.map { $0 < 16 ? "0\(String($0, radix: 16))" : String($0, radix: 16) }
                .joined(),
            position: try reader.positions().map {
                JournalPosition(partition: $0.partition, sequence: $0.journalSequence)
            }.sorted(),
            asOf: day,
            unit: request.unit
        )
        order = Dictionary(
            pack.compiled.units.enumerated().map { ($0.element.name, $0.offset) },
            uniquingKeysWith: { first, _ in first }
        )
    }

    /// The last day that the ledger knows of: closed, enrolled on, or recorded.
    private static func lastDay(
        _ reader: any LedgerReader,
        _ pack: PolicyPack,
        _ items: [FiledItem]
    ) throws -> CivilDate {
        var days = Array(try reader.closures(scheme: pack.scheme).values)
        days += try reader.progress(scheme: pack.scheme).keys.map(\.day)
        days += items.compactMap(\.item.day)
        return days.max() ?? pack.terms.window.opens.value
    }

    var policy: CompiledPolicy { pack.compiled }
    var offices: OfficeRules { pack.compiled.offices }
    var scheme: String { pack.scheme }

    // MARK: - Units

    /// Whether a unit is asked for: itself, or a village of it.
    func asksFor(_ unit: String) -> Bool {
        let asked = request.unit
        return asked.isEmpty || unit == asked || unit.hasPrefix(asked + "/")
    }

    /// Orders units as the pack's table, villages by name.
    func precedes(_ left: String, _ right: String) -> Bool {
        place(of: left) < place(of: right)
    }

    private func place(of unit: String) -> (Int, String) {
        (order[ReportBooks.town(of: unit)] ?? .max, unit)
    }

    /// The town of a unit or village.
    static func town(of unit: String) -> String { String(unit.prefix { $0 != "/" }) }

    static func unitName(_ unit: String) -> String { unit.isEmpty ? "未分配单位" : unit }

    // MARK: - Names

    func funder(_ id: String) -> String { policy.funders.first { $0.id == id }?.name ?? id }

    func category(_ id: String) -> String { policy.categories.first { $0.id == id }?.name ?? id }

    func channel(_ id: String) -> Channel? { policy.channels.first { $0.id == id } }

    func account(_ id: String) -> String { offices.account(id)?.name ?? id }

    func tier(_ id: String) -> String { policy.tiers.first { $0.id == id }?.name ?? id }

    // MARK: - Balances and items

    /// Balances of the units asked for, in a fixed order; those of no unit only where all are asked
    /// for.
    func balances(_ kinds: AccountKind...) throws -> [(account: Account, amount: Money)] {
        try reader.balances(scheme: scheme).filter {
            (kinds.isEmpty || kinds.contains($0.key.kind)) && asksFor($0.key.unit)
        }
        .sorted { left, right in
            let (one, two) = (left.key, right.key)
            if one.kind != two.kind { return one.kind.rawValue < two.kind.rawValue }
            if one.unit != two.unit { return precedes(one.unit, two.unit) }
            return (one.party, one.category) < (two.party, two.category)
        }
        .map { ($0.key, $0.value) }
    }

    /// Items of the kinds, of the units asked for, in order of unit, day and key; those after the
    /// day are left out.
    func items(_ kinds: DossierItem.Kind...) -> [FiledItem] {
        allItems.filter { filed in
            kinds.contains(filed.item.kind) && asksFor(filed.unit)
                && filed.item.day.map { $0 <= day } ?? true
        }
        .sorted { left, right in
            if left.subject.kind != right.subject.kind { return left.subject < right.subject }
            if left.unit != right.unit { return precedes(left.unit, right.unit) }
            if left.subject != right.subject { return left.subject < right.subject }
            let days = (
                left.item.day ?? CivilDate(day: .min), right.item.day ?? CivilDate(day: .min)
            )
            return days.0 != days.1 ? days.0 < days.1 : left.item.key < right.item.key
        }
    }

    /// Days that have passed since a day.
    func age(_ since: CivilDate?) -> ReportCell { .number(since.map { Int64(day.day - $0.day) }) }

    /// Tells the reader something, once.
    func note(_ sentence: String) {
        if !notes.contains(sentence) { notes.append(sentence) }
    }

    /// Tells that the notice prints no such duty, where it does not.
    func noteUnless(_ isPrinted: Bool) {
        if !isPrinted { note("本方案的通知没有印出这项职责") }
    }
}

/// An item with the subject under which it is filed.
struct FiledItem {
    let subject: DossierSubject
    let item: DossierItem

    init(_ pair: (subject: DossierSubject, item: DossierItem)) {
        subject = pair.subject
        item = pair.item
    }

    /// The unit that it is about; of a serial the unit whose account it draws on; else empty.
    var unit: String {
        switch subject.kind {
        case .unit: subject.id
        case .serial: item.kind == .serial ? item.party : ""
        case .funder: ""
        }
    }
}
