import Foundation
import Hummingbird
import Testing
import Uploads

@testable import Board
@testable import Bootstrap

/// Every route of the board as it is started, and of a section with a route of every kind, for
/// every role, at its own and another scheme, its own and another unit.
struct RoleMatrixTests {
    static func make() throws -> TestBoard {
        let keys = try TestBoard.keys()
        return try TestBoard(
            sections: { sources in
                let pack = try #require(sources.packs[TestBoard.scheme]).compiled
                let desk = try UploadDesk(
                    folder: URL(fileURLWithPath: sources.dataFolder)
                        .appendingPathComponent("uploads"),
                    policy: pack,
                    runner: HereRunner(log: sources.log, keys: keys, pack: pack)
                )
                let real = try BoardSections.make(sources, uploads: [TestBoard.scheme: desk])
                return [ProbeSection()] + real
            },
            keys: keys
        )
    }

    /// Routes that ask for more than their permission: who audits a list must not supply it.
    private static let narrower: [String: Set<Role>] = [
        "/season/:scheme/lists/audit": [.medicalInsurance]
    ]

    private static func path(_ route: BoardRoute, scheme: String) -> String {
        let person = "00000000000000010000000000000002"
        return route.path.split(separator: "/").map { part -> String in
            switch part {
            case ":scheme": scheme
            case ":person": person
            default: part.hasPrefix(":") ? "1" : String(part)
            }
        }.reduce("") { $0 + "/" + $1 }
    }

    private static func call(
        _ route: BoardRoute,
        _ browser: Browser,
        scheme: String = TestBoard.scheme,
        unit: String = ""
    ) async throws -> HTTPResponse.Status {
        let path = path(route, scheme: scheme)
        let query = unit.isEmpty ? "" : "?unit=\(PercentEncoding.text(unit))"
        switch route.body {
        case .none: return try await browser.get(path + query).status
        case .form:
            return try await browser.post(path, unit.isEmpty ? [] : [("unit", unit)]).status
        case .upload:
            let fields = unit.isEmpty ? [] : [("unit", unit)]
            return try await browser.upload(path, fields: fields, name: "a.csv", bytes: [65])
                .status
        }
    }

    @Test(arguments: Role.allCases)
    func `F-132 every route lets in the roles that its permission names, and no other`(
        role: Role
    ) async throws {
        let test = try RoleMatrixTests.make()
        #expect(test.board.routes.count > 20)
        try await test.run { client in
            for route in test.board.routes {
                guard case .permission(let permission) = route.access else { continue }
                let status = try await RoleMatrixTests.call(
                    route,
                    try test.browser(client, as: role)
                )
                let isNarrower = RoleMatrixTests.narrower[route.path].map { !$0.contains(role) }
                let isLetIn = role.permissions.contains(permission) && isNarrower != true
                #expect((status != .forbidden) == isLetIn, "\(route.path): \(status)")
                #expect(status != .unauthorized && status != .internalServerError)
            }
        }
    }

    @Test(arguments: Role.allCases)
    func `F-132 no role sees anything of another scheme`(role: Role) async throws {
        let test = try RoleMatrixTests.make()
        try await test.run { client in
            let browser = try test.browser(client, as: role)
            for route in test.board.routes {
                guard case .permission = route.access else { continue }
                let status = try await RoleMatrixTests.call(
                    route,
                    browser,
                    scheme: TestBoard.otherScheme
                )
                #expect(status == .forbidden, "\(route.path): \(status)")
            }
        }
    }

    @Test(arguments: [Role.town, .village])
    func `F-132 who is bound to a unit gets its own people and no others`(
        role: Role
    ) async throws {
        let test = try RoleMatrixTests.make()
        try await test.run { client in
            for route in test.board.routes where route.isBoundToUnit {
                guard case .permission(let permission) = route.access,
                    role.permissions.contains(permission)
                else { continue }
                let browser = try test.browser(client, as: role)
                for other in ["张汪镇", "鲍沟", "鲍沟镇二", "张汪镇/某村", "鲍沟镇/../张汪镇 "] {
                    let isOwn = role == .town && other.hasPrefix("鲍沟镇/")
                    let status = try await RoleMatrixTests.call(route, browser, unit: other)
                    if !isOwn { #expect(status == .forbidden, "\(route.path) \(other)") }
                }
                if RoleMatrixTests.narrower[route.path]?.contains(role) == false { continue }
                let own = try await RoleMatrixTests.call(
                    route,
                    browser,
                    unit: TestBoard.unit(role)
                )
                #expect(own != .forbidden, "\(route.path): \(own)")
            }
        }
    }

    @Test func `F-132 who has not signed in is sent to the sign-in, and changes nothing`()
        async throws
    {
        let test = try RoleMatrixTests.make()
        try await test.run { client in
            for route in test.board.routes {
                let status = try await RoleMatrixTests.call(route, Browser(client))
                #expect(status == (route.method == .get ? .seeOther : .unauthorized))
            }
        }
    }

    @Test(arguments: Role.allCases)
    func `F-132 the navigation shows what the role may see`(role: Role) async throws {
        let test = try RoleMatrixTests.make()
        try await test.run { client in
            let page = try await test.browser(client, as: role).get("/account").text
            for route in test.board.routes {
                guard let title = route.navigation, case .permission(let permission) = route.access
                else { continue }
                #expect(page.contains(">\(title)</a>") == role.permissions.contains(permission))
            }
        }
    }

    @Test(arguments: Role.allCases)
    func `F-041 F-132 the history of lists is there for bureaus and 医保局, and for nobody else`(
        role: Role
    ) async throws {
        let test = try RoleMatrixTests.make()
        try await test.run { client in
            let browser = try test.browser(client, as: role)
            let isTheirs = [.bureau, .medicalInsurance].contains(role)
            #expect(try await browser.get("/account").text.contains("名单历史") == isTheirs)
            for page in ["lists", "lists/difference?from=a&to=b"] {
                let status = try await browser.get("/season/\(TestBoard.scheme)/\(page)").status
                #expect((status == .forbidden) == !isTheirs, "\(page): \(status)")
            }
        }
    }
}
