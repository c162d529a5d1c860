import Events

/// A town, street or village with its target, in the order of the notice's table.
public struct PolicyUnit: Hashable, Sendable {
    /// Canonical name.
    public var name: String
    /// Other printed names.
    public var aliases: [String]
    /// Persons (参保任务数, 缴款人数); zero where none are printed.
    public var targetHeads: Int64
    /// Amount (缴款金额); zero where none is printed.
    public var targetAmount: Money
    /// Population (总人口数); zero where none is printed.
    public var population: Int64
    /// Tax branch; empty where none is printed.
    public var taxBranch: String
    /// Hospital that keeps the rosters; empty where none is printed.
    public var hospital: String
    /// Whether the unit was made up because the notice prints no table.
    public var isSynthetic: Bool
}

/// A unit found by name, and where the village's name begins.
public struct UnitPath: Hashable, Sendable {
    /// Index into `CompiledPolicy.units`.
    public var unit: Int
    /// Offset of the village's first byte in the text looked up; −1 without a village.
    public var villageStart: Int
}
