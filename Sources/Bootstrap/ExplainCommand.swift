import Classification
import Events
import Explanation
import Foundation
import Ledger
import Policy
import Stage

/// `zhengjiao explain`: one person, from what came in to what was posted.
public struct ExplainCommand {
    private let scheme: String
    private let policies: PolicyArguments

    /// Creates the command for a scheme.
    public init(scheme: String, policies: PolicyArguments) {
        self.scheme = scheme
        self.policies = policies
    }

    /// Explains a person of a ledger.
    ///
    /// - Parameters:
    ///   - file: Holds the number, and nothing else; `-` = standard input.
    ///   - kind: Kind of the number, as in files.
    ///   - log: Tells what came in, and the pack in force, where it is given.
    public func person(
        file: String,
        kind: String,
        ledger: LedgerArguments,
        log: LogArguments,
        keys: KeyArguments,
        asJSON: Bool
    ) throws {
        let identity = try EnquiredIdentity(file: file, kind: kind)
        let key = try keys.load(of: scheme).personKey(kind: identity.kind, number: identity.number)
        let log = try Setting.value("log", log.log).map { try Adapters.log($0) }
        defer { try? log?.close() }
        let evidence = try PersonFinder(scheme: scheme, person: key).find(
            ledger: try ledger.open(),
            log: log
        )
        guard !evidence.journals.isEmpty || evidence.facts?.isEmpty == false else {
            throw ConfigurationProblem(
                "\(identity.masked): nothing is known of this person in \(scheme). Check the "
                    + "number, its kind and the keys of the season."
            )
        }
        let activated = try log.flatMap { try Activation.lastActivated(scheme, log: $0) }
        let teller = StoryTeller(RuleBook(try activated ?? folderPack()))
        try show(teller.story(of: identity.masked, evidence), asJSON)
    }

    /// Explains a golden case.
    public func golden(id: String, file: String, asJSON: Bool) throws {
        let text: String
        do {
            text = try String(contentsOfFile: file, encoding: .utf8)
        } catch {
            throw ConfigurationProblem("--cases \(file): cannot be read as UTF-8.")
        }
        guard let golden = GoldenCases.cases(text).first(where: { $0.id == id }) else {
            throw ConfigurationProblem("--case \(id): no such case in \(file).")
        }
        let own = ExplainCommand(
            scheme: golden.scheme.isEmpty ? scheme : golden.scheme,
            policies: policies
        )
        try show(StoryTeller(RuleBook(try own.folderPack())).story(of: golden), asJSON)
    }

    private func folderPack() throws -> PolicyPack {
        try PolicyLibrary(directory: policies.folder, scheme: scheme).pack(scheme)
    }

    private func show(_ story: PersonStory, _ asJSON: Bool) throws {
        print(asJSON ? try ExplanationJSON.text(story) : story.text)
    }
}

/// A number that somebody enquires about: read from a file or standard input, never shown in clear.
struct EnquiredIdentity {
    let kind: IdentityKind
    /// ASCII, a check character in capitals.
    let number: [UInt8]

    init(file: String, kind name: String) throws {
        guard let kind = IdentityKind(name: name) else {
            let names = IdentityKind.allCases.map(\.name).joined(separator: ", ")
            throw ConfigurationProblem("--identity-kind \(name): none of \(names).")
        }
        let text: String?
        if file == "-" {
            text = readLine(strippingNewline: true)
        } else {
            text = try? String(contentsOfFile: file, encoding: .utf8)
        }
        guard let text else {
            throw ConfigurationProblem("--identity-file: cannot be read as UTF-8.")
        }
        let bytes = Array(text.trimmingCharacters(in: .whitespacesAndNewlines).utf8)
        if kind == .residentID {
            do {
                _ = try bytes.withUnsafeBufferPointer { try IdentityNumber($0) }
            } catch {
                throw ConfigurationProblem(
                    "--identity-file: not an identity number (\(error)). The file holds the "
                        + "number alone, 18 characters."
                )
            }
        } else if bytes.isEmpty || bytes.contains(where: { $0 <= 0x20 || $0 >= 0x7F }) {
            throw ConfigurationProblem("--identity-file: the file holds the number alone.")
        }
        self.kind = kind
        number = bytes.map { kind == .residentID && $0 == UInt8(ascii: "x") ? 0x58 : $0 }
    }

    /// Six characters at most: birth dates and ages stand beside it.
    var masked: String {
        let shown = min(6, number.count / 3)
        return String(decoding: number.prefix(shown), as: UTF8.self)
            + String(repeating: "*", count: number.count - shown)
    }
}
