import Documents
import Events
import Explanation
import Foundation
import Ledger
import Stage

@testable import Board

/// A small season in the ledger of a board, with pages of figures over it.
final class FigureWorld: Sendable {
    /// A person of the season.
    struct Person: Sendable {
        var name: String
        var unit: String
        var number: String
        var assessment: Assessment
    }

    static let scheme = TestBoard.otherScheme
    static let base = "/season/\(scheme)"

    let test: TestBoard
    let figures: Figures
    let keys: SeasonKeys
    let people: [Person]

    init(people: [Person] = FigureWorld.usual) throws {
        let folder = URL(fileURLWithPath: NSTemporaryDirectory())
            .appendingPathComponent("figures-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent("keys.json")
        try SeasonKeys.create(at: file)
        let keys = try SeasonKeys(contentsOf: file)
        var made: Figures?
        test = try TestBoard(
            sections: { sources in
                let figures = Figures(
                    sources,
                    persons: JournalsOnly(ledger: sources.ledger),
                    facts: nil,
                    told: { _ in }
                )
                made = figures
                return FigureSections.make(figures)
            },
            keys: keys
        )
        guard let made else { throw NoFigures() }
        figures = made
        self.keys = keys
        self.people = people
        try post()
        try figures.refresh()
    }

    /// The key of a person.
    func key(_ person: Person) -> PersonKey {
        keys.personKey(kind: .residentID, number: Array(person.number.utf8))
    }

    private func post() throws {
        let poster = Poster()
        poster.assign(try test.sources.ledger.open(partition: 0))
        let input = RecordBatch()
        for (offset, person) in people.enumerated() {
            let seal = try keys.seal(
                OpenIdentity(
                    kind: .residentID,
                    number: Array(person.number.utf8),
                    name: Array(person.name.utf8)
                ),
                scheme: FigureWorld.scheme
            )
            let value = ByteBuffer()
            Classified.writeHead(
                to: value,
                scheme: FigureWorld.scheme,
                offset: Int64(offset),
                index: 0,
                tally: .accepted
            )
            let now = ByteBuffer()
            person.assessment.write(to: now)
            Classified.writeChange(
                to: value,
                revision: 1,
                cause: "tax-bureau/T-\(offset)",
                previous: UnsafeRawBufferPointer(start: nil, count: 0),
                current: now.bytes,
                seal: seal
            )
            key(person).withBytes {
                input.append(
                    topic: .assessmentsClassified,
                    partition: 0,
                    offset: Int64(offset),
                    key: $0,
                    value: value.bytes
                )
            }
        }
        try test.sources.ledger.apply(poster.post(input) { _, _ in })
    }

    /// Publishes a ranking of rows, as `ranking` does.
    func publish(_ rows: [RankingRow], period: String = "current", edition: UInt64 = 1) throws {
        let ranking = RankingPublished(
            scheme: FigureWorld.scheme,
            period: period,
            asOf: CivilDate(day: 19_300),
            edition: edition,
            isDecided: false,
            rows: rows,
            positions: [(0, Int64(edition))]
        )
        let batch = RecordBatch()
        batch.append(topic: .rankingsPublished, key: "\(FigureWorld.scheme)/\(period)") {
            ranking.write(to: $0)
        }
        try test.sources.log.append(batch)
    }

    /// Three villages of two towns: paid, unpaid, disabled and unpaid, held.
    static let usual: [Person] = [
        person("王小明", "陵北/甲组", 1, .insured), person("李小红", "陵北/甲组", 2, .unpaid),
        person("赵铁柱", "陵北/<b>x</b>", 3, .unpaid, category: "severeDisability"),
        person("孙悟空", "陵西/乙组", 4, .unpaid), person("钱多多", "陵西/乙组", 5, .early),
    ]

    static func person(
        _ name: String,
        _ unit: String,
        _ number: Int,
        _ status: AssessmentStatus,
        category: String = "ordinary"
    ) -> Person {
        let digits = Array("37088119800101\(100 + number)".utf8)
        var it = Assessment()
        it.status = status
        it.unit = unit
        it.category = category
        it.premium = Money(yuan: 280)
        it.due = Money(yuan: 280)
        it.upfront = Money(yuan: 280)
        it.rules = ["window.opens"]
        it.isCovered = status == .insured
        if it.isCovered { it.enrolledOn = CivilDate(day: 19_300) }
        if status == .insured || status == .early {
            it.receipts = [Share(party: "wechat", amount: Money(yuan: 280))]
        }
        let last = Character(Unicode.Scalar(IdentityNumber.checkCharacter(of: digits)))
        return Person(
            name: name,
            unit: unit,
            number: String(decoding: digits, as: UTF8.self) + String(last),
            assessment: it
        )
    }
}

/// The season made no figures.
struct NoFigures: Error {}

/// Persons as the ledger alone knows them.
private struct JournalsOnly: PersonSource {
    let ledger: any LedgerStore

    func evidence(of person: PersonKey, scheme: String) throws -> PersonEvidence {
        var evidence = PersonEvidence()
        try ledger.read { reader in
            try reader.journals(of: person, scheme: scheme) {
                evidence.journals.append(try PersonEvidence.Posted($0))
            }
        }
        return evidence
    }
}
