import Documents
import Events
import Hummingbird

extension DocumentSection {
    /// The formats of a kind with their paths.
    func formats(_ kind: ReportKind, _ visit: Visit) -> [[String: Any]] {
        let query = [
            ("unit", visit.query["unit"] ?? ""), ("day", visit.query["day"] ?? ""),
            ("about", visit.query["about"] ?? ""),
        ]
        return ReportFormat.allCases.filter { $0 != .html || kind.layout != .exchange }
            .map { format in
                [
                    "title": format == .html ? "打印页" : format.rawValue.uppercased(),
                    "link": visit.path(
                        "document/\(kind.id)/file",
                        [("format", format.rawValue)] + query
                    ),
                ]
            }
    }

    /// The document as a file, persons by their keys.
    func file(_ visit: Visit) async throws -> Response {
        let kind = try kind(visit)
        guard let format = ReportFormat(rawValue: visit.query["format"] ?? "") else {
            throw Refusal.notFound
        }
        do {
            let made = try await figures.shelf.report(
                kind,
                pack: try visit.pack(),
                request: try request(visit)
            )
            let file = try await Offload.run { try made.report.file(format) }
            return visit.document(file.bytes, type: file.contentType, name: file.name)
        } catch let problem as ReportProblem {
            throw Refusal(.unprocessableContent, problem.description)
        }
    }

    /// The document with names and numbers, each of which is written to the audit before it goes
    /// out.
    func namedFile(_ visit: Visit) async throws -> Response {
        let kind = try kind(visit)
        guard kind.isPersonal else { throw Refusal.notFound }
        guard let keys = visit.keys else { throw Refusal.unavailable }
        let request = try request(visit)
        let pack = try visit.pack()
        do {
            let made = try await figures.shelf.make(pack: pack, request: request, keys: keys) {
                (report: try kind.report($0), file: try kind.file($0, as: .xlsx))
            }
            _ = try await visit.openNames(
                try await visit.seals(figures, of: DocumentSection.persons(in: made.report)),
                page: "document"
            )
            let file = made.file
            return visit.document(file.bytes, type: file.contentType, name: file.name)
        } catch let problem as ReportProblem {
            throw Refusal(.unprocessableContent, problem.description)
        }
    }

    /// The persons of a document.
    static func persons(in report: Report) -> [PersonKey] {
        var found: Set<PersonKey> = []
        for table in report.tables {
            guard let column = table.columns.firstIndex(where: { $0.key == "person" }) else {
                continue
            }
            for row in table.rows {
                guard case .text(let digits) = row[column],
                    let person = PersonKey(hexadecimal: digits)
                else { continue }
                found.insert(person)
            }
        }
        return found.sorted()
    }
}
