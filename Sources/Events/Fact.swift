/// A thing that happened or was declared, as one message of the log.
///
/// The same form serves before and after `validate`; `validate` adds ``person`` and ``origin``.
public struct Fact: Sendable {
    /// The scheme that it belongs to (`tengzhou-2023`).
    public var scheme: String
    /// Who sent it (`tax-bureau`, a list id, `operations`).
    public var source: String
    /// The source's own number of it; (scheme, source, number) is the event's identity.
    public var number: String
    /// Name and number of the person, sealed; nil for facts about units and broadcasts.
    public var seal: SealedIdentity?
    /// What `validate` derived from the opened seal.
    public var person: PersonAttributes?
    /// Where `validate` read it.
    public var origin: Origin?
    /// What happened.
    public var body: Body

    /// Creates a fact as a producer sends it.
    public init(
        scheme: String,
        source: String,
        number: String,
        seal: SealedIdentity? = nil,
        body: Body
    ) {
        self.scheme = scheme
        self.source = source
        self.number = number
        self.seal = seal
        self.body = body
    }

    /// What a fact may be.
    public enum Body: Sendable, Equatable {
        /// A payment, or the reversal of one (F-001, F-008).
        case payment(Payment)
        /// A person on a bureau's list (F-039).
        case listRow(ListRow)
        /// A person on the payment roster 缴费清册 (F-080).
        case rosterLine(RosterLine)
        /// A registration for enrolment (F-023).
        case registration(RosterLine)
        /// A person insured elsewhere (F-016, F-017).
        case exclusion(Exclusion)
        /// A mark on a person: withdrawn, deceased, refused in writing (F-035, F-120).
        case mark(Mark)
        /// A unit's target (F-097). Keyed by the unit.
        case target(Target)
        /// The end of a list: how many rows this partition must have. To every partition.
        case listSealed(ListSealed)
        /// A list passed its audit (汇总、审核, F-042). To every partition.
        case listAudited(ListAudited)
        /// A source has handed in all that happened up to a day. To every partition.
        case dayClosed(DayClosed)
        /// A policy pack is in force. To every partition.
        case policyActivated(PolicyActivated)
        /// A record of an office that is kept as it is. Keyed by its unit.
        case officeRecord(OfficeRecord)
        /// An office's decision on the tier of a person's household (F-033).
        case householdTier(HouseholdTier)
        /// A person is counted for another unit from now on (F-037).
        case transfer(Transfer)
        /// The place of a message that was rejected, so that counts close.
        case rejected(Tombstone)
    }
}

/// What `validate` derived from a person's number.
public struct PersonAttributes: Hashable, Sendable {
    /// Birth date; nil without an 18-digit number and without a declared one.
    public var birth: CivilDate?
    /// Sex.
    public var sex: Sex
    /// Kind of number.
    public var kind: IdentityKind
    /// Whether the number begins with the printed forbidden prefix (002 附2五: 362101).
    public var hasForbiddenPrefix: Bool

    /// Creates attributes.
    public init(
        birth: CivilDate?,
        sex: Sex,
        kind: IdentityKind,
        hasForbiddenPrefix: Bool = false
    ) {
        self.birth = birth
        self.sex = sex
        self.kind = kind
        self.hasForbiddenPrefix = hasForbiddenPrefix
    }
}

/// The place in a received topic that a validated fact comes from.
public struct Origin: Hashable, Sendable {
    /// The received topic.
    public var topic: Topic
    /// The offset in it; the partition is the same as that of the validated fact.
    public var offset: Int64

    /// Creates an origin.
    public init(topic: Topic, offset: Int64) {
        self.topic = topic
        self.offset = offset
    }
}

/// A payment line of the tax side.
public struct Payment: Hashable, Sendable {
    /// Amount received, or taken back by a reversal; above zero.
    public var amount: Money
    /// Unit that it is counted for; empty from self-service channels.
    public var unit: String
    /// Channel id of the pack.
    public var channel: String
    /// When the payer paid (event time, G-02).
    public var paidAt: CivilTime
    /// Tier chosen; empty where the scheme has one.
    public var tier: String
    /// The number of the payment that this line takes back; empty for a payment.
    public var reverses: String

    /// Creates a payment.
    public init(
        amount: Money,
        unit: String,
        channel: String,
        paidAt: CivilTime,
        tier: String = "",
        reverses: String = ""
    ) {
        self.amount = amount
        self.unit = unit
        self.channel = channel
        self.paidAt = paidAt
        self.tier = tier
        self.reverses = reverses
    }
}

