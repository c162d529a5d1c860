import ArgumentParser
import Bootstrap
import Events
import Intake

/// The bureaus' tables → subsidy-lists.received.
public struct SubsidyListProducerCommand: ParsableCommand {
    /// Name, what it does, and its parts.
    public static let configuration = CommandConfiguration(
        commandName: "subsidy-list-producer",
        abstract: "Sends lists, rosters, registrations, exclusions, removals and targets."
    )

    @OptionGroup var arguments: ProducerArguments
    @OptionGroup var policies: PolicyArguments

    @Option(help: "list, roster, registrations, targets, exclusions or withdrawals.")
    var kind = ListKind.list

    @Option(help: "Bureau that supplies the table, an id of the pack.")
    var bureau: String

    @Option(help: "Category of the rows; left out when the column 类别 tells it.")
    var category = ""

    @Option(help: "Id of the list; the same file under the same id is a repetition.")
    var listId: String?

    @Option(help: "The day that the table describes (YYYY-MM-DD).")
    var snapshotDate: CivilDate?

    @Option(help: "Id of the list that this one takes the place of.")
    var supersedes = ""

    @Flag(help: "Read and check everything, send nothing.")
    var dryRun = false

    @Flag(
        help: "Write FILE.verdicts.csv (.xlsx for a workbook): the same cells and a verdict a row."
    )
    var verdicts = false

    @Argument(help: "A .csv or .xlsx file.")
    var file: String?

    /// Refuses what cannot work.
    public func validate() throws {
        guard file != nil, listId == nil || snapshotDate == nil else { return }
        throw ValidationError("--list-id and --snapshot-date are needed to send a file.")
    }

    /// Creates the program without arguments.
    public init() {}

    /// Runs it.
    public func run() throws {
        try Guarded.run {
            try arguments.run(send: file.map(sender)) { try producer($0).closeDay($1) }
        }
    }

    private func sender(
        _ file: String
    ) -> (ProducerArguments.World, SendOptions) throws -> SendReport {
        { world, options in
            var options = options
            options.isDryRun = dryRun
            if verdicts { options.verdictCopy = VerdictCopy.path(for: file) }
            let description = ListDescription(
                kind: kind,
                list: listId ?? "",
                bureau: bureau,
                category: category,
                snapshot: snapshotDate ?? CivilDate(day: 0),
                supersedes: supersedes
            )
            return try producer(world).send(.path(file), as: description, options: options)
        }
    }

    private func producer(_ world: ProducerArguments.World) throws -> ListProducer {
        let pack = try policies.packWhereThere(world.scheme)
        return ListProducer(
            log: world.log,
            keys: world.keys,
            scheme: world.scheme,
            source: bureau,
            scope: pack.map { ListScope(policy: $0, bureau: bureau) }
        )
    }
}

extension ListKind: ExpressibleByArgument {}
