import Board
import Foundation
import Policy

/// What `zhengjiao accounts` does.
public struct AccountsCommand {
    private let store: any AccountStore
    private let desk: AccountDesk
    /// Who acts by command, in the audit.
    private static let actor = "command"

    /// Opens the accounts.
    public init(_ accounts: AccountsArguments, policies: PolicyArguments) throws {
        let library = try PolicyLibrary(directory: policies.folder)
        store = try AccountsArguments.open(try accounts.file())
        desk = AccountDesk(store: store, packs: library.packs)
    }

    /// Makes an account and prints its password for one sign-in, where none is given.
    public func add(_ draft: AccountDraft, passwordFile: String?) throws {
        let password = try AccountsCommand.password(passwordFile)
        try explained(draft.name) {
            show(try desk.add(draft, password: password, by: AccountsCommand.actor))
        }
    }

    /// Sets a password and ends the account's sessions.
    public func setPassword(_ name: String, passwordFile: String?) throws {
        let password = try AccountsCommand.password(passwordFile)
        try explained(name) {
            show(try desk.reset(name, password: password, by: AccountsCommand.actor))
        }
    }

    /// Disables an account, or enables it again.
    public func setDisabled(_ name: String, _ isDisabled: Bool) throws {
        try explained(name) {
            try desk.setDisabled(name, isDisabled, by: AccountsCommand.actor)
        }
    }

    /// Prints the accounts, as tab-separated lines.
    public func list() throws {
        print("account\trole\tscheme\toffice\tunit\tstate\tcreated")
        for account in try store.accounts() {
            let state = account.isDisabled ? "disabled" : "enabled"
            print(
                [
                    account.name, account.role.rawValue, account.scheme, account.office,
                    account.unit, state, BoardClock.text(account.createdAt),
                ].joined(separator: "\t")
            )
        }
    }

    /// Prints lines of the audit, the latest first.
    public func audit(scheme: String?, limit: Int) throws {
        print("number\tat\taccount\tscheme\taction\tpage\tperson")
        for entry in try store.audit(scheme: scheme, before: nil, limit: limit) {
            print(
                [
                    "\(entry.number)", BoardClock.text(entry.at), entry.account, entry.scheme,
                    entry.action.rawValue, entry.page, entry.person.map { "\($0)" } ?? "",
                ].joined(separator: "\t")
            )
        }
    }

    /// Prints the roles with what each may do.
    public static func roles() {
        print("role\tpermissions")
        for role in Role.allCases {
            let permissions = Permission.allCases.filter(role.permissions.contains)
            print("\(role.rawValue)\t\(permissions.map(\.rawValue).joined(separator: " "))")
        }
    }

    private func show(_ oneTime: String?) {
        guard let oneTime else { return }
        print(oneTime)
        StandardError.write("The password above is for one sign-in: it must be changed there.\n")
    }

    private func explained(_ name: String, _ body: () throws -> Void) throws {
        do {
            try body()
        } catch let fault as AccountFault {
            throw ConfigurationProblem(fault.english)
        } catch let fault as PasswordFault {
            throw ConfigurationProblem(fault.sentence)
        } catch AccountProblem.exists {
            throw ConfigurationProblem("\(name): \(AccountProblem.exists)")
        } catch AccountProblem.unknown {
            throw ConfigurationProblem("\(name): \(AccountProblem.unknown)")
        }
    }

    /// The first line of a file, or of standard input (`-`); nil where no file is named.
    private static func password(_ file: String?) throws -> String? {
        guard let file else { return nil }
        if file == "-" {
            guard let line = readLine() else {
                throw ConfigurationProblem("--password-file -: standard input is empty.")
            }
            return line
        }
        guard let text = try? String(contentsOfFile: file, encoding: .utf8) else {
            throw ConfigurationProblem("--password-file \(file): the file cannot be read.")
        }
        return text.split(separator: "\n", omittingEmptySubsequences: false).first.map {
            String($0.hasSuffix("\r") ? $0.dropLast() : $0)
        }
    }
}
