import Events

/// A pack as flat tables: what the stages look names up in and assess by.
///
/// Immutable and shared between threads. Indexes are positions in the public arrays and hold for
/// this pack only.
public final class CompiledPolicy: Sendable {
    /// Id of the scheme.
    public let scheme: String
    /// The place that issued the notice.
    public let place: String
    /// The year that the premium buys.
    public let coverageYear: Int
    /// SHA-256 of the pack, 32 bytes.
    public let hash: [UInt8]
    /// Units in the order of the notice's table.
    public let units: [PolicyUnit]
    /// Categories in the order of the document, at most 64.
    public let categories: [CompiledCategory]
    /// Index of the category of everybody who is in no other.
    public let ordinaryCategory: Int
    /// Tiers.
    public let tiers: [Tier]
    /// Funders.
    public let funders: [Funder]
    /// Channels.
    public let channels: [Channel]
    /// Bureaus.
    public let bureaus: [Bureau]
    /// Every rule, as decisions name them.
    public let rules: [Rule]
    /// What no number may begin with (ASCII); empty when nothing is printed.
    public let forbiddenPrefix: [UInt8]
    /// Accounts, deposits, signatures, applications.
    public let offices: OfficeRules
    /// How progress is measured.
    public let ranking: RankingSettings
    /// The tables that assessments read.
    public let tables: AssessmentTables

    private let unitNames: NameTable
    private let categoryNames: NameTable
    private let umbrellaNames: NameTable
    private let channelNames: NameTable
    private let tierNames: NameTable
    private let bureauNames: NameTable
    private let funderNames: NameTable
    /// Per bureau: bit *n* = may supply category *n*.
    private let supplies: [UInt64]

    init(
        _ terms: PolicyTerms,
        hash: [UInt8],
        categories: [CompiledCategory],
        rules: [Rule],
        tables: AssessmentTables
    ) {
        scheme = terms.scheme
        place = terms.place
        coverageYear = terms.coverageYear.value
        self.hash = hash
        units = terms.units
        self.categories = categories
        ordinaryCategory = tables.ordinary
        tiers = terms.tiers
        funders = terms.funders
        channels = terms.channels
        bureaus = terms.bureaus
        self.rules = rules
        offices = terms.offices
        ranking = terms.ranking
        self.tables = tables
        forbiddenPrefix =
            terms.exclusions.compactMap {
                if case .numberPrefix(let prefix) = $0.ground { Array(prefix.utf8) } else { nil }
            }.first ?? []
        unitNames = CompiledPolicy.table(terms.units.map { [$0.name] + $0.aliases })
        categoryNames = CompiledPolicy.table(
            terms.categories.map { [$0.id, $0.name] + $0.aliases + $0.umbrellas }
        )
        umbrellaNames = CompiledPolicy.table(terms.categories.map(\.umbrellas))
        channelNames = CompiledPolicy.table(terms.channels.map { [$0.id, $0.name] + $0.aliases })
        tierNames = CompiledPolicy.table(terms.tiers.map { [$0.id, $0.name] + $0.aliases })
        bureauNames = CompiledPolicy.table(terms.bureaus.map { [$0.id, $0.name] + $0.aliases })
        funderNames = CompiledPolicy.table(terms.funders.map { [$0.id, $0.name] + $0.aliases })
        supplies = terms.bureaus.map { bureau in
            terms.categories.indices.reduce(0) { bits, index in
                bureau.supplies.contains(terms.categories[index].id) ? bits | 1 << index : bits
            }
        }
    }

    private static func table(_ names: [[String]]) -> NameTable {
        NameTable(
            names.enumerated().flatMap { index, names in
                Set(names).sorted().map { (name: $0, index: index) }
            }
        )
    }

    // MARK: - Looking names up

    /// The unit that a text names: canonical, alias, or a path `鲍沟镇/某村` under a known unit.
    ///
    /// - Parameter bytes: UTF-8.
    /// - Returns: Nil when the unit is not known; the village is free text.
    public func unit(_ bytes: UnsafeRawBufferPointer) -> UnitPath? {
        let slash = bytes.firstIndex(of: UInt8(ascii: "/")) ?? bytes.count
        let town = UnsafeRawBufferPointer(rebasing: bytes[0..<slash])
        guard let unit = unitNames.index(of: town) else { return nil }
        return UnitPath(unit: unit, villageStart: slash + 1 < bytes.count ? slash + 1 : -1)
    }

    /// The unit that a text names.
    public func unit(_ text: String) -> UnitPath? { CompiledPolicy.bytes(of: text, unit) }

