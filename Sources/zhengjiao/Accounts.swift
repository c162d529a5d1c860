import ArgumentParser
import Bootstrap

struct Accounts: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "accounts",
        abstract: "Who may sign in to the board, and who saw what.",
        subcommands: [
            Add.self, List.self, Disable.self, Enable.self, Password.self, Roles.self, Trail.self,
        ]
    )

    struct Files: ParsableArguments {
        @OptionGroup var accounts: AccountsArguments
        @OptionGroup var policies: PolicyArguments

        func open() throws -> AccountsCommand {
            try AccountsCommand(accounts, policies: policies)
        }
    }

    struct PasswordFile: ParsableArguments {
        @Option(
            help: "File whose first line is the password, or -; without it one is made up."
        )
        var passwordFile: String?
    }

    struct Add: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Make an account.")

        @OptionGroup var account: AccountArguments
        @OptionGroup var password: PasswordFile
        @OptionGroup var files: Files

        func run() throws {
            try Guarded.run {
                try files.open().add(
                    try account.draft(),
                    passwordFile: password.passwordFile
                )
            }
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the accounts.")

        @OptionGroup var files: Files

        func run() throws { try Guarded.run { try files.open().list() } }
    }

    struct Disable: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Let nobody sign in with an account, and end its sessions."
        )

        @Argument var name: String
        @OptionGroup var files: Files

        func run() throws { try Guarded.run { try files.open().setDisabled(name, true) } }
    }

    struct Enable: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Let an account sign in again, unlocked."
        )

        @Argument var name: String
        @OptionGroup var files: Files

        func run() throws { try Guarded.run { try files.open().setDisabled(name, false) } }
    }

    struct Password: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Set an account's password, end its sessions and unlock it."
        )

        @Argument var name: String
        @OptionGroup var password: PasswordFile
        @OptionGroup var files: Files

        func run() throws {
            try Guarded.run {
                try files.open().setPassword(name, passwordFile: password.passwordFile)
            }
        }
    }

    struct Roles: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the roles with what each may do."
        )

        func run() { AccountsCommand.roles() }
    }

    struct Trail: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "audit",
            abstract: "Who saw which person's page or opened names, and who changed accounts."
        )

        @Option(help: "Only this scheme.")
        var scheme: String?

        @Option(help: "Lines at most, the latest first.")
        var limit = 1000

        @OptionGroup var files: Files

        func run() throws {
            try Guarded.run { try files.open().audit(scheme: scheme, limit: limit) }
        }
    }
}
