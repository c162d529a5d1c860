import Foundation
import Policy

/// Packs: any YAML and any table of units, and good packs with a piece put in the place of another.
final class PackTarget: FuzzTarget {
    static let name = "packs"

    private var bases: [[String: [UInt8]]] = []
    private static let schemes = ["tengzhou-2023", "yanjiang-2021", "zhangshanzi-2020"]

    init() throws {
        for scheme in PackTarget.schemes {
            let texts = try PolicyPack.texts(in: FuzzWorld.folder(of: scheme))
            bases.append(texts.mapValues { Array($0.utf8) })
        }
    }

    func read(_ input: UnsafeRawBufferPointer) throws {
        var feed = InputFeed(input)
        let choice = feed.choice(of: 8)
        switch choice {
        case 0...2: try load(["policy.yaml": Array(feed.rest), "units.csv": Array("name".utf8)])
        case 3: try load(["policy.yaml": Array(feed.run()), "units.csv": Array(feed.rest)])
        case 4: try spliced("units.csv", &feed)
        default: try spliced("policy.yaml", &feed)
        }
    }

    /// A good pack with bytes of the input in the place of a run of its own.
    private func spliced(_ name: String, _ feed: inout InputFeed) throws {
        var pack = bases[feed.choice(of: bases.count)]
        var text = pack[name] ?? []
        let start = feed.short() % (text.count + 1)
        let end = min(text.count, start + Int(feed.byte()))
        text.replaceSubrange(start..<end, with: feed.rest)
        pack[name] = text
        try load(pack)
    }

    /// Either a pack, or problems with their places.
    private func load(_ files: [String: [UInt8]]) throws {
        let texts = files.mapValues { String(decoding: $0, as: UTF8.self) }
        do {
            let pack = try PolicyPack.load(texts: texts)
            try promise(pack.hash.count == 32, "a pack has no hash")
            let again = try PolicyPack.load(texts: pack.texts)
            try promise(again.hash == pack.hash, "a pack is read otherwise the second time")
        } catch let problems as PolicyProblems {
            try promise(!problems.problems.isEmpty, "a pack is refused without a problem")
            for problem in problems.problems {
                let lines = texts[problem.file].map { PackTarget.lines($0) }
                try promise(
                    lines.map { (0...$0).contains(problem.line) } ?? false,
                    "a problem has no place: \(problem)"
                )
                try promise(!problem.reason.isEmpty, "a problem says nothing: \(problem)")
            }
        }
    }

    /// Lines that an editor shows, one more for what is missing at the end.
    private static func lines(_ text: String) -> Int {
        text.unicodeScalars.reduce(2) { count, scalar in
            ["\n", "\r", "\u{85}", "\u{2028}", "\u{2029}"].contains(scalar) ? count + 1 : count
        }
    }
}
