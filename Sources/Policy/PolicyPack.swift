import Crypto
import Foundation

/// What one notice says, as data: `Policies/<scheme>/policy.yaml` and `units.csv`.
///
/// Offices edit the files; nothing of a jurisdiction stands in code. A pack either loads without a
/// problem or not at all.
public struct PolicyPack: Sendable {
    /// What the notice says.
    public let terms: PolicyTerms
    /// The same as tables.
    public let compiled: CompiledPolicy
    /// The files that it was read from, line ends made `\n`.
    public let texts: [String: String]
    /// SHA-256 over the names and texts of the files, 32 bytes.
    public let hash: [UInt8]
    /// Things worth knowing that do not stop the pack.
    public let warnings: [PolicyProblem]
    /// Every citation of the pack, in the order of the file.
    public let citations: [PlacedCitation]

    /// Id of the scheme; the name of its folder.
    public var scheme: String { terms.scheme }

    /// Reads the pack in a folder.
    ///
    /// - Throws: Every problem of every file at once.
    public static func load(folder: URL) throws(PolicyProblems) -> PolicyPack {
        let pack = try load(texts: texts(in: folder))
        guard pack.scheme == folder.lastPathComponent else {
            throw PolicyProblems([
                PolicyProblem(
                    file: "policy.yaml",
                    line: 1,
                    key: "scheme",
                    reason: "«\(pack.scheme)» is not the name of the folder",
                    nextStep: "Name the folder after the scheme"
                )
            ])
        }
        return pack
    }

    /// The texts of the files in a folder, whatever its name.
    ///
    /// - Throws: The file that is missing or not UTF-8.
    public static func texts(in folder: URL) throws(PolicyProblems) -> [String: String] {
        var texts: [String: String] = [:]
        for name in fileNames {
            guard let data = try? Data(contentsOf: folder.appendingPathComponent(name)) else {
                throw PolicyProblems([missing(name)])
            }
            guard let text = String(validating: data, as: UTF8.self) else {
                throw PolicyProblems([
                    PolicyProblem(
                        file: name,
                        line: 0,
                        key: "",
                        reason: "the file is not UTF-8",
                        nextStep: "Save it as UTF-8"
                    )
                ])
            }
            texts[name] = text
        }
        return texts
    }

    /// Reads a pack from the texts of its files.
    ///
    /// - Parameter texts: `policy.yaml` and `units.csv` by name.
    /// - Throws: Every problem of every file at once.
    public static func load(texts: [String: String]) throws(PolicyProblems) -> PolicyPack {
        if let name = fileNames.first(where: { texts[$0] == nil }) {
            throw PolicyProblems([missing(name)])
        }
        var canonical: [String: String] = [:]
        for name in fileNames { canonical[name] = unixLines(texts[name] ?? "") }
        let open = PackDraft.openPlaces(in: canonical)
        guard open.isEmpty else { throw PolicyProblems(open) }
        let sink = ProblemSink()
        guard let terms = PackReader.read(canonical, into: sink), sink.problems.isEmpty else {
            throw PolicyProblems(sink.problems)
        }
        PackCheck(terms, sink).run()
        let hash = digest(canonical)
        let compiled = PackCompiler(terms, sink).compile(hash: hash)
        guard let compiled, sink.problems.isEmpty else { throw PolicyProblems(sink.problems) }
        return PolicyPack(
            terms: terms,
            compiled: compiled,
            texts: canonical,
            hash: hash,
            warnings: sink.warnings,
            citations: sink.citations
        )
    }

    /// The files of a pack.
    public static let fileNames = ["policy.yaml", "units.csv"]

    /// The quotes that are not verbatim in the notice.
    ///
    /// - Parameter notice: The notice's text.
    /// - Returns: One problem a quote; empty when every quote is found.
    public func misquotes(in notice: String) -> [PolicyProblem] {
        citations.flatMap { placed in
            placed.citation.quotes.filter { $0.isEmpty || !notice.contains($0) }.map { quote in
                PolicyProblem(
                    file: placed.file,
                    line: placed.line,
                    key: placed.key,
                    reason: "the notice does not say «\(quote)»",
                    nextStep: "Copy the words from the notice"
                )
            }
        }
    }

    private static func missing(_ name: String) -> PolicyProblem {
        PolicyProblem(
            file: name,
            line: 0,
            key: "",
            reason: "the file is missing or cannot be read",
            nextStep: "Put it into the pack's folder"
        )
    }

    private static func unixLines(_ text: String) -> String {
        var text = text
        if text.hasPrefix("\u{FEFF}") { text.removeFirst() }
        return text.contains("\r\n") ? text.replacing("\r\n", with: "\n") : text
    }

    private static func digest(_ texts: [String: String]) -> [UInt8] {
        var hash = SHA256()
        for name in fileNames {
            let text = texts[name] ?? ""
            hash.update(data: Array("\(name)\n\(text.utf8.count)\n".utf8))
            hash.update(data: Array(text.utf8))
        }
        return Array(hash.finalize())
    }
}
