/// An office's decision on the tier of a household, told to one of its members.
///
/// - Source: 资阳市雁江区 一 («以户为单位全部参保，自愿选择同一档次»).
public struct HouseholdTier: Hashable, Sendable {
    /// Household number 户号 as the record has it; a producer sends ``key`` in its place.
    public var household: String
    /// Key of the household, by `SeasonKeys.householdKey(_:)`.
    public var key: UInt64
    /// The tier.
    public var tier: String
    /// When it was decided: of several the last one holds.
    public var at: CivilTime

    /// Creates a decision.
    public init(household: String = "", key: UInt64 = 0, tier: String, at: CivilTime) {
        self.household = household
        self.key = key
        self.tier = tier
        self.at = at
    }
}

/// A change of village (户籍 against residence): the person is counted for one unit, the last one.
///
/// - Source: 曲阜市陵城镇 M四（一）.
public struct Transfer: Hashable, Sendable {
    /// The unit that the person is counted for.
    public var unit: String
    /// When it was filed: of several the last one holds.
    public var at: CivilTime

    /// Creates a transfer.
    public init(unit: String, at: CivilTime) {
        self.unit = unit
        self.at = at
    }
}

extension HouseholdTier {
    func write(to buffer: ByteBuffer) {
        buffer.put(1, key)
        buffer.put(2, tier)
        buffer.put(3, zigzag: at.second)
    }

    init(wire: UnsafeRawBufferPointer) throws(WireProblem) {
        var reader = WireReader(wire)
        var decision = HouseholdTier(tier: "", at: CivilTime(second: 0))
        while let field = try reader.nextField() {
            switch field {
            case 1: decision.key = try reader.varint()
            case 2: decision.tier = try reader.text()
            case 3: decision.at.second = try reader.zigzag()
            default: try reader.skip()
            }
        }
        self = decision
    }
}

extension Transfer {
    func write(to buffer: ByteBuffer) {
        buffer.put(1, unit)
        buffer.put(2, zigzag: at.second)
    }

    init(wire: UnsafeRawBufferPointer) throws(WireProblem) {
        var reader = WireReader(wire)
        var transfer = Transfer(unit: "", at: CivilTime(second: 0))
        while let field = try reader.nextField() {
            switch field {
            case 1: transfer.unit = try reader.text()
            case 2: transfer.at.second = try reader.zigzag()
            default: try reader.skip()
            }
        }
        self = transfer
    }
}
