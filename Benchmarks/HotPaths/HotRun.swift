import Classification
import Events
import Foundation
import Ledger
import Validation

/// A season on its way through the cores, batch by batch.
struct HotRun {
    /// Records of a batch.
    static let batch = 10_000

    private let validator: Validator
    private var classifier: Classifier?
    private let poster: Poster
    private let accepted = RecordBatch(capacity: 1 << 22)
    private let assessed = RecordBatch(capacity: 1 << 22)
    private var offsets: (facts: Int64, assessments: Int64) = (0, 0)
    private var validating = Cost()
    private var classifying = Cost()
    private var posting = Cost()
    private var codec = HotCodec()
    private var events = 0
    private var journals = 0

    init(validator: Validator, classifier: Classifier, poster: Poster) {
        (self.validator, self.classifier, self.poster) = (validator, classifier, poster)
    }

    /// Takes records that are not counted.
    mutating func begin(_ records: RecordBatch) {
        assessed.removeAll()
        records.number(from: &offsets.facts)
        classifier?.process(records, into: assessed)
        assessed.number(from: &offsets.assessments)
        _ = poster.post(assessed) { _, _ in }
    }

    /// Takes a batch through all cores.
    mutating func pass(_ received: RecordBatch) {
        events += received.count
        accepted.removeAll()
        assessed.removeAll()
        validating.add { validate(validator, received, accepted) }
        precondition(accepted.places.allSatisfy { $0.topic == .factsValidated }, "a rejection")
        accepted.number(from: &offsets.facts)
        if let classifier { classifying.add { classify(classifier, accepted, assessed) } }
        assessed.number(from: &offsets.assessments)
        var posted: LedgerBatch?
        posting.add { posted = post(poster, assessed) }
        journals += posted?.journals.count ?? 0
        codec.pass(received, accepted, assessed)
    }

    /// Prints what was measured, and gives the classifier up: what goes with it is what it has kept.
    mutating func report(residents: Int) {
        precondition(journals == events, "each roster line and payment changes an assessment")
        print("events \(events)")
        validating.report("validate", events)
        classifying.report("classify", events)
        posting.report("post", events)
        codec.report(events)
        let before = HotRun.resident
        classifier = nil
        print("classify_bytes_per_resident \((before - HotRun.resident) / residents)")
    }

    /// Bytes of the process in memory, without what is free in it.
    private static var resident: Int {
        if let symbol = dlsym(dlopen(nil, RTLD_NOW), "malloc_trim") {
            _ = unsafeBitCast(symbol, to: (@convention(c) (Int) -> Int32).self)(0)
        }
        guard let file = fopen("/proc/self/statm", "r") else { return 0 }
        defer { fclose(file) }
        var text = [CChar](repeating: 0, count: 128)
        guard fgets(&text, Int32(text.count), file) != nil else { return 0 }
        let words = String(decoding: text.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            .split(separator: " ")
        return words.count > 1 ? (Int(words[1]) ?? 0) * Int(getpagesize()) : 0
    }
}

/// What calls of a core have cost.
struct Cost {
    private var nanoseconds = 0
    private var allocations = 0

    /// Adds what a call costs.
    mutating func add(_ body: () -> Void) {
        let (start, before) = (Cost.now, Cost.counter?() ?? 0)
        body()
        nanoseconds += Cost.now - start
        allocations += (Cost.counter?() ?? 0) - before
    }

    /// Prints it per event; allocations only where they are counted, per thousand events.
    func report(_ core: String, _ events: Int) {
        print("\(core)_ns \(nanoseconds / events)")
        if Cost.counter != nil { print("\(core)_allocations \(allocations * 1_000 / events)") }
    }

    /// The count of `Benchmarks/allocations.c`, where it is loaded.
    private static let counter: (@convention(c) () -> Int)? = {
        guard let symbol = dlsym(dlopen(nil, RTLD_NOW), "hot_allocations") else { return nil }
        return unsafeBitCast(symbol, to: (@convention(c) () -> Int).self)
    }()

    private static var now: Int {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return time.tv_sec * 1_000_000_000 + time.tv_nsec
    }
}
