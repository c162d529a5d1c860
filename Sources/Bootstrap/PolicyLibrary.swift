import Events
import Foundation
import Policy
import Ranking
import Stage

/// The packs that a process knows: those of a folder, and those that went through the log.
public final class PolicyLibrary {
    /// Packs by scheme id, as loaded from the folder.
    public private(set) var packs: [String: PolicyPack] = [:]
    private var byHash: [[UInt8]: PolicyPack] = [:]

    /// Loads every folder of `directory` that holds a `policy.yaml`.
    ///
    /// - Parameter scheme: Only this one; nil loads all.
    /// - Throws: ``PolicyProblems`` of the first pack that cannot be used, or ``ConfigurationProblem``.
    public init(directory: URL, scheme: String? = nil) throws {
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: directory.path).sorted()
        } catch {
            throw ConfigurationProblem("--policies \(directory.path): the folder cannot be read.")
        }
        for name in names where scheme == nil || name == scheme {
            let folder = directory.appendingPathComponent(name)
            let file = folder.appendingPathComponent("policy.yaml").path
            guard FileManager.default.fileExists(atPath: file) else { continue }
            add(try PolicyPack.load(folder: folder))
        }
        if let scheme, packs[scheme] == nil {
            throw ConfigurationProblem(
                "--scheme \(scheme): no such pack in \(directory.path). Known: "
                    + names.joined(separator: ", ") + "."
            )
        }
    }

    /// Packs compiled, by scheme id.
    public var compiled: [String: CompiledPolicy] { packs.mapValues(\.compiled) }

    /// The pack of a scheme.
    public func pack(_ scheme: String) throws -> PolicyPack {
        guard let pack = packs[scheme] else {
            throw ConfigurationProblem("scheme \(scheme): no pack is loaded.")
        }
        return pack
    }

    /// The pack of a hash, from the folder or from the log.
    public func pack(hash: [UInt8], log: any EventLog) -> CompiledPolicy? {
        if let known = byHash[hash] { return known.compiled }
        readActivatedWhenThere(log)
        return byHash[hash]?.compiled
    }

    /// A log that is away says nothing about a pack: it is waited for, whatever that takes.
    private func readActivatedWhenThere(_ log: any EventLog) {
        while true {
            do {
                return try readActivated(log)
            } catch let error as any Transient where error.isTransient {
                usleep(200_000)
            } catch {
                return
            }
        }
    }

    private func add(_ pack: PolicyPack) {
        packs[pack.compiled.scheme] = pack
        byHash[pack.hash] = pack
    }

    /// Reads the packs that were published to `policies.activated`.
    private func readActivated(_ log: any EventLog) throws {
        let batch = RecordBatch()
        var offset: Int64 = 0
        while offset < (try log.endOffset(topic: .policiesActivated, partition: 0)) {
            try log.read(
                topic: .policiesActivated,
                partition: 0,
                from: offset,
                maxRecords: 100,
                into: batch
            )
            guard let last = batch.places.last else { return }
            for place in batch.places {
                let texts = PolicyText.read(batch.value(of: place))
                guard let pack = try? PolicyPack.load(texts: texts) else { continue }
                byHash[pack.hash] = pack
            }
            offset = last.offset + 1
        }
    }
}

/// The text of a pack as a message of `policies.activated`: repeated {1: file name, 2: text}.
public enum PolicyText {
    /// Writes the files of a pack.
    public static func write(_ texts: [String: String], to buffer: ByteBuffer) {
        for (name, text) in texts.sorted(by: { $0.key < $1.key }) {
            buffer.put(1) {
                $0.put(1, name)
                $0.put(2, text)
            }
        }
    }

    /// Reads the files of a pack; an unreadable message gives none.
    public static func read(_ bytes: UnsafeRawBufferPointer) -> [String: String] {
        var texts: [String: String] = [:]
        var reader = WireReader(bytes)
        do {
            while let field = try reader.nextField() {
                guard field == 1 else {
                    try reader.skip()
                    continue
                }
                var file = WireReader(try reader.bytes())
                var (name, text) = ("", "")
                while let part = try file.nextField() {
                    if part == 1 { name = try file.text() } else { text = try file.text() }
                }
                texts[name] = text
            }
        } catch { return [:] }
        return texts
    }
}

/// A setting that cannot be used.
///
/// Exit status 78.
public struct ConfigurationProblem: Error, CustomStringConvertible {
    /// The setting, what is wrong with it, and the next step.
    public let description: String

    /// Creates a problem of a sentence.
    public init(_ description: String) { self.description = description }
}
