import ArgumentParser
import Board

/// What an account is to be.
public struct AccountArguments: ParsableArguments {
    @Argument(help: "2 to 32 small letters, digits, - or _; no person's name.")
    var name: String

    @Option(help: "The role; zhengjiao accounts roles lists them.")
    var role: String

    @Option(help: "The scheme that the account sees.")
    var scheme: String

    @Option(help: "Id of the bureau for which it acts, where it uploads.")
    var office = ""

    @Option(help: "The unit whose people it sees: a town, or town/village.")
    var unit = ""

    /// Creates empty arguments.
    public init() {}

    /// The draft of the account.
    ///
    /// - Throws: ``ConfigurationProblem`` when the role is none.
    public func draft() throws -> AccountDraft {
        guard let role = Role(rawValue: role) else {
            let known = Role.allCases.map(\.rawValue).joined(separator: ", ")
            throw ConfigurationProblem("--role \(role): one of \(known) expected.")
        }
        return AccountDraft(name: name, role: role, scheme: scheme, office: office, unit: unit)
    }
}