/// A row of a bureau's list.
public struct ListRow: Hashable, Sendable {
    /// The list's id.
    public var list: String
    /// Row number in the list, 1 for the first data row.
    public var row: Int64
    /// Bureau that supplies it.
    public var bureau: String
    /// Category id of the pack.
    public var category: String
    /// Unit; may be empty.
    public var unit: String
    /// Snapshot date of the list: from when the person is listed.
    public var listedOn: CivilDate
    /// Attribute column 属性.
    public var attribute: String
    /// Date of approval, where the category asks for it.
    public var approvedOn: CivilDate?

    /// Creates a row.
    public init(
        list: String,
        row: Int64,
        bureau: String,
        category: String,
        unit: String,
        listedOn: CivilDate,
        attribute: String = "",
        approvedOn: CivilDate? = nil
    ) {
        self.list = list
        self.row = row
        self.bureau = bureau
        self.category = category
        self.unit = unit
        self.listedOn = listedOn
        self.attribute = attribute
        self.approvedOn = approvedOn
    }
}

/// Facts about where a person lives and studies.
///
/// Raw values are wire format.
public struct Residence: OptionSet, Hashable, Sendable {
    /// The bits.
    public let rawValue: UInt32

    /// Creates a set of its bits.
    public init(rawValue: UInt32) { self.rawValue = rawValue }

    /// 本地户籍: hukou of the place that issued the notice.
    public static let localHukou = Residence(rawValue: 1 << 0)
    /// 本区他镇户籍: hukou of another town of the district.
    public static let districtHukou = Residence(rawValue: 1 << 1)
    /// 本市其他区户籍: hukou of another district of the prefecture (003: 枣庄市).
    public static let prefectureHukou = Residence(rawValue: 1 << 2)
    /// 外地户籍.
    public static let outsideHukou = Residence(rawValue: 1 << 3)
    /// 无户口.
    public static let noHukou = Residence(rawValue: 1 << 4)
    /// 居住证.
    public static let residencePermit = Residence(rawValue: 1 << 5)
    /// 长期居住、常住.
    public static let longTermResident = Residence(rawValue: 1 << 6)
    /// 居住证持有人的随迁子女.
    public static let accompanyingChild = Residence(rawValue: 1 << 7)
    /// 高等院校在读.
    public static let collegeStudent = Residence(rawValue: 1 << 8)
    /// 中等职业学校在读.
    public static let vocationalStudent = Residence(rawValue: 1 << 9)
    /// 中小学在读.
    public static let pupil = Residence(rawValue: 1 << 10)
    /// 幼儿园在读.
    public static let kindergarten = Residence(rawValue: 1 << 11)
}

/// A line of the payment roster, or a registration.
public struct RosterLine: Hashable, Sendable {
    /// Unit, `鲍沟镇` or `鲍沟镇/某村`.
    public var unit: String
    /// Household number 户号 as the table has it; a producer sends ``householdKey`` in its place.
    public var household: String
    /// Where the person lives and studies.
    public var residence: Residence
    /// Birth date, where there is no number that tells it.
    public var birth: CivilDate?
    /// Tier; empty where the scheme has one.
    public var tier: String
    /// Whether the guardian's particulars are given.
    public var hasGuardian: Bool
    /// When it was filed; the roster's own date for a roster.
    public var filedOn: CivilDate?
    /// Key of the household, by `SeasonKeys.householdKey(_:)`; 0 when none is known.
    public var householdKey: UInt64
    /// Tier that most of the household's rows name; empty when the household has none.
    public var householdTier: String

    /// Creates a line.
    public init(
        unit: String,
        household: String = "",
        residence: Residence = .localHukou,
        birth: CivilDate? = nil,
        tier: String = "",
        hasGuardian: Bool = false,
        filedOn: CivilDate? = nil,
        householdKey: UInt64 = 0,
        householdTier: String = ""
    ) {
        self.unit = unit
        self.householdKey = householdKey
        self.householdTier = householdTier
        self.household = household
        self.residence = residence
        self.birth = birth
        self.tier = tier
        self.hasGuardian = hasGuardian
        self.filedOn = filedOn
    }
}

/// A person whom another insurance covers.
public struct Exclusion: Hashable, Sendable {
    /// Which one.
    ///
    /// Raw values are wire format.
    public enum Kind: UInt8, Sendable, CaseIterable {
        /// 城镇职工基本医疗保险.
        case employeeInsurance = 1
        /// 在外地参加居民医保.
        case insuredElsewhere = 2
    }
    /// Which insurance.
    public var kind: Kind

