import Foundation
import Policy

/// Files beside the tests.
enum Fixture {
    static let root = URL(filePath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appending(path: "Tests/Fixtures/\(path)"), encoding: .utf8)
    }

    static func pack(_ scheme: String) throws -> PolicyPack {
        try PolicyPack.load(folder: root.appending(path: "Policies/\(scheme)"))
    }

    /// The pack after `old` was replaced by `new` in its terms.
    static func pack(_ scheme: String, _ old: String, _ new: String) throws -> PolicyPack {
        var texts = try pack(scheme).texts
        texts["policy.yaml"] = texts["policy.yaml"]?.replacing(old, with: new)
        return try PolicyPack.load(texts: texts)
    }

    static let schemes = [
        "lingcheng-2021", "fangcheng-2021", "zhangshanzi-2020", "tengzhou-2023", "yanjiang-2021",
    ]
}
