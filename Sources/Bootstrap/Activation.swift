import Events
import Foundation
import Policy
import Stage

/// Puts a policy pack in force through the log.
public enum Activation {
    /// Activates a pack unless it is the one activated last.
    public static func activateIfNeeded(_ pack: PolicyPack, log: any EventLog) throws {
        if try lastActivated(pack.scheme, log: log)?.hash == pack.hash { return }
        var count = 0
        try LogCensus.scan(.policiesActivated, log) { _, _ in count += 1 }
        let digits = String(count + 1)
        let number = String(repeating: "0", count: max(0, 6 - digits.count)) + digits
        try activate(pack, number: number, log: log)
    }

    /// The pack of a scheme that was activated last; nil when none was.
    static func lastActivated(_ scheme: String, log: any EventLog) throws -> PolicyPack? {
        var last: PolicyPack?
        try LogCensus.scan(.policiesActivated, log) { bytes, _ in
            guard let known = try? PolicyPack.load(texts: PolicyText.read(bytes)),
                known.scheme == scheme
            else { return }
            last = known
        }
        return last
    }

    /// The pack of a scheme that was activated last.
    ///
    /// A log that is away says nothing about a pack: it is waited for, whatever that takes.
    static func waitingForLast(_ scheme: String, log: any EventLog) -> PolicyPack? {
        while true {
            do {
                return try lastActivated(scheme, log: log)
            } catch let error as any Transient where error.isTransient {
                usleep(200_000)
            } catch {
                return nil
            }
        }
    }

    /// Publishes the pack's text, then its activation to every partition.
    ///
    /// The same pack activated again changes nothing.
    ///
    /// - Parameter number: Orders activations: of several the greatest is in force.
    public static func activate(_ pack: PolicyPack, number: String, log: any EventLog) throws {
        let batch = RecordBatch()
        let hash = pack.hash.map { $0 < 16 ? "0" + String($0, radix: 16) : String($0, radix: 16) }
        batch.append(topic: .policiesActivated, key: "\(pack.scheme)/\(hash.joined())") {
            PolicyText.write(pack.texts, to: $0)
        }
        try log.append(batch)
        batch.removeAll()
        let fact = Fact(
            scheme: pack.scheme,
            source: "policy",
            number: number,
            body: .policyActivated(PolicyActivated(hash: pack.hash))
        )
        for partition in 0..<Int32(try log.partitionCount(of: .operationsReceived)) {
            batch.append(
                topic: .operationsReceived,
                partition: partition,
                key: "PolicyActivated:\(number)"
            ) { fact.write(to: $0) }
        }
        try log.append(batch)
    }
}