    /// Creates an exclusion.
    public init(kind: Kind) { self.kind = kind }
}

/// A mark that an office puts on a person.
public struct Mark: Hashable, Sendable {
    /// Which mark.
    ///
    /// Raw values are wire format.
    public enum Kind: UInt8, Sendable, CaseIterable {
        /// 删除、退保.
        case withdrawn = 1
        /// 死亡.
        case deceased = 2
        /// 书面承诺不缴.
        case refused = 3
        /// 表格无名未报 (002 附2二).
        case notReported = 4
    }
    /// Which mark.
    public var kind: Kind
    /// The day that it was filed.
    public var filedOn: CivilDate?

    /// Creates a mark.
    public init(kind: Kind, filedOn: CivilDate? = nil) {
        self.kind = kind
        self.filedOn = filedOn
    }
}

/// A unit's target.
public struct Target: Hashable, Sendable {
    /// Canonical unit.
    public var unit: String
    /// Persons; zero when only an amount is set.
    public var heads: Int64
    /// Amount; zero when only heads are set.
    public var amount: Money
    /// From when it holds.
    public var effectiveFrom: CivilDate

    /// Creates a target.
    public init(unit: String, heads: Int64, amount: Money = .zero, effectiveFrom: CivilDate) {
        self.unit = unit
        self.heads = heads
        self.amount = amount
        self.effectiveFrom = effectiveFrom
    }
}

/// The end of a list, for one partition.
public struct ListSealed: Hashable, Sendable {
    /// The list's id.
    public var list: String
    /// Bureau that supplies it.
    public var bureau: String
    /// Snapshot date.
    public var snapshot: CivilDate
    /// The list that this one takes the place of; empty when none.
    public var supersedes: String
    /// Rows of the list in THIS partition.
    public var rows: Int64
    /// Sum, modulo 2⁶⁴, of ``ListSealed/rowChecksum(row:key:)`` over the rows of THIS partition.
    public var checksum: UInt64

    /// Creates a seal.
    public init(
        list: String,
        bureau: String,
        snapshot: CivilDate,
        supersedes: String = "",
        rows: Int64,
        checksum: UInt64
    ) {
        self.list = list
        self.bureau = bureau
        self.snapshot = snapshot
        self.supersedes = supersedes
        self.rows = rows
        self.checksum = checksum
    }

    /// What one row adds to the checksum.
    public static func rowChecksum(row: Int64, key: UnsafeRawBufferPointer) -> UInt64 {
        // splitmix64 finalizer over the key's hash and the row, so that no two rows cancel.
        var mixed = Partitioner.fnv1a(key) ^ (UInt64(bitPattern: row) &* 0x9E37_79B9_7F4A_7C15)
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

/// A list passed its audit.
public struct ListAudited: Hashable, Sendable {
    /// The list's id.
    public var list: String
    /// Office that audited.
    public var office: String

    /// Creates an audit.
    public init(list: String, office: String) {
        self.list = list
        self.office = office
    }
}

/// A source has handed in all that happened up to and on a day.
public struct DayClosed: Hashable, Sendable {
    /// The day.
    public var date: CivilDate

    /// Creates a closure.
    public init(date: CivilDate) { self.date = date }
}

/// A policy pack is in force.
public struct PolicyActivated: Hashable, Sendable {
    /// SHA-256 of the pack's text, 32 bytes.
    public var hash: [UInt8]

    /// Creates an activation.
    public init(hash: [UInt8]) { self.hash = hash }
}

/// A record of an office, kept as it is.
public struct OfficeRecord: Hashable, Sendable {
    /// The type of event (`DepositRecorded`, …).
    public var type: String
    /// Unit or funder that it is about.
    public var unit: String
    /// When it happened.
    public var at: CivilTime
    /// Office and role that record it, `office/role`.
    public var by: String
    /// The record as JSON, without personal data.
    public var json: String

    /// Creates a record.
    public init(type: String, unit: String, at: CivilTime, by: String, json: String) {
        self.type = type
        self.unit = unit
        self.at = at
        self.by = by
        self.json = json
    }
}

/// The place of a rejected message.
public struct Tombstone: Hashable, Sendable {
    /// Why it was rejected.
    public var code: String
    /// The list that the row belonged to; empty for other messages.
    public var list: String
    /// Its row in that list.
    public var row: Int64

    /// Creates a tombstone.
    public init(code: String, list: String = "", row: Int64 = 0) {
        self.code = code
        self.list = list
        self.row = row
    }
}
