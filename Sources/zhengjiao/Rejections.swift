import ArgumentParser
import Bootstrap

struct Rejections: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rejections",
        abstract: "What could not be taken: seen, repaired, sent again, put aside.",
        subcommands: [
            List.self, Show.self, Export.self, Repair.self, Resend.self, Discard.self, Trail.self,
        ],
        defaultSubcommand: List.self
    )

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Rejected messages by code, office, file and row, with their states."
        )

        @OptionGroup var log: LogArguments
        @OptionGroup var selection: RejectionSelection

        @Flag(help: "Only the number of each code.")
        var count = false

        @Option(help: "Only the number of each code, office, file, source or state.")
        var countBy: RejectionCommand.Count?

        @Option(help: "text, csv or json (one object a line).")
        var format = RejectionCommand.Form.text

        func run() throws {
            try Guarded.run {
                try RejectionCommand(log: log).list(
                    selection,
                    count: countBy ?? (count ? .code : nil),
                    form: format
                )
            }
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "One rejection; with --keys its row masked, with --open in clear (noted)."
        )

        @OptionGroup var log: LogArguments
        @OptionGroup var keys: KeyArguments
        @Argument(help: "Id of the rejection.")
        var id: String
        @Flag(help: "Show the row masked; needs the key file.")
        var masked = false
        @Flag(help: "Show the row in clear; needs the key file, --scheme, --by and --note.")
        var open = false
        @Option(help: "Scheme id; with --open.")
        var scheme: String?
        @Option(help: "Who looks: OFFICE/ROLE; with --open.")
        var by: String?
        @Option(help: "Why; with --open.")
        var note: String?

        func validate() throws {
            guard open else { return }
            if scheme == nil || by == nil || note == nil {
                throw ValidationError("--open needs --scheme, --by and --note.")
            }
        }

        func run() throws {
            try Guarded.run {
                let act =
                    try open
                    ? ActArguments.parse(
                        ["--scheme", scheme ?? "", "--by", by ?? "", "--note", note ?? ""]
                    ) : nil
                try RejectionCommand(log: log).show(
                    id,
                    keys: masked || open ? keys : nil,
                    open: try act?.order()
                )
            }
        }
    }

    struct Export: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write rows in clear into files of their owner, to be repaired (noted)."
        )

        @OptionGroup var log: LogArguments
        @OptionGroup var selection: RejectionSelection
        @OptionGroup var act: ActArguments
        @OptionGroup var keys: KeyArguments
        @OptionGroup var policies: PolicyArguments
        @Option(help: "Folder for the files, one for each table.")
        var out: String

        func run() throws {
            try Guarded.run {
                try RejectionCommand(log: log)
                    .export(selection, act, to: out, keys: keys, policies: policies)
            }
        }
    }

    struct Repair: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Send repaired rows in the place of what was rejected."
        )

        @OptionGroup var log: LogArguments
        @OptionGroup var selection: RejectionSelection
        @OptionGroup var act: ActArguments
        @OptionGroup var sending: SendingArguments
        @OptionGroup var keys: KeyArguments
        @OptionGroup var policies: PolicyArguments
        @Option(help: "A file as rejections export wrote it, repaired.")
        var `in`: String?
        @Option(help: "A command that reads such rows and writes them repaired.")
        var script: String?

        func validate() throws {
            guard (`in` == nil) != (script == nil) else {
                throw ValidationError("Either --in or --script.")
            }
        }

        func run() throws {
            try Guarded.run {
                let repaired: RejectionCommand.Repaired =
                    if let `in` { .file(`in`) } else { .script(script ?? "") }
                try RejectionCommand(log: log).repair(
                    selection,
                    act,
                    sending,
                    from: repaired,
                    keys: keys,
                    policies: policies
                )
            }
        }
    }

    struct Resend: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Send the original bytes again, in order."
        )

        @OptionGroup var log: LogArguments
        @OptionGroup var selection: RejectionSelection
        @OptionGroup var act: ActArguments
        @OptionGroup var sending: SendingArguments
        @OptionGroup var keys: KeyArguments
        @OptionGroup var policies: PolicyArguments

        func run() throws {
            try Guarded.run {
                try RejectionCommand(log: log)
                    .resend(selection, act, sending, keys: keys, policies: policies)
            }
        }
    }

    struct Discard: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Put rejections aside; it counts when two different hands have."
        )

        @OptionGroup var log: LogArguments
        @OptionGroup var selection: RejectionSelection
        @OptionGroup var act: ActArguments
        @OptionGroup var policies: PolicyArguments
        @Flag(help: "Tell what would be put aside.")
        var dryRun = false

        func run() throws {
            try Guarded.run {
                try RejectionCommand(log: log)
                    .discard(selection, act, isDryRun: dryRun, policies: policies)
            }
        }
    }

    struct Trail: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "audit",
            abstract: "Who did what about rejections, from the log."
        )

        @OptionGroup var log: LogArguments
        @Option(help: "text, csv or json (one object a line).")
        var format = RejectionCommand.Form.text

        func run() throws {
            try Guarded.run { try RejectionCommand(log: log).audit(form: format) }
        }
    }
}
