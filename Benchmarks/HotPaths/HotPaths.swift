import Classification
import Events
import Foundation
import Ledger
import Policy
import Validation

/// The cores of the hot path, each alone over a made-up season in memory: one roster line and one
/// payment a resident.
///
/// Usage: `hot-paths RESIDENTS FOLDER-OF-POLICIES`. Prints for each core its events, nanoseconds of
/// CPU an event, and what the classifier keeps of a resident. `Benchmarks/hot-paths.sh` counts
/// instructions and allocations of ``validate(_:_:_:)``, ``classify(_:_:_:)`` and ``post(_:_:)``.
@main
enum HotPaths {
    static func main() throws {
        let arguments = CommandLine.arguments
        guard arguments.count == 3, let residents = Int(arguments[1]), residents > 0 else {
            throw Usage()
        }
        let folder = URL(fileURLWithPath: arguments[2]).appendingPathComponent("tengzhou-2023")
        let pack = try PolicyPack.load(folder: folder)
        let season = try HotSeason(pack: pack)
        let compiled = pack.compiled
        let validator = Validator(keys: season.keys, policies: [pack.scheme: compiled])
        let poster = Poster()
        poster.assign(
            PartitionState(
                partition: 0,
                nextOffset: 0,
                epoch: 1,
                journalSequence: 0,
                outboxSequence: 0,
                highWater: .start
            )
        )
        var run = HotRun(validator: validator, classifier: classifier(compiled), poster: poster)
        run.begin(season.activation())
        for kind in HotSeason.Kind.allCases {
            for first in stride(from: 0, to: residents, by: HotRun.batch) {
                let last = min(first + HotRun.batch, residents)
                run.pass(season.records(kind, first..<last))
            }
        }
        run.report(residents: residents)
    }

    private static func classifier(_ policy: CompiledPolicy) -> Classifier {
        let classifier = Classifier { _, _ in policy }
        classifier.assign(partition: 0)
        return classifier
    }
}

struct Usage: Error, CustomStringConvertible {
    var description: String { "usage: hot-paths RESIDENTS FOLDER-OF-POLICIES" }
}

/// What is counted of validate.
@_silgen_name("hot_validate") @inline(never)
func validate(_ core: Validator, _ input: RecordBatch, _ output: RecordBatch) {
    core.process(input, into: output)
}

/// What is counted of classify.
@_silgen_name("hot_classify") @inline(never)
func classify(_ core: Classifier, _ input: RecordBatch, _ output: RecordBatch) {
    core.process(input, into: output)
}

/// What is counted of the ledger.
@_silgen_name("hot_post") @inline(never)
func post(_ core: Poster, _ input: RecordBatch) -> LedgerBatch {
    core.post(input) { place, problem in fatalError("\(place): \(problem)") }
}
