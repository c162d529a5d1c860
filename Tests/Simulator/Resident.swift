import Events
import Foundation

/// An invented person, with the name and number sealed beforehand under keys that never change, so
/// that everybody has the same key and partition in every run.
struct Resident: Sendable {
    let number: Int
    let key: [UInt8]
    let personKey: PersonKey
    let birth: CivilDate?
    let seals: [String: SealedIdentity]
    /// Why `validate` refuses everything about this person; empty when it does not.
    let refusal: String

    /// The keys of every simulation.
    static let keys: SeasonKeys = {
        let file = """
            {"personKey": "UFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFA=",
             "ring": [{"id": "ring-1", "key": "UVFRUVFRUVFRUVFRUVFRUVFRUVFRUVFRUVFRUVFRUVE="}],
             "dataKeys": [{"id": 1, "wrappedBy": "ring-1", "wrapped":
              "AAAAAAAAAAAAAAAA3CVq0j0mDr2kQXMry1Lf0dU1QNAcoISk3+TJvsGJEb73brKfiafF8nTqG5wjQ9Z2"}],
             "currentDataKey": 1}
            """
        let url = FileManager.default.temporaryDirectory
            .appending(path: "simulator-keys-\(ProcessInfo.processInfo.processIdentifier).json")
        defer { try? FileManager.default.removeItem(at: url) }
        do {
            try Data(file.utf8).write(to: url)
            return try SeasonKeys(contentsOf: url)
        } catch {
            preconditionFailure("the keys of the simulator: \(error)")
        }
    }()

    /// Everybody whom a season may have.
    static let pool: [Resident] = (0..<200).compactMap { try? Resident(number: $0) }

    private init(number: Int) throws {
        self.number = number
        var identity = OpenIdentity(kind: .residentID, number: [], name: Array("居民甲".utf8))
        let dice = Dice(seed: UInt64(number) &+ 77)
        // Around every age that decides something, and ordinary ages between.
        let years = [1948, 1952, 1953, 1957, 1962, 1963, 1980, 1985, 1991, 2003, 2011, 2019]
        let born = CivilDate(
            year: dice.pick(years),
            month: dice.number(1...12),
            day: dice.number(1...28)
        )
        let day = (born?.description ?? "").filter { $0 != "-" }
        let digits = Array("370481\(day)\(100 + number)".utf8)
        identity.number = digits + [IdentityNumber.checkCharacter(of: digits)]
        var refusal = ""
        switch number % 40 {
        case 13:
            identity.number[17] = identity.number[17] == 0x31 ? 0x32 : 0x31
            refusal = "identity_checksum"
        case 27:
            identity.kind = .systemNumber
            identity.number = Array("S\(10_000 + number)".utf8)
        default: break
        }
        personKey = Resident.keys.personKey(kind: identity.kind, number: identity.number)
        key = personKey.withBytes { Array($0) }
        birth = identity.kind == .residentID ? born : nil
        self.refusal = refusal
        var seals: [String: SealedIdentity] = [:]
        for scheme in Packs.schemes {
            seals[scheme] = try Resident.keys.seal(identity, scheme: scheme)
        }
        self.seals = seals
    }

    /// The partition of everything about the person.
    func partition(of count: Int) -> Int32 {
        key.withUnsafeBytes { Partitioner.partition(of: $0, count: count) }
    }
}
