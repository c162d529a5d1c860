import Classification
import Events
import Foundation
import Ledger
import LedgerStage
import Policy
import Ranking
import Stage
import Validation

/// The stages that read a log, in the order of the data.
public enum StageName: String, CaseIterable, Sendable {
    /// Received topics → `facts.validated`, `rejections`.
    case validate
    /// `facts.validated` → `assessments.classified`.
    case classify
    /// `assessments.classified` → the ledger, `ledger.posted`.
    case ledger
    /// `ledger.posted` → `rankings.published`.
    case ranking

    /// The topics that the stage reads.
    public var inputs: [Topic] {
        switch self {
        case .validate: Topic.received
        case .classify: [.factsValidated]
        case .ledger: [.assessmentsClassified]
        case .ranking: [.ledgerPosted]
        }
    }
}

/// What the stages of a process work with.
public struct Pipeline {
    /// The log.
    public let log: any EventLog
    /// The packs.
    public let library: PolicyLibrary

    /// Creates a pipeline over a log.
    public init(log: any EventLog, library: PolicyLibrary) {
        self.log = log
        self.library = library
    }

    /// The worker of `validate`; it learns packs that are activated while it runs.
    ///
    /// - Parameter keys: Finds the keys of a season.
    public func validate(
        keys: @escaping (_ scheme: String) -> SeasonKeys?,
        status: WorkerStatus,
        options: Worker.Options
    ) -> Worker {
        status.update { $0.begin(refusals: RefusalCode.allCases.map(\.rawValue)) }
        let log = log
        let core = Validator(keys: keys, policies: library.compiled) {
            Activation.waitingForLast($0, log: log)?.compiled
        }
        let handler = CoreHandler(
            core: core,
            topics: Topic.received,
            isStateful: false,
            status: status
        )
        return worker(.validate, handler, status, options)
    }

    /// The worker of `classify`.
    ///
    /// - Parameter snapshots: Where its state is kept; nil rebuilds it from the log.
    public func classify(
        status: WorkerStatus,
        options: Worker.Options,
        snapshots: SnapshotSettings? = nil
    ) -> Worker {
        let handler = stateful(.classify, core: classifier(), status, snapshots)
        return worker(.classify, handler, status, options)
    }

    /// The worker of `ledger`.
    public func ledger(
        store: any LedgerStore,
        status: WorkerStatus,
        options: Worker.Options
    ) -> Worker {
        Worker(
            log: log,
            group: StageName.ledger.rawValue,
            topics: StageName.ledger.inputs,
            handler: LedgerHandler(store: store, status: status) {
                status.tell(
                    .error,
                    "unsealed",
                    cause: $0,
                    next: "Run zhengjiao audit; do not seal before it says why."
                )
            },
            status: status,
            options: options
        )
    }

    /// The worker of `ranking`; it learns packs that are activated while it runs.
    ///
    /// - Parameter snapshots: Where its state is kept; nil rebuilds it from the log.
    public func ranking(
        status: WorkerStatus,
        options: Worker.Options,
        snapshots: SnapshotSettings? = nil
    ) throws -> Worker {
        let log = log
        let core = Ranker(
            seasons: library.packs.values.map(\.rankingSeason),
            partitionCount: try log.partitionCount(of: .assessmentsClassified)
        ) { Activation.waitingForLast($0, log: log)?.rankingSeason }
        let handler = stateful(.ranking, core: core, status, snapshots)
        return worker(.ranking, handler, status, options)
    }

    /// The core of `classify` over the packs of this process.
    public func classifier() -> Classifier {
        let (library, log) = (library, log)
        return Classifier { _, hash in library.pack(hash: hash, log: log) }
    }

    private func stateful(
        _ stage: StageName,
        core: any RestorableCore,
        _ status: WorkerStatus,
        _ snapshots: SnapshotSettings?
    ) -> CoreHandler {
        CoreHandler(
            core: core,
            topics: stage.inputs,
            isStateful: true,
            status: status,
            snapshots: snapshots?.keeper(stage, status: status)
        )
    }

    private func worker(
        _ stage: StageName,
        _ handler: CoreHandler,
        _ status: WorkerStatus,
        _ options: Worker.Options
    ) -> Worker {
        Worker(
            log: log,
            group: stage.rawValue,
            topics: stage.inputs,
            handler: handler,
            status: status,
            options: options
        )
    }

    /// Whether a stage has nothing left to do and never will: nothing waits before it, nor before
    /// any stage above it.
    ///
    /// True only after the producers have ended.
    public static func isDrained(_ stage: StageName, log: any EventLog) throws -> Bool {
        for name in StageName.allCases {
            for topic in name.inputs {
                for partition in 0..<Int32(try log.partitionCount(of: topic)) {
                    let done = try log.committed(
                        group: name.rawValue,
                        topic: topic,
                        partition: partition
                    )
                    if done < (try log.endOffset(topic: topic, partition: partition)) {
                        return false
                    }
                }
            }
            if name == stage { break }
        }
        return true
    }
}

extension PolicyPack {
    /// Who hands in facts for the scheme: a period is decided when all of them have closed it.
    public var sources: [String] {
        [Sources.taxBureau, Sources.operations] + compiled.bureaus.map(\.id)
    }
}

/// Names of sources that are no bureau of a pack.
public enum Sources {
    /// The payments' source.
    public static let taxBureau = "tax-bureau"
    /// The offices' records' source.
    public static let operations = "operations"
}
