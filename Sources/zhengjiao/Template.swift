import ArgumentParser
import Bootstrap

struct Template: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write an empty workbook for a bureau's list, with what may be chosen."
    )

    @Option(help: "Scheme id.")
    var scheme: String

    @Option(help: "Bureau that supplies the list, an id of the pack.")
    var bureau: String

    @Option(help: "Category of the list; left out for all that the bureau supplies.")
    var category = ""

    @Option(help: "File to write (.xlsx).")
    var out: String

    @OptionGroup var policies: PolicyArguments

    func run() throws {
        try Guarded.run {
            try TemplateCommand(policies: policies, scheme: scheme)
                .write(bureau: bureau, category: category, to: out)
        }
    }
}
