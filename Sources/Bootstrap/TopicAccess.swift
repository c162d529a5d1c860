import ArgumentParser
import Foundation
import Kafka
import Stage

/// The rights that the catalogue gives each program, and what a cluster has of them.
///
/// Least: a program reads and writes the topics that the catalogue names for it, joins its own
/// group, uses its own transactional ids, and sees of all others only that they are there.
struct TopicAccess {
    /// Rights that the catalogue gives, sorted.
    let wanted: [KafkaGrant]
    /// Principals of the catalogue.
    let principals: [String]

    /// - Parameter prefix: Of the log; topics, groups and transactional ids begin with it.
    init(_ catalogue: TopicCatalogue, prefix: String) {
        var grants: Set<KafkaGrant> = []
        for program in catalogue.programs {
            let principal = "User:\(program.name)"
            for entry in catalogue.entries {
                let topic = prefix + entry.topic.rawValue
                grants.insert(KafkaGrant(principal, may: .describe, .topic, topic))
                if entry.writers.contains(program.name) {
                    grants.insert(KafkaGrant(principal, may: .write, .topic, topic))
                }
                if entry.readers.contains(program.name) {
                    grants.insert(KafkaGrant(principal, may: .read, .topic, topic))
                }
                if program.administers {
                    for right in [.create, .alter, .alterConfigs, .describeConfigs]
                        as [KafkaGrant.Operation]
                    {
                        grants.insert(KafkaGrant(principal, may: right, .topic, topic))
                    }
                }
            }
            grants.formUnion(TopicAccess.groups(program, principal, prefix, catalogue))
        }
        wanted = grants.sorted()
        principals = catalogue.programs.map { "User:\($0.name)" }
    }

    private static func groups(
        _ program: TopicCatalogue.Program,
        _ principal: String,
        _ prefix: String,
        _ catalogue: TopicCatalogue
    ) -> [KafkaGrant] {
        if program.administers {
            return [KafkaGrant.Operation.alter, .describe].map {
                KafkaGrant(principal, may: $0, .cluster, "kafka-cluster")
            }
        }
        var grants: [KafkaGrant] = []
        func mayWriteTransactions(_ name: String) {
            for right in [KafkaGrant.Operation.write, .describe] {
                grants.append(
                    KafkaGrant(principal, may: right, .transactionalID, name, isPrefix: true)
                )
            }
        }
        if catalogue.entries.contains(where: { $0.writers.contains(program.name) }) {
            mayWriteTransactions(prefix + "append.")
        }
        // A worker that stops when its input has ended, and the operator, see how far each stage is.
        if !program.group.isEmpty || program.name == "zhengjiao" {
            for group in catalogue.programs.map(\.group) where !group.isEmpty {
                grants.append(KafkaGrant(principal, may: .describe, .group, prefix + group))
            }
        }
        if !program.group.isEmpty {
            grants.append(KafkaGrant(principal, may: .read, .group, prefix + program.group))
            mayWriteTransactions(prefix + program.group + ".")
        }
        return grants
    }

    /// What a cluster lacks, and what it has beyond.
    func difference(
        from admin: KafkaAdmin,
        prefix: String
    ) throws -> (missing: [KafkaGrant], beyond: [KafkaGrant]) {
        var found: Set<KafkaGrant> = []
        for principal in principals { found.formUnion(try admin.grants(of: principal)) }
        let known = Set(wanted.filter { KafkaAdmin.canSpeak(of: $0.resource) })
        let beyond = found.subtracting(known).filter {
            $0.resource == .cluster || $0.name.hasPrefix(prefix) || prefix.isEmpty
        }
        return (known.subtracting(found).sorted(), beyond.sorted())
    }

    /// Waits until the broker shows what was given and taken: it answers before it knows it itself,
    /// and would refuse whatever is started next.
    ///
    /// - Throws: ``LogProblem``, unavailable when it does not within half a minute.
    func wait(for admin: KafkaAdmin, prefix: String) throws {
        for _ in 0..<300 {
            let (missing, beyond) = try difference(from: admin, prefix: prefix)
            if missing.isEmpty && beyond.isEmpty { return }
            usleep(100_000)
        }
        throw LogProblem.unavailable("the broker does not show its new rights after 30 s")
    }

    /// Tells the rights that this librdkafka can neither give nor see, as commands of Kafka's tool.
    func tellUnspeakable() {
        let left = wanted.filter { !KafkaAdmin.canSpeak(of: $0.resource) }
        if left.isEmpty { return }
        print(
            "librdkafka \(LibrdkafkaVersion.running) can neither see nor give rights on "
                + "transactional ids (2.3 can). Exactly-once needs them; give them with:"
        )
        for grant in left { print(TopicAccess.command(grant)) }
    }

    /// A right as a command of Kafka's own tool.
    static func command(_ grant: KafkaGrant) -> String {
        let pattern = grant.isPrefix ? " --resource-pattern-type prefixed" : ""
        let resource =
            grant.resource == .cluster ? "--cluster" : "--\(grant.resource.word) '\(grant.name)'"
        return
            "kafka-acls.sh --bootstrap-server \"$BROKER\" --command-config admin.properties --add "
            + "--allow-principal '\(grant.principal)' --operation \(grant.operation.word) "
            + "\(resource)\(pattern)"
    }
}

extension CatalogueCommand {
    /// Prints the rights of every program as commands of Kafka's own tool; asks no broker.
    public func printAccess(prefix: String) {
        for grant in TopicAccess(catalogue, prefix: prefix).wanted {
            print(TopicAccess.command(grant))
        }
    }

    /// Gives the rights that are missing and takes those that the catalogue does not give.
    ///
    /// - Parameter isPlan: Only prints; exit status 1 when anything differs.
    public func access(isPlan: Bool) throws {
        let settings = try kafkaSettings()
        let admin = try KafkaAdmin(settings: settings)
        defer { admin.close() }
        let access = TopicAccess(catalogue, prefix: settings.prefix)
        let (missing, beyond) = try access.difference(from: admin, prefix: settings.prefix)
        for grant in missing { print("give: \(grant)") }
        for grant in beyond { print("take: \(grant)") }
        if missing.isEmpty && beyond.isEmpty {
            print("the broker gives the rights of the catalogue")
        } else if isPlan {
            throw ExitCode(1)
        }
        try admin.take(beyond)
        try admin.give(missing)
        try access.wait(for: admin, prefix: settings.prefix)
        access.tellUnspeakable()
    }
}
