import Board
import Foundation
import Testing

struct RoleTests {
    @Test(arguments: Role.allCases)
    func `F-132 who may open names may see persons, and a leader neither`(role: Role) {
        if role.permissions.contains(.openNames) { #expect(role.permissions.contains(.seePersons)) }
        if role == .leader || role == .administrator {
            #expect(!role.permissions.contains(.seePersons))
        }
    }

    @Test func `F-132 a town sees its own people and no others, and without a unit nobody`() {
        let town = Principal(account: "t", role: .town, scheme: "s", unit: "鲍沟镇")
        #expect(town.covers("鲍沟镇"))
        #expect(town.covers("鲍沟镇/某村"))
        #expect(!town.covers("鲍沟镇二"))
        #expect(!town.covers(""))
        #expect(!Principal(account: "t", role: .village, scheme: "s").covers("鲍沟镇"))
        #expect(Principal(account: "t", role: .medicalInsurance, scheme: "s").covers("鲍沟镇"))
    }

    @Test(arguments: Role.allCases)
    func `F-132 the table of roles that people read is the one that the board keeps`(
        role: Role
    ) throws {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Docs/board.md")
        let permissions = Permission.allCases.filter(role.permissions.contains)
            .map(\.rawValue).joined(separator: " ")
        let row =
            "| `\(role.rawValue)` | \(role.title) | \(permissions) | "
            + "\(role.isBoundToUnit ? "yes" : "no") |"
        #expect(try String(contentsOf: file, encoding: .utf8).contains(row))
    }
}
