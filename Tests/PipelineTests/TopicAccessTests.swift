import Foundation
import Testing

struct TopicAccessTests {
    @Test func `F-132 a worker may write its outputs and join its own group, and nothing more`()
        throws
    {
        let text = try Programs.succeed("zhengjiao", ["topics", "access", "--print", "p."])
        let lines = text.split(separator: "\n").filter { $0.contains("'User:classify-worker'") }
        func rights(to operation: String, _ resource: String) -> Set<String> {
            Set(
                lines.filter { $0.contains("--operation \(operation) --\(resource) ") }
                    .compactMap { $0.split(separator: "'").dropFirst(3).first.map(String.init) }
            )
        }
        #expect(rights(to: "Write", "topic") == ["p.assessments.classified"])
        #expect(rights(to: "Read", "topic") == ["p.facts.validated", "p.policies.activated"])
        #expect(rights(to: "Read", "group") == ["p.classify"])
        #expect(rights(to: "Write", "transactional-id") == ["p.classify.", "p.append."])
        #expect(!lines.contains { $0.contains("--operation Create") || $0.contains("Alter") })
        #expect(!text.contains("--allow-principal 'User:*'"))
    }
}
