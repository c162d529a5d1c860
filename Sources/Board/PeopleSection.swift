import Events
import Explanation
import Hummingbird
import Overview

/// Lists of persons: not paid (F-105), missing from 100 % (F-104); masked, in clear on demand.
struct PeopleSection: BoardSection {
    let figures: Figures

    var templates: [String: String] { ["people": ListPage.template] }

    func addRoutes(to routes: inout BoardRoutes) {
        routes.page("unpaid", needs: .seePersons, navigation: "未缴清单") { visit in
            guard visit.principal.role != .bureau else { throw Refusal.notFound }
            return try await list(visit, .unpaid, isOpen: false)
        }
        routes.page("missing", needs: .seePersons) { visit in
            try await list(visit, try group(visit), isOpen: false)
        }
        routes.action("unpaid", needs: .openNames) { try await list($0, .unpaid, isOpen: true) }
        routes.action("missing", needs: .openNames) { visit in
            try await list(visit, try group(visit), isOpen: true)
        }
    }

    private func group(_ visit: Visit) throws -> PeopleQuestion.Kind {
        let asked = visit.form["group"] ?? visit.query["group"] ?? ""
        guard try visit.watchedGroups().contains(where: { $0.id == asked }) else {
            throw Refusal.notFound
        }
        return .missing(group: asked)
    }

    private func list(
        _ visit: Visit,
        _ kind: PeopleQuestion.Kind,
        isOpen: Bool
    ) async throws -> Response {
        let unit = try visit.scopedUnit()
        var question = PeopleQuestion(unit: unit, kind: kind)
        question.after = try after(visit)
        let asked = question
        let answer = try await visit.ask(figures) { book in
            ListAnswer(page: book.people(asked), units: book.standings(of: unit, by: .villages))
        }
        let persons = answer.value.page.people.map(\.person)
        var names: [PersonKey: (name: String, number: String)] = [:]
        if isOpen {
            let seals = try await visit.seals(figures, of: persons)
            for (person, identity) in try await visit.openNames(seals, page: "people") {
                names[person] = (
                    String(decoding: identity.name, as: UTF8.self),
                    String(decoding: identity.number, as: UTF8.self)
                )
            }
        } else {
            for (person, masked) in try await visit.maskedNames(figures, of: persons) {
                names[person] = (masked.name, masked.number)
            }
        }
        let page = ListPage(visit: visit, kind: kind, unit: unit, answer: answer, names: names)
        return try visit.render("people", title: try page.title, try page.model(isOpen: isOpen))
    }

    /// Where the page begins: behind a person of a unit, both as the page before named them.
    private func after(_ visit: Visit) throws -> PersonPlace? {
        guard let unit = visit.form["after-unit"] ?? visit.query["after-unit"],
            let digits = visit.form["after"] ?? visit.query["after"]
        else { return nil }
        guard let person = PersonKey(hexadecimal: digits) else { throw Refusal.badRequest() }
        return PersonPlace(unit: unit, person: person)
    }
}

/// What a list's page takes out of the read model.
struct ListAnswer: Sendable {
    var page: PeoplePage
    var units: [UnitStanding]
}

extension PersonKey {
    /// Reads 32 hexadecimal digits in small letters; nil when it is not that form.
    init?(hexadecimal digits: String) {
        guard digits.utf8.count == 32,
            digits.utf8.allSatisfy({
                (0x30...0x39).contains($0) || (0x61...0x66).contains($0)
            }),
            let high = UInt64(digits.prefix(16), radix: 16),
            let low = UInt64(digits.suffix(16), radix: 16)
        else { return nil }
        self.init(high: high, low: low)
    }
}
