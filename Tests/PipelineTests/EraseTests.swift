import Bootstrap
import Embedded
import Events
import Foundation
import Ledger
import Testing

@Suite struct EraseTests {
    @Test(arguments: ["sqlite", "postgres"])
    func `an erased season opens no seal; sums, audit, rankings and documents remain`(
        kind: String
    ) throws {
        let season = try SeasonFolder(residents: 400)
        let database = kind == "postgres" ? try season.makeDatabase("kept") : nil
        try season.runInOneProcess("kept")
        let before = try season.audit("kept")
        let sums = try season.sums("kept")
        let identities = try Set(season.identities("kept"))
        let copy = season.url.appendingPathComponent("in/copy.json")
        try FileManager.default.copyItem(at: season.keys, to: copy)
        let seals = try season.seals("kept")
        #expect(seals.count > 400)
        let held = try SeasonKeys(contentsOf: copy)
        #expect(seals.allSatisfy { (try? held.openBytes($0, scheme: season.scheme)) != nil })
        #expect(identities.count > 300)
        #expect(identities.allSatisfy { (try? held.open($0, scheme: season.scheme)) != nil })

        let certificate = season.url.appendingPathComponent("certificate.json").path
        let who = ["--by", "县医保局/data-01", "--note", "retention is over"]
        let erase =
            [
                "erase-season", "--keys", season.keys.path, "--ledger", season.ledger("kept"),
                "--log", season.log("kept"), "--scheme", season.scheme, "--certificate",
                certificate,
            ] + who
        // Another confirmation, and keys of another season, destroy nothing.
        #expect(try Programs.run("zhengjiao", erase + ["--yes", "another"]).status == 78)
        let other = season.url.appendingPathComponent("in/other.json")
        try Programs.succeed("zhengjiao", ["keys", "create", "--keys", other.path])
        let wrong = erase.map { $0 == season.keys.path ? other.path : $0 }
        #expect(try Programs.run("zhengjiao", wrong + ["--yes", season.scheme]).status == 78)
        #expect(try SeasonKeys(contentsOf: other).isErased == false)

        try Programs.succeed("zhengjiao", erase + ["--yes", season.scheme])
        let keys = try SeasonKeys(contentsOf: season.keys)
        #expect(keys.isErased)
        #expect(seals.allSatisfy { (try? keys.openBytes($0, scheme: season.scheme)) == nil })
        #expect(throws: SealProblem.unknownDataKey) {
            try keys.seal(bytes: [1], scheme: season.scheme)
        }
        // The erasure is a record of the log; a worker takes it with the keys that are left.
        try season.drain("kept")
        #expect(try season.audit("kept") == before)
        #expect(try season.sums("kept") == sums)
        // The seals are there as before; nothing opens them.
        #expect(try Set(season.identities("kept")) == identities)
        #expect(identities.allSatisfy { (try? keys.open($0, scheme: season.scheme)) == nil })
        if let database {
            let scan = try season.privacyScan()
            #expect(try scan.findings(in: database).found.isEmpty)
        }
        let text = try String(contentsOfFile: certificate, encoding: .utf8)
        #expect(text.contains(#""state":"done""#) && text.contains("县医保局/data-01"))
        #expect(text.contains(#""dataKeys":[1]"#))
        let document = season.output("named").path
        try Programs.succeed(
            "zhengjiao",
            [
                "report", "payment-detail", "--scheme", season.scheme, "--ledger",
                season.ledger("kept"), "--format", "csv", "--names", "--keys", season.keys.path,
                "--out", document,
            ]
        )
        #expect(try season.texts(under: document).contains("已销毁"))
        try season.expectNothingInClear(known: [], names: [], except: [])
    }

    @Test func `keys rotate: old seals open, old ring keys are gone, no secret is shown`()
        throws
    {
        let season = try SeasonFolder(untold: "tengzhou-2023")
        let first = try SeasonKeys(contentsOf: season.keys)
        let old = try first.seal(bytes: [1, 2, 3], scheme: "s")
        let number = Array("37048119830101101X".utf8)
        func run(_ arguments: [String]) throws -> String {
            try Programs.succeed("zhengjiao", ["keys"] + arguments + ["--keys", season.keys.path])
        }
        for turn in 2...4 {
            let listing = try run(["rotate"] + (turn == 4 ? [] : ["--data-key"]))
            #expect(listing.contains("ring-\(turn)") && !listing.contains("ring-\(turn - 1)"))
            #expect(listing == (try run(["list"])))
        }
        let rotated = try SeasonKeys(contentsOf: season.keys)
        #expect(try rotated.openBytes(old, scheme: "s") == [1, 2, 3])
        #expect(try rotated.seal(bytes: [9], scheme: "s").dataKey == 3)
        #expect(
            rotated.personKey(kind: .residentID, number: number)
                == first.personKey(kind: .residentID, number: number)
        )
        let attributes = try FileManager.default.attributesOfItem(atPath: season.keys.path)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        let file = try String(contentsOf: season.keys, encoding: .utf8)
        let shown = try run(["list"])
        for secret in file.split(separator: "\"") where secret.utf8.count > 40 {
            #expect(!shown.contains(secret))
        }
        #expect(shown.contains("data key 3: wrapped by ring-4, seals what comes now"))
    }
}

extension SeasonFolder {
    /// The balances of the books.
    func sums(_ name: String) throws -> [Account: Money] {
        let store = try Adapters.ledger(ledger(name))
        defer { try? store.close() }
        return try store.read { try $0.balances(scheme: scheme) }
    }

    /// The sealed identities of the ledger.
    func identities(_ name: String) throws -> [SealedIdentity] {
        let store = try Adapters.ledger(ledger(name))
        defer { try? store.close() }
        var all: [SealedIdentity] = []
        try store.read { reader in
            try reader.identities(scheme: scheme) { all.append($1) }
        }
        return all
    }

    /// Every seal in the log of record and in the rejections.
    func seals(_ name: String) throws -> [SealedIdentity] {
        let log = try EmbeddedEventLog(path: url.appendingPathComponent("\(name)-log").path)
        var seals: [SealedIdentity] = []
        for partition in 0..<Int32(try log.partitionCount(of: .factsValidated)) {
            try log.scan(.factsValidated, partition: partition) { batch, place in
                if let seal = try Fact(wire: batch.value(of: place)).seal { seals.append(seal) }
            }
            try log.scan(.rejections, partition: partition) { batch, place in
                if let seal = try Rejection(wire: batch.value(of: place)).seal {
                    seals.append(seal)
                }
            }
        }
        try log.close()
        return seals
    }

    /// What stands in a file, or in every file of a folder.
    func texts(under path: String) throws -> String {
        var isFolder: ObjCBool = false
        _ = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
        guard isFolder.boolValue else { return try String(contentsOfFile: path, encoding: .utf8) }
        return try FileManager.default.contentsOfDirectory(atPath: path)
            .map { try String(contentsOfFile: "\(path)/\($0)", encoding: .utf8) }.joined()
    }
}
