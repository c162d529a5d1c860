import Events

@testable import Intake

/// A workbook and what must come of it.
struct Trap {
    /// What is wrong with it, or what only looks wrong.
    var name: String
    /// The code of the refusal, or of the first row that is not taken; `taken` for none.
    var code: String
    /// All that must be taken, and nothing else: row, name, number, unit, day of approval.
    var people: [String]
    var bytes: [UInt8]

    /// A whole file that is refused.
    static func refused(_ name: String, _ code: String, _ bytes: [UInt8]) -> Trap {
        Trap(name: name, code: code, people: [], bytes: bytes)
    }

    /// A file whose row 2 is tried; nil for `person` where it is not taken.
    static func row(
        _ name: String,
        _ code: String,
        _ book: BookBuilder,
        person: String? = nil
    ) -> Trap {
        Trap(
            name: name,
            code: code,
            people: (person.map { [$0] } ?? []) + [BookBuilder.lastPerson],
            bytes: book.bytes()
        )
    }

    /// Sends it as a list and tells what came of it.
    func outcome() throws -> (code: String, people: [String], report: SendReport?) {
        let log = MemoryLog()
        let report: SendReport
        do {
            report = try Fixture.lists(log).send(
                .memory(bytes, name: "list.xlsx"),
                as: Fixture.description(.list)
            )
        } catch let refusal as FileRefusal {
            return (refusal.code, try Trap.people(log), nil)
        }
        let code = IntakeRejection.allCases.first { report.rejected[$0] != nil }?.rawValue
        return (code ?? "taken", try Trap.people(log), report)
    }

    static func people(_ log: MemoryLog) throws -> [String] {
        try log.facts(.subsidyListsReceived).compactMap { sent in
            guard case .listRow(let row) = sent.fact.body, let seal = sent.fact.seal else {
                return nil
            }
            let person = try Fixture.keys.open(seal, scheme: Fixture.scheme)
            let name = String(decoding: person.name, as: UTF8.self)
            let number = String(decoding: person.number, as: UTF8.self)
            let day = row.approvedOn?.description ?? "-"
            return "\(sent.fact.number) \(name) \(number) \(row.unit) \(day)"
        }
    }
}
