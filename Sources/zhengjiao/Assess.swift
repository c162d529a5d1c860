import ArgumentParser
import Bootstrap

struct Assess: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Assess the cases of a CSV file through the classification core."
    )

    @Option(help: "The cases, with the columns of Tests/Fixtures/golden/cases.csv.")
    var cases: String

    @Option(help: "Only the cases of this scheme.")
    var scheme: String?

    @Flag(help: "Print each difference from the expected_ columns; exit 1 if there is any.")
    var check = false

    @OptionGroup var policies: PolicyArguments

    func run() throws {
        try Guarded.run {
            try CaseCheck.run(file: cases, scheme: scheme, isCheck: check, policies: policies)
        }
    }
}
