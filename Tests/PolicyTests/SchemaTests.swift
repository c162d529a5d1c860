import Foundation
import Policy
import Testing
import Yams

/// `Policies/policy.schema.json`, which editors read, against what the loader knows.
@Suite struct SchemaTests {
    /// A key that nobody knows, put into a section of the Tengzhou pack.
    private static let places: [(section: String, old: String, new: String)] = [
        ("", "place: 滕州市", "zzz: 1\nplace: 滕州市"),
        ("coverageYear", "coverageYear: { ", "coverageYear: { zzz: 1, "),
        ("notice", "  title:", "  zzz: 1\n  title:"),
        ("tier", "  - components:", "  - zzz: 1\n    components:"),
        ("component", "- { id: basic,", "- { zzz: 1, id: basic,"),
        ("fiscalSubsidy", "fiscalSubsidy: { ", "fiscalSubsidy: { zzz: 1, "),
        ("window", "  late:\n", "  zzz: 1\n  late:\n"),
        ("late", "    waitMonths: 3", "    zzz: 1\n    waitMonths: 3"),
        ("day", "opens: { ", "opens: { zzz: 1, "),
        ("phase", "{ id: payment,", "{ zzz: 1, id: payment,"),
        ("scope", "{ anyOf: [[localHukou]", "{ zzz: 1, anyOf: [[localHukou]"),
        ("citation", "conflict: { ", "conflict: { zzz: 1, "),
        ("funder", "{ id: city,", "{ zzz: 1, id: city,"),
        ("bureau", "{ id: civilAffairs,", "{ zzz: 1, id: civilAffairs,"),
        ("channel", "{ id: wechat,", "{ zzz: 1, id: wechat,"),
        ("ranking", "  counts: enrolled", "  zzz: 1\n  counts: enrolled"),
        ("publication", "{ what: ranking,", "{ zzz: 1, what: ranking,"),
        ("printedTotal", "printedTotal: { ", "printedTotal: { zzz: 1, "),
        ("duty", "{ id: publicNotice,", "{ zzz: 1, id: publicNotice,"),
        (
            "account", "scope:\n",
            "accounts: [{ zzz: 1, id: a, name: b, kind: collection, clause: 一, reading: A-TZ-1 }]\n"
                + "scope:\n"
        ),
        (
            "deposits", "scope:\n",
            "deposits: { zzz: 1, account: a, clause: 一, reading: A-TZ-1 }\nscope:\n"
        ),
        (
            "signature", "scope:\n",
            "signatures: [{ zzz: 1, document: a, name: b, clause: 一, reading: A-TZ-1 }]\nscope:\n"
        ),
        (
            "signer", "scope:\n",
            "signatures: [{ document: a, name: b, signers: [{ zzz: 1 }], clause: 一, "
                + "reading: A-TZ-1 }]\nscope:\n"
        ),
        (
            "confirmation", "scope:\n",
            "confirmation: { zzz: 1, offices: a, clause: 一, reading: A-TZ-1 }\nscope:\n"
        ),
        ("funding", "{ id: assistance,", "{ zzz: 1, id: assistance,"),
        ("reading", "{ id: A-TZ-1,", "{ zzz: 1, id: A-TZ-1,"),
        ("newborn", "scope:\n", "newborn: { zzz: 1, clause: 一, reading: A-TZ-1 }\nscope:\n"),
        ("guardian", "scope:\n", "guardian: { zzz: 1, clause: 一, reading: A-TZ-1 }\nscope:\n"),
        (
            "reliefNeeds", "scope:\n",
            "reliefNeeds: { zzz: 1, clause: 一, reading: A-TZ-1 }\nscope:\n"
        ),
        (
            "givesUp", "scope:\n",
            "givesUp: [{ zzz: 1, mark: refused, clause: 一, reading: A-TZ-1 }]\nscope:\n"
        ),
        (
            "targetRate", "  publications:",
            "  targetRates: [{ zzz: 1, clause: 一, reading: A-TZ-1 }]\n  publications:"
        ),
        (
            "score", "  publications:",
            "  scores: [{ zzz: 1, clause: 一, reading: A-TZ-1 }]\n  publications:"
        ),
    ]

    /// The keys that the loader names when it refuses `zzz`.
    private func known(_ old: String, _ new: String) throws -> Set<String> {
        var texts = try Fixture.pack("tengzhou-2023").texts
        let text = try #require(texts["policy.yaml"])
        try #require(text.contains(old))
        texts["policy.yaml"] = text.replacing(old, with: new, maxReplacements: 1)
        do {
            _ = try PolicyPack.load(texts: texts)
            return []
        } catch {
            let problem = try #require(error.problems.first { $0.reason == "unknown key «zzz»" })
            let list = problem.nextStep.split(separator: ": ").last ?? ""
            return Set(list.split(separator: ", ").map(String.init))
        }
    }

    private func schema() throws -> [String: Any] {
        let text = try String(
            contentsOf: Fixture.root.appending(path: "Policies/policy.schema.json"),
            encoding: .utf8
        )
        let json = try JSONSerialization.jsonObject(with: Data(text.utf8))
        return try #require(json as? [String: Any])
    }

    private func properties(_ section: String) throws -> Set<String> {
        var node = try schema()
        if !section.isEmpty {
            let definitions = try #require(node["$defs"] as? [String: Any])
            node = try #require(definitions[section] as? [String: Any])
        }
        #expect(node["additionalProperties"] as? Bool == false)
        return Set(try #require(node["properties"] as? [String: Any]).keys)
    }

    @Test(arguments: places.indices)
    func `F-125 the schema names the keys that the loader reads`(index: Int) throws {
        let (section, old, new) = SchemaTests.places[index]
        #expect(try properties(section) == known(old, new), "\(section)")
    }

    @Test func `F-125 the schema names the keys of every kind of category`() throws {
        let start = "{ id: severeDisability, name: 重度残疾人, aliases: [重度残疾], from: list,"
        let rest = "age: 60-69, ageOn: 2022-12-31,"
        var keys = Set<String>()
        for kind in ["list", "birth", "approval", "residence"] {
            keys.formUnion(
                try known(
                    start,
                    "{ zzz: 1, id: severeDisability, name: 重度残疾人, from: \(kind), \(rest)"
                )
            )
        }
        #expect(try properties("category") == keys)
    }

    @Test(arguments: Fixture.schemes)
    func `F-125 every pack is valid by the schema that its first line names`(
        scheme: String
    ) throws {
        let text = try #require(try Fixture.pack(scheme).texts["policy.yaml"])
        #expect(text.hasPrefix("# yaml-language-server: $schema=../policy.schema.json\n"))
        let node = try #require(try Yams.compose(yaml: text))
        #expect(try SchemaCheck(schema()).faults(node) == [])
        let spoiled = text.replacing("mode: waived", with: "mode: waved", maxReplacements: 1)
        let faults = try SchemaCheck(schema()).faults(try #require(try Yams.compose(yaml: spoiled)))
        #expect(faults.contains { $0.contains("mode") })
    }
}
