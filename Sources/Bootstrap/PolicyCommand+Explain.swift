import Events
import Explanation
import Foundation
import Policy
import Stage

extension PolicyCommand {
    /// Prints rules of a pack: value, clause, the notice's words, readings.
    ///
    /// - Parameters:
    ///   - word: A rule's id, the beginning of ids, a reading's id or a category; nil = all.
    ///   - date: A day (`YYYY-MM-DD`): what holds on it.
    public func explain(_ scheme: String, word: String?, date: String?, asJSON: Bool) throws {
        let pack = try PolicyLibrary(directory: folder, scheme: scheme).pack(scheme)
        var day: CivilDate?
        if let date {
            guard let known = CivilDate(date) else {
                throw ConfigurationProblem("--date \(date): a day is written as 2022-10-17.")
            }
            day = known
        }
        let book = RuleBook(pack)
        guard let document = book.document(word, on: day) else {
            let heads = Set(book.entries.compactMap { $0.id.split(separator: ".").first })
            throw ConfigurationProblem(
                "\(scheme) has no rule, reading or category «\(word ?? "")». Rules begin with "
                    + heads.sorted().joined(separator: ", ") + "; categories: "
                    + pack.terms.categories.map(\.name).joined(separator: "、") + "."
            )
        }
        print(asJSON ? try ExplanationJSON.text(document) : document.text)
    }

    /// Prints what differs between two packs, and who is concerned.
    ///
    /// - Parameters:
    ///   - from: A scheme id, a folder of a pack, or `activated:SCHEME`.
    ///   - to: The same.
    ///   - log: Where an activated pack is read from.
    public func diff(_ from: String, _ to: String, log: LogArguments, asJSON: Bool) throws {
        let difference = PackDifference(
            from: RuleBook(try pack(named: from, log: log)),
            to: RuleBook(try pack(named: to, log: log)),
            names: (from, to)
        )
        print(asJSON ? try ExplanationJSON.text(difference) : difference.text)
    }

    private func pack(named name: String, log: LogArguments) throws -> PolicyPack {
        let prefix = "activated:"
        if name.hasPrefix(prefix) {
            let scheme = String(name.dropFirst(prefix.count))
            let log = try Adapters.log(try log.url())
            defer { try? log.close() }
            guard let pack = try Activation.lastActivated(scheme, log: log) else {
                throw ConfigurationProblem("\(name): the log has no pack of \(scheme) in force.")
            }
            return pack
        }
        let url = URL(fileURLWithPath: name)
        let file = url.appendingPathComponent("policy.yaml").path
        if name.contains("/"), FileManager.default.fileExists(atPath: file) {
            return try PolicyPack.load(texts: PolicyPack.texts(in: url))
        }
        return try PolicyLibrary(directory: folder, scheme: name).pack(name)
    }
}
