import Events
import Foundation
import Hummingbird
import Testing

@testable import Board

/// What people and files bring is shown and never run.
struct InjectionTests {
    static let hostile = [
        "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "' onfocus='alert(1)",
        "{{csrf}}{{{main}}}{{>layout}}", "\"\u{301} onmouseover=alert(1) x=\"", "<\u{338}b>",
        "\u{202E}gpj.exe", "a\u{0}b", "&lt;b&gt;", "`${1}`", "'; DROP TABLE account; --",
    ]

    @Test(arguments: hostile)
    func `what a query holds is text and nothing else`(text: String) async throws {
        let test = try TestBoard(sections: { _ in [ProbeSection()] })
        try await test.run { client in
            let browser = try test.browser(client, as: .leader)
            let path = "/season/\(TestBoard.scheme)/probe/seeProgress"
            let response = try await browser.get("\(path)?text=\(PercentEncoding.text(text))")
            if text.contains("\u{0}") {
                #expect(response.status == .badRequest)
                return
            }
            let lines = response.text.split(separator: "\n")
            let line = try #require(lines.last { $0.hasPrefix("<p>单位") })
            // Nothing but the two elements of the template has a bracket or a quote.
            let scalars = line.unicodeScalars
            #expect(scalars.filter { $0 == "<" }.count == 4)
            #expect(scalars.filter { $0 == "\"" }.count == 2)
            #expect(scalars.allSatisfy { $0 != "'" && $0 != "`" && $0 != "\u{202E}" })
            #expect(!line.contains(browser.csrf))
        }
    }

    @Test(arguments: hostile)
    func `F-132 accounts of hostile names are not made, and hostile units only shown`(
        text: String
    ) async throws {
        let test = try TestBoard()
        try await test.run { client in
            let browser = try test.browser(client, as: .administrator)
            let path = "/season/\(TestBoard.scheme)/accounts"
            let named = try await browser.post(
                "\(path)/add",
                [("name", text), ("role", "tax"), ("unit", "")]
            )
            #expect(named.status == .badRequest)
            let placed = try await browser.post(
                "\(path)/add",
                [("name", "village-1"), ("role", "village"), ("unit", "鲍沟镇/\(text)")]
            )
            let page = try await browser.get(path).text
            for answer in [placed.text, page] {
                #expect(!answer.contains("<script>alert") && !answer.contains("<img"))
                #expect(!answer.contains("onerror=alert(1)>"))
                #expect(!answer.unicodeScalars.contains("\u{202E}"))
            }
            #expect(try test.accounts.accounts().allSatisfy { Account.isName($0.name) })
        }
    }

    @Test(arguments: [
        "/../../../etc/passwd", "/assets/../../accounts", "/assets/..%2f..%2faccounts",
        "/season/%2e%2e/accounts", "/season/tengzhou-2023/..%2f..%2f", "/assets/%00",
        "/season/tengzhou-2023/probe/person/..%2f..%2faccounts", "/%", "//evil.example/x",
    ])
    func `no path of a URL reaches a file`(path: String) async throws {
        let test = try TestBoard(sections: { _ in [ProbeSection()] })
        try await test.run { client in
            let response = try await test.browser(client, as: .medicalInsurance).get(path)
            #expect(
                [.notFound, .badRequest, .forbidden].contains(response.status),
                "\(response.status)"
            )
            #expect(!response.text.contains("root:") && !response.text.contains("SQLite"))
        }
    }

    @Test func `every answer says that nothing from elsewhere runs, and pages are kept by nobody`()
        async throws
    {
        let test = try TestBoard(sections: { _ in [ProbeSection()] })
        try await test.run { client in
            let browser = try test.browser(client, as: .leader)
            let paths = ["/livez", "/signin", "/account", "/nowhere", Asset.style.path]
            for path in paths {
                let headers = try await browser.get(path).headers
                let policy = try #require(headers[.contentSecurityPolicy])
                #expect(policy.contains("default-src 'self'") && !policy.contains("unsafe"))
                #expect(policy.contains("frame-ancestors 'none'"))
                #expect(headers[.xContentTypeOptions] == "nosniff")
                #expect(headers[.referrerPolicy] == "no-referrer")
                #expect(
                    headers[.cacheControl]
                        == (path == Asset.style.path
                            ? "public, max-age=31536000, immutable" : "no-store")
                )
            }
        }
    }

    @Test func `no template takes markup from its values but the frame, nor has inline code`()
        async throws
    {
        let test = try RoleMatrixTests.make()
        #expect(test.board.sections.count > 3)
        for section in test.board.sections {
            for (name, template) in section.templates {
                #expect(!template.contains("{{{") && !template.contains("{{&"), "\(name)")
                #expect(template.firstMatch(of: /\son[a-z]+\s*=|style\s*=|<script|<style/) == nil)
                let forms = template.matches(of: /method="post"/).count
                #expect(template.matches(of: /\{\{>\s*csrf\}\}/).count == forms, "\(name)")
            }
        }
    }
}
