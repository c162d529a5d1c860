import Policy

/// A kind of document: what it is called, what it needs, and how it is made.
public struct ReportKind: Sendable {
    /// What a kind needs of the log.
    public enum LogNeed: String, Sendable {
        /// The ledger alone says everything.
        case none
        /// With the log it says more (days of what the ledger dates by its cause).
        case helps
        /// Without the log it cannot be made.
        case needed
    }

    /// The id (`refund-list`).
    public let id: String
    /// The title in Chinese.
    public let title: String
    /// Ids of the features that it serves.
    public let features: [String]
    /// What it needs of the log.
    public let log: LogNeed
    /// Whether its rows are persons, who may be named.
    public let isPersonal: Bool
    /// Whether it knows days, so that `asOf` says something.
    public let hasDays: Bool
    /// Whether it is about one subject, which `about` names.
    public let needsSubject: Bool
    /// Whether everybody may read it, so that identity numbers are always masked.
    public let isPublic: Bool
    /// How it is laid out.
    public let layout: ReportLayout
    let make: @Sendable (ReportBooks) throws -> [ReportTable]

    init(
        _ id: String,
        _ title: String,
        _ features: [String],
        log: LogNeed = .none,
        isPersonal: Bool = false,
        hasDays: Bool = false,
        needsSubject: Bool = false,
        isPublic: Bool = false,
        layout: ReportLayout = .tables,
        make: @escaping @Sendable (ReportBooks) throws -> [ReportTable]
    ) {
        self.id = id
        self.title = title
        self.features = features
        self.log = log
        self.isPersonal = isPersonal
        self.hasDays = hasDays
        self.needsSubject = needsSubject
        self.isPublic = isPublic
        self.layout = layout
        self.make = make
    }

    /// Every kind, in the order of the law's features.
    public static let all: [ReportKind] =
        money + funding + refunds + deposits + reconciliations + people + enrolments + accuracy
        + rankings + notices + gaps + pages + duties + trails

    /// The kind of an id; nil when there is none such.
    public static func named(_ id: String) -> ReportKind? { all.first { $0.id == id } }

    /// Makes the document.
    ///
    /// - Throws: ``ReportProblem`` when the request asks for what the kind cannot give, and what
    ///   the reader throws.
    public func report(_ books: ReportBooks) throws -> Report {
        if log == .needed, books.log == nil {
            throw ReportProblem("\(id): needs the log: the ledger keeps no such facts. Give --log.")
        }
        if needsSubject, books.request.about.isEmpty {
            throw ReportProblem(
                "\(id): say what it is about: a unit, funder, serial, number or person key (--about)."
            )
        }
        if books.request.asOf != nil, !hasDays {
            let undated = try books.withoutDay()
            undated.note("本表按账本位置的余额，不按日期（--as-of 不起作用）")
            return try report(undated)
        }
        if books.names != nil, !isPersonal {
            throw ReportProblem("\(id): names nobody. Leave --names out.")
        }
        if isPublic, books.names?.isMasked == false { return try report(books.masked()) }
        var basis = books.basis
        if !hasDays { basis.asOf = nil }
        var report = Report(kind: id, title: title, basis: basis, tables: try make(books))
        report.notes = books.notes
        report.signing = books.signing(of: id)
        report.layout = layout
        return report
    }

    /// Makes the document in a format, for whoever hands out files.
    ///
    /// What is printed shows identity numbers masked, whatever the books would show.
    ///
    /// - Throws: ``ReportProblem`` when the kind or the format cannot give what is asked for,
    ///   `WorkbookProblem`, and what the reader throws.
    public func file(_ books: ReportBooks, as format: ReportFormat) throws -> ReportFile {
        if format == .html, layout == .exchange {
            throw ReportProblem(
                "\(id): is a table for another system, not for paper. Take csv, json or xlsx."
            )
        }
        let isPrinted = format == .html && books.names?.isMasked == false
        return try report(isPrinted ? books.masked() : books).file(format)
    }
}
