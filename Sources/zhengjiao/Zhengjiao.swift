import ArgumentParser

/// The operator's command.
struct Zhengjiao: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "zhengjiao",
        abstract: "A collection season of residents' medical insurance, end to end.",
        subcommands: [
            Demo.self, Simulate.self, Run.self, Assess.self, Explain.self, Audit.self,
            Replay.self, Backup.self, Restore.self, Policies.self, Topics.self, LedgerLife.self,
            Rejections.self,
            Lists.self, Template.self, MakeReport.self, Funding.self, Reconcile.self, Keys.self,
            Accounts.self, EraseSeason.self, Bench.self,
        ]
    )
}
