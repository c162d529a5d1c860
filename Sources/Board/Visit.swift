import Events
import Hummingbird
import Policy

/// A request of somebody who has signed in and may make it: what a handler gets.
public struct Visit: Sendable {
    /// Who asks.
    public let principal: Principal
    /// The request as it came; its body has been read.
    public let request: Request
    /// The fields of the form; empty with a page.
    public let form: Form
    /// The fields of the query.
    public let query: Form
    /// The file that was uploaded; nil but on routes of uploads.
    public let upload: ReceivedFile?

    let parameters: Parameters
    let route: BoardRoute
    let session: OpenSession
    let hall: Hall

    /// The scheme: the account's, which is the one in the path.
    public var scheme: String { principal.scheme }

    /// What the board reads from.
    public var sources: BoardSources { hall.sources }

    /// The keys of the scheme's season; nil where the board was started without.
    var keys: SeasonKeys? { sources.keys[scheme] }

    /// The pack of the scheme.
    ///
    /// - Throws: ``Refusal`` (404) when the board does not show that scheme.
    public func pack() throws -> PolicyPack {
        guard let pack = sources.packs[scheme] else { throw Refusal.notFound }
        return pack
    }

    /// The unit to show: the one asked for in the field `unit`, else the account's own; empty = all.
    ///
    /// On routes that concern persons it lies within the account's own.
    public var unit: String {
        let asked = form["unit"] ?? query["unit"] ?? parameter("unit") ?? ""
        return asked.isEmpty ? principal.unit : asked
    }

    /// A parameter of the path, decoded; nil when the path has none of that name.
    public func parameter(_ name: String) -> String? {
        parameters.get(name).flatMap { PercentEncoding.decoded($0.utf8) }
    }

    /// Ends with 404 where a unit's people are not the account's: a person found elsewhere is not
    /// told to exist.
    public func requireCovered(unit: String) throws {
        guard principal.covers(unit) else { throw Refusal.notFound }
    }

    /// The person of the path's parameter `person`, 32 hexadecimal digits.
    ///
    /// - Throws: ``Refusal`` (404) when it is not a person key.
    public func person() throws -> PersonKey {
        let digits = parameter("person") ?? ""
        guard digits.utf8.count == 32, digits.utf8.allSatisfy(Visit.isLowerDigit),
            let high = UInt64(digits.prefix(16), radix: 16),
            let low = UInt64(digits.suffix(16), radix: 16)
        else { throw Refusal.notFound }
        return PersonKey(high: high, low: low)
    }

    private static func isLowerDigit(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte)
    }
}
