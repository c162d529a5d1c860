import Foundation
import Policy

/// The packs of the simulator: Tengzhou's, the same with another premium, and the same again as a
/// second scheme beside it.
enum Packs {
    static let schemes = ["tengzhou-2023", "tengzhou-2024"]
    static let premiums: [Int64] = [35_000, 38_000]

    /// By scheme, then in the order of ``premiums``.
    static let all: [String: [CompiledPolicy]] = {
        var all: [String: [CompiledPolicy]] = [:]
        for scheme in schemes { all[scheme] = premiums.map { load(scheme, premium: $0) } }
        return all
    }()

    static let byHash: [[UInt8]: CompiledPolicy] = {
        var known: [[UInt8]: CompiledPolicy] = [:]
        for pack in all.values.joined() { known[pack.hash] = pack }
        return known
    }()

    /// What `validate` knows: units, channels and categories are the same in every edition.
    static let compiled: [String: CompiledPolicy] = all.compactMapValues(\.first)

    private static func load(_ scheme: String, premium: Int64) -> CompiledPolicy {
        let folder = URL(filePath: #filePath).resolvingSymlinksInPath()
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Policies/tengzhou-2023")
        do {
            var texts: [String: String] = [:]
            for name in PolicyPack.fileNames {
                texts[name] = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
            }
            texts["policy.yaml"] = texts["policy.yaml"]?
                .replacing("scheme: tengzhou-2023", with: "scheme: \(scheme)")
                .replacing("yuan: 350", with: "yuan: \(premium / 100)")
            return try PolicyPack.load(texts: texts).compiled
        } catch {
            preconditionFailure("the pack of the simulator: \(error)")
        }
    }
}
