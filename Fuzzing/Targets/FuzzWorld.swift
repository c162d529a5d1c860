import Events
import Foundation
import Policy

/// What the targets share: keys of a season, the packs of the project and a person.
struct FuzzWorld {
    /// Keys that nothing outside of this process is sealed with.
    let keys: SeasonKeys
    /// The packs, by scheme.
    let packs: [String: PolicyPack]
    /// Somebody who does not exist.
    let person = OpenIdentity(
        kind: .residentID,
        number: Array("370481199001010011".utf8),
        name: Array("张三".utf8)
    )

    /// The folder of the project.
    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// Makes keys and reads the packs of some schemes.
    init(_ schemes: [String]) throws {
        let file = FileManager.default.temporaryDirectory
            .appendingPathComponent("fuzz-\(UUID().uuidString).json")
        defer { try? FileManager.default.removeItem(at: file) }
        try SeasonKeys.create(at: file)
        keys = try SeasonKeys(contentsOf: file)
        var packs: [String: PolicyPack] = [:]
        for scheme in schemes {
            packs[scheme] = try PolicyPack.load(folder: FuzzWorld.folder(of: scheme))
        }
        self.packs = packs
    }

    /// Where a pack lies.
    static func folder(of scheme: String) -> URL {
        root.appendingPathComponent("Policies/\(scheme)")
    }

    /// The packs as a core takes them.
    var policies: [String: CompiledPolicy] { packs.mapValues(\.compiled) }

    /// Finds a pack by its hash.
    func library(_ scheme: String, _ hash: [UInt8]) -> CompiledPolicy? {
        packs[scheme].flatMap { $0.hash == hash ? $0.compiled : nil }
    }
}

/// What a write gives.
func written(_ body: (ByteBuffer) -> Void) -> [UInt8] {
    let buffer = ByteBuffer(capacity: 256)
    body(buffer)
    return buffer.array
}