    /// The canonical form of a unit or path (`柴胡店/某村` → `柴胡店镇/某村`); nil when not known.
    ///
    /// Blanks within a printed name are alignment only and are passed over.
    public func canonicalUnit(_ text: String) -> String? {
        var text = text
        if unit(text) == nil { text = text.filter { !$0.isWhitespace } }
        guard let path = unit(text) else { return nil }
        let name = units[path.unit].name
        guard path.villageStart >= 0 else { return name }
        return "\(name)/\(String(decoding: text.utf8.dropFirst(path.villageStart), as: UTF8.self))"
    }

    /// Whether a text, UTF-8, is empty or what ``canonicalUnit(_:)`` makes of it.
    public func isCanonical(unit text: UnsafeRawBufferPointer) -> Bool {
        if text.isEmpty { return true }
        guard let path = unit(text) else { return false }
        let isBare = path.villageStart < 0
        let town = isBare ? text.count : path.villageStart - 1
        return isText(units[path.unit].name, UnsafeRawBufferPointer(rebasing: text[..<town]))
    }

    /// Whether a text, UTF-8, is the id of a channel.
    public func isCanonical(channel text: UnsafeRawBufferPointer) -> Bool {
        guard let index = channel(text) else { return false }
        return isText(channels[index].id, text)
    }

    /// Whether a text, UTF-8, is empty or the id of a tier.
    public func isCanonical(tier text: UnsafeRawBufferPointer) -> Bool {
        if text.isEmpty { return true }
        guard let index = tier(text) else { return false }
        return isText(tiers[index].id, text)
    }

    private func isText(_ known: String, _ text: UnsafeRawBufferPointer) -> Bool {
        var known = known
        return known.withUTF8 { UnsafeRawBufferPointer($0).isSame(as: text) }
    }

    /// The category that an id, a printed name or an alias names; nil when the scheme has none such.
    ///
    /// - Parameter bytes: UTF-8.
    public func category(_ bytes: UnsafeRawBufferPointer) -> CategoryMatch? {
        guard let index = categoryNames.index(of: bytes) else { return nil }
        return CategoryMatch(index: index, isUmbrella: umbrellaNames.index(of: bytes) != nil)
    }

    /// The category that a text names.
    public func category(_ text: String) -> CategoryMatch? {
        CompiledPolicy.bytes(of: text, category)
    }

    /// The channel that an id, a printed name or an alias names.
    public func channel(_ bytes: UnsafeRawBufferPointer) -> Int? { channelNames.index(of: bytes) }

    /// The channel that a text names.
    public func channel(_ text: String) -> Int? { CompiledPolicy.bytes(of: text, channel) }

    /// The tier that a text names; an empty text names the only tier of a scheme.
    public func tier(_ bytes: UnsafeRawBufferPointer) -> Int? {
        if bytes.isEmpty { return tiers.count == 1 ? 0 : nil }
        return tierNames.index(of: bytes)
    }

    /// The tier that a text names; an empty text names the only tier of a scheme.
    public func tier(_ text: String) -> Int? { CompiledPolicy.bytes(of: text, tier) }

    /// The bureau that an id, a printed name or an alias names.
    public func bureau(_ text: String) -> Int? {
        CompiledPolicy.bytes(of: text, bureauNames.index(of:))
    }

    /// The funder that an id, a printed name or an alias names.
    public func funder(_ text: String) -> Int? {
        CompiledPolicy.bytes(of: text, funderNames.index(of:))
    }

    /// Whether a bureau may supply a category (F-040).
    public func mayBureau(_ bureau: Int, supply category: Int) -> Bool {
        supplies[bureau] >> UInt64(category) & 1 == 1
    }

    private static func bytes<Found>(
        of text: String,
        _ body: (UnsafeRawBufferPointer) -> Found?
    ) -> Found? {
        var text = text
        return text.withUTF8 { body(UnsafeRawBufferPointer($0)) }
    }
}

/// A category with what a stage may ask of it by index.
public struct CompiledCategory: Hashable, Sendable {
    /// The id.
    public var id: String
    /// The printed name.
    public var name: String
    /// How the money is handled.
    public var mode: CategoryDefinition.Mode
    /// Whether the group stands in the 100 % target.
    public var isFullCoverage: Bool
    /// Whether a list row must carry a date of approval.
    public var needsApproval: Bool
    /// Whether members must hold a certificate (002 附2三: 残疾证).
    public var needsCertificate: Bool
    /// Whether members come from a bureau's list.
    public var isListed: Bool
    /// The office that pays refunds out; empty where none is printed.
    public var payingOffice: String
    /// Index into `CompiledPolicy.rules`.
    public var rule: Int
}

/// A category found by name.
public struct CategoryMatch: Hashable, Sendable {
    /// Index into `CompiledPolicy.categories`.
    public var index: Int
    /// Whether the name covers more than the category: the attribute should tell.
    public var isUmbrella: Bool
}
