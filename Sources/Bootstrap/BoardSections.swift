import Board
import Events
import Explanation
import Ledger
import Stage
import Uploads

/// The parts of the board, in the order of its navigation.
enum BoardSections {
    static func make(
        _ sources: BoardSources,
        uploads: [String: UploadDesk]
    ) throws -> [any BoardSection] {
        let figures = Figures(
            sources,
            persons: LedgerPersons(ledger: sources.ledger, log: sources.log),
            facts: LogFacts(log: sources.log),
            told: { StandardError.write("board: \($0)\n") }
        )
        let sections = FigureSections.make(figures)
        return uploads.isEmpty ? sections : sections + [UploadSection(desks: uploads)]
    }
}

/// Persons as the ledger and the log know them.
struct LedgerPersons: PersonSource {
    let ledger: any LedgerStore
    let log: any EventLog

    func evidence(of person: PersonKey, scheme: String) throws -> PersonEvidence {
        try PersonFinder(scheme: scheme, person: person).find(ledger: ledger, log: log)
    }
}
