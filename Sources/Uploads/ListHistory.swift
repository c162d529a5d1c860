import Events

/// What the log of record knows of lists (F-041, F-042).
public protocol ListHistory: Sendable {
    /// Every list of the scheme, in order of snapshot and id.
    func lists() throws -> [ListStanding]
    /// How two lists differ; nil when one of them is not known.
    func differences(from first: String, to second: String) throws -> [ListDifference]?
}

/// Where a list stands.
public struct ListStanding: Sendable, Hashable {
    /// The list's id.
    public var list: String
    /// Bureau that supplies it; empty before its seal.
    public var bureau: String
    /// Snapshot date; nil before its seal.
    public var snapshot: CivilDate?
    /// Rows here, rejected ones too.
    public var rows: Int64
    /// Rows that the seals say; nil before a seal.
    public var sealed: Int64?
    /// Whether it counts.
    public var isActive: Bool
    /// What it waits for: `seal`, `rows`, `audit`, `superseded by LIST`; empty when it counts.
    public var waitsFor: [String]

    /// Creates a standing.
    public init(
        list: String,
        bureau: String,
        snapshot: CivilDate?,
        rows: Int64,
        sealed: Int64?,
        isActive: Bool,
        waitsFor: [String]
    ) {
        (self.list, self.bureau, self.snapshot) = (list, bureau, snapshot)
        (self.rows, self.sealed) = (rows, sealed)
        (self.isActive, self.waitsFor) = (isActive, waitsFor)
    }

    /// Whether it waits for nothing but its audit.
    public var waitsForAudit: Bool { waitsFor == ["audit"] }

    /// Where it stands, in Chinese.
    public var chinese: String {
        if isActive { return "已生效" }
        let words = waitsFor.map { word in
            switch word {
            case "seal": return "尚未收齐（等待封存）"
            case "rows": return "尚未收齐（等待数据行）"
            case "audit": return "等待审核"
            default: return word.replacing("superseded by ", with: "已被代替：")
            }
        }
        return words.isEmpty ? "处理中" : words.joined(separator: "；")
    }
}

/// How a person's rows differ from one list to another.
public struct ListDifference: Sendable, Hashable {
    /// `added`, `removed` or `changed`.
    public var kind: String
    /// Unit of the row.
    public var unit: String
    /// Row of the first list; nil for an added one.
    public var before: Int64?
    /// Row of the second list; nil for a removed one.
    public var after: Int64?
    /// Columns that changed, by their keys in a table.
    public var columns: [String]

    /// Creates a difference.
    public init(
        kind: String,
        unit: String,
        before: Int64?,
        after: Int64?,
        columns: [String]
    ) {
        (self.kind, self.unit, self.before, self.after) = (kind, unit, before, after)
        self.columns = columns
    }

    /// The kind, in Chinese.
    public var kindChinese: String {
        switch kind {
        case "added": "新增"
        case "removed": "减少"
        default: "变更"
        }
    }
}
