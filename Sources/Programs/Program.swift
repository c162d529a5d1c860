import ArgumentParser
import Bootstrap
import Foundation

/// The programs of the stages, by the names that they are called by.
///
/// Each is an executable of its own. The package of a town office holds their code once: there the
/// names are links to `zhengjiao`.
public enum Program: String, CaseIterable, Sendable {
    /// Payments.
    case payments = "payment-producer"
    /// Lists.
    case lists = "subsidy-list-producer"
    /// Records of offices.
    case operations = "operations-producer"
    /// Validate.
    case validate = "validate-worker"
    /// Classify.
    case classify = "classify-worker"
    /// Ledger.
    case ledger = "ledger-worker"
    /// Ranking.
    case ranking = "ranking-worker"
    /// The board.
    case board = "board-server"

    /// The program that a command line calls; nil when it is none of them.
    ///
    /// The board starts its own file again for each upload, under whatever name that has.
    public init?(commandLine: [String]) {
        if commandLine.dropFirst().first == UploadJob.command {
            self = .board
            return
        }
        guard let called = commandLine.first else { return nil }
        self.init(rawValue: URL(fileURLWithPath: called).lastPathComponent)
    }

    /// Runs it with the arguments of the process.
    public func main() async {
        switch self {
        case .payments: PaymentProducerCommand.main()
        case .lists: SubsidyListProducerCommand.main()
        case .operations: OperationsProducerCommand.main()
        case .validate: ValidateWorker.main()
        case .classify: ClassifyWorker.main()
        case .ledger: LedgerWorker.main()
        case .ranking: RankingWorker.main()
        case .board: await BoardServerCommand.main()
        }
    }
}
