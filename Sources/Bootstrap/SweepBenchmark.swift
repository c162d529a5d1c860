import Classification
import Dispatch
import Events
import Foundation
import Policy
import Stage

/// Measures what it takes to assess everybody anew when a list that names them all is superseded:
/// the core of classify alone, or with its outputs written to a log.
public struct SweepBenchmark {
    private let residents: Int
    private let partitions: Int32
    private let threads: Int
    private let log: (any EventLog)?
    private let pack: PolicyPack

    /// Creates the measurement.
    ///
    /// - Parameters:
    ///   - partitions: Shared out evenly among the threads.
    ///   - log: URL of an empty log that the outputs are written to; nil drops them.
    public init(
        residents: Int,
        partitions: Int,
        threads: Int,
        log: String?,
        policies: PolicyArguments
    ) throws {
        let scheme = "tengzhou-2023"
        self.residents = residents
        self.partitions = Int32(partitions)
        self.threads = threads
        self.log = try log.map { try Adapters.log($0, partitions: partitions) }
        pack = try PolicyLibrary(directory: policies.folder, scheme: scheme).pack(scheme)
    }

    /// Builds the residents and prints how long the sweep over all of them takes.
    public func run() throws {
        let crews = (0..<threads).map { Crew(number: $0, benchmark: self) }
        inThreads(crews) { $0.build() }
        let cpu = SweepBenchmark.cpuSeconds
        let start = DispatchTime.now().uptimeNanoseconds
        inThreads(crews) { $0.sweep() }
        let wall = Double(DispatchTime.now().uptimeNanoseconds - start) / 1e9
        let used = SweepBenchmark.cpuSeconds - cpu
        if let problem = crews.compactMap(\.problem).first { throw problem }
        let changes = crews.reduce(0) { $0 + $1.changes }
        guard changes == residents else {
            throw ConfigurationProblem("\(changes) of \(residents) residents were assessed anew")
        }
        let largest = crews.map(\.largestSlice).max() ?? 0
        print(
            """
            sweep: \(residents) residents in \(partitions) partitions, \(threads) threads, \
            outputs \(log == nil ? "dropped" : "written to the log")
              wall s \(SweepBenchmark.text(wall)), CPU s \(SweepBenchmark.text(used)), \
            assessments/s \(Int(Double(residents) / wall)), largest commit \(largest) outputs
            """
        )
        try log?.close()
    }

    private func inThreads(_ crews: [Crew], _ work: @escaping @Sendable (Crew) -> Void) {
        DispatchQueue.concurrentPerform(iterations: crews.count) { work(crews[$0]) }
    }

    private static var cpuSeconds: Double {
        Double(clock()) / Double(CLOCKS_PER_SEC)
    }

    private static func text(_ seconds: Double) -> String {
        "\(Double(Int(seconds * 100)) / 100)"
    }
}

