import Events
import Explanation
import Hummingbird
import Overview
import Policy

/// One person: what came in, what was decided and why, what was posted (F-013, F-014).
///
/// The number comes in the body of a form, never in an address; every view is audited.
struct PersonSection: BoardSection {
    let figures: Figures

    var templates: [String: String] {
        ["enquiry": PersonPage.enquiry, "person": PersonPage.template]
    }

    func addRoutes(to routes: inout BoardRoutes) {
        routes.page("enquiry", needs: .seePersons, navigation: "个人查询") { visit in
            try visit.render("enquiry", title: "个人查询", form(visit, problem: ""))
        }
        routes.action("enquiry", needs: .seePersons) { try await enquire($0) }
        routes.page("person/:person", needs: .seePersons) { visit in
            try await show(visit, try visit.person())
        }
    }

    private func form(_ visit: Visit, problem: String) -> [String: Any] {
        [
            "hasKeys": visit.keys != nil, "problem": problem, "isWrong": !problem.isEmpty,
            "kinds": IdentityKind.allCases.map { kind in
                ["name": kind.name, "title": PersonPage.title(of: kind)]
            },
        ]
    }

    private func enquire(_ visit: Visit) async throws -> Response {
        guard let keys = visit.keys else { throw Refusal.unavailable }
        let name = visit.form["kind"] ?? IdentityKind.residentID.name
        guard let kind = IdentityKind(name: name) else { throw Refusal.badRequest() }
        let number = Array((visit.form["number"] ?? "").utf8).map { byte in
            kind == .residentID && byte == UInt8(ascii: "x") ? UInt8(ascii: "X") : byte
        }
        guard PersonSection.isNumber(number, kind) else {
            return try visit.render(
                "enquiry",
                title: "个人查询",
                form(visit, problem: "证件号码不对：请核对位数和校验码后重新填写。"),
                status: .badRequest
            )
        }
        return try await show(visit, keys.personKey(kind: kind, number: number))
    }

    static func isNumber(_ number: [UInt8], _ kind: IdentityKind) -> Bool {
        if kind == .residentID {
            return (try? number.withUnsafeBufferPointer { try IdentityNumber($0) }) != nil
        }
        return !number.isEmpty && number.count <= 64
            && number.allSatisfy { $0 > 0x20 && $0 < 0x7F }
    }

    private func show(_ visit: Visit, _ person: PersonKey) async throws -> Response {
        let answer = try await visit.ask(figures) { $0.person(person) }
        // Whom the account may not see is not told from whom nobody knows.
        guard let glance = answer.value, try isOwn(visit, glance) else {
            return try visit.render(
                "enquiry",
                title: "个人查询",
                form(visit, problem: "本单位范围内没有此人的记录。请核对号码和证件种类，或向登记所在单位查询。"),
                status: .notFound
            )
        }
        try await visit.recordView(of: person, page: "person")
        let masked = try await visit.maskedNames(figures, of: [person])[person]
        let (persons, scheme) = (figures.persons, visit.scheme)
        let evidence = try await Offload.run {
            try persons.evidence(of: person, scheme: scheme)
        }
        let pack = try visit.pack()
        let story = StoryTeller(RuleBook(pack)).story(of: masked?.number ?? "—", evidence)
        let page = PersonPage(
            visit: visit,
            pack: pack,
            glance: glance,
            moment: answer.moment,
            masked: masked,
            story: story,
            evidence: evidence
        )
        return try visit.render("person", title: "个人情况", try page.model)
    }

    private func isOwn(_ visit: Visit, _ glance: PersonGlance) throws -> Bool {
        guard visit.principal.covers(glance.unit) else { return false }
        guard visit.principal.role == .bureau else { return true }
        let policy = try visit.pack().compiled
        let supplied = policy.bureaus.first { $0.id == visit.principal.office }?.supplies ?? []
        return ([glance.category] + glance.otherCategories).contains { supplied.contains($0) }
    }
}