extension SweepBenchmark {
    /// One thread's partitions.
    ///
    /// Thread safety: used by one thread at a time.
    fileprivate final class Crew: @unchecked Sendable {
        private let benchmark: SweepBenchmark
        private let mine: [Int32]
        private let classifier: Classifier
        private var offsets: [Int32: Int64] = [:]
        private var checksums: [Int32: UInt64] = [:]
        private var rows: [Int32: Int64] = [:]
        private(set) var changes = 0
        private(set) var largestSlice = 0
        private(set) var problem: (any Error)?

        init(number: Int, benchmark: SweepBenchmark) {
            self.benchmark = benchmark
            mine = (0..<benchmark.partitions).filter { Int($0) % benchmark.threads == number }
            let compiled = benchmark.pack.compiled
            classifier = Classifier { _, _ in compiled }
        }

        /// A roster line, a payment and a row of the one list for each resident.
        func build() {
            let input = RecordBatch(capacity: 1 << 22)
            for partition in mine {
                classifier.assign(partition: partition)
                let hash = benchmark.pack.hash
                add(.policyActivated(PolicyActivated(hash: hash)), "1", partition, to: input)
                for number in stride(
                    from: Int(partition),
                    to: benchmark.residents,
                    by: Int(benchmark.partitions)
                ) {
                    addResident(number, partition, to: input)
                    if input.count > 10_000 { feed(input) }
                }
                seal("L1", supersedes: "", partition, to: input)
                feed(input)
            }
        }

        /// An empty list takes the place of the one that names everybody.
        func sweep() {
            let input = RecordBatch()
            let output = RecordBatch(capacity: 1 << 22)
            for partition in mine {
                (rows[partition], checksums[partition]) = (0, 0)
                seal("L2", supersedes: "L1", partition, to: input)
                var done = 0
                while done < input.count {
                    output.removeAll()
                    done = classifier.process(input, from: done, into: output)
                    take(output)
                }
                input.removeAll()
            }
        }

        private func take(_ output: RecordBatch) {
            largestSlice = max(largestSlice, output.count)
            changes += output.places.count { output.key(of: $0).count == 16 }
            guard let log = benchmark.log else { return }
            do { try log.append(output) } catch { problem = error }
        }

        private func feed(_ input: RecordBatch) {
            classifier.process(input, into: RecordBatch(capacity: 1 << 22))
            input.removeAll()
        }

        private func addResident(_ number: Int, _ partition: Int32, to input: RecordBatch) {
            let person = Crew.person(number)
            let id = String(number)
            add(.rosterLine(RosterLine(unit: "鲍沟镇")), "R" + id, partition, person, to: input)
            let payment = Payment(
                amount: Money(yuan: 350),
                unit: "",
                channel: "wechat",
                paidAt: CivilTime(startOf: CivilDate(day: 19_300))
            )
            add(.payment(payment), "T" + id, partition, person, to: input)
            let row = (rows[partition] ?? 0) + 1
            rows[partition] = row
            person.withBytes {
                checksums[partition, default: 0] &+= ListSealed.rowChecksum(row: row, key: $0)
            }
            let listed = ListRow(
                list: "L1",
                row: row,
                bureau: "disabledFederation",
                category: "severeDisability",
                unit: "",
                listedOn: CivilDate(day: 19_280)
            )
            add(.listRow(listed), "L" + id, partition, person, to: input)
        }

        private func seal(
            _ list: String,
            supersedes: String,
            _ partition: Int32,
            to input: RecordBatch
        ) {
            let seal = ListSealed(
                list: list,
                bureau: "disabledFederation",
                snapshot: CivilDate(day: 19_280),
                supersedes: supersedes,
                rows: rows[partition] ?? 0,
                checksum: checksums[partition] ?? 0
            )
            let audit = ListAudited(list: list, office: "medicalInsurance")
            add(.listAudited(audit), "audit-\(list)", partition, to: input)
            add(.listSealed(seal), "seal-\(list)", partition, to: input)
        }

        private func add(
            _ body: Fact.Body,
            _ number: String,
            _ partition: Int32,
            _ person: PersonKey? = nil,
            to input: RecordBatch
        ) {
            var fact = Fact(
                scheme: benchmark.pack.scheme,
                source: "bench",
                number: number,
                body: body
            )
            if person != nil {
                fact.person = PersonAttributes(
                    birth: CivilDate(day: 3_652),
                    sex: .male,
                    kind: .residentID
                )
            }
            let value = ByteBuffer(capacity: 256)
            fact.write(to: value)
            let offset = offsets[partition] ?? 0
            offsets[partition] = offset + 1
            let key = person.map { $0.withBytes { Array($0) } } ?? Array("broadcast".utf8)
            key.withUnsafeBytes {
                input.append(
                    topic: .factsValidated,
                    partition: partition,
                    offset: offset,
                    key: $0,
                    value: value.bytes
                )
            }
        }

        /// Keys as even as those of an HMAC (splitmix64).
        private static func person(_ number: Int) -> PersonKey {
            func mix(_ seed: UInt64) -> UInt64 {
                var mixed = seed &* 0x9E37_79B9_7F4A_7C15
                mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
                mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
                return mixed ^ (mixed >> 31)
            }
            let number = UInt64(number)
            return PersonKey(high: mix(2 * number + 1), low: mix(2 * number + 2))
        }
    }
}
