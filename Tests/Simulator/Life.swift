import Events

/// All that is true of one person in one scheme: what the season tells the pipeline in any order,
/// in pieces, twice; and what the model judges by.
struct Life {
    struct Paid {
        var number: String
        var fen: Int64
        var unit: String
        /// As the pack calls it.
        var channel: String
        var at: CivilTime
    }
    struct Reversal {
        var number: String
        /// The payment taken back; it may never have been.
        var of: String
        var fen: Int64
    }
    /// A roster line or registration, each filed on a day of its own.
    struct Home {
        var isRoster: Bool
        var unit: String
        var residence: Residence
        var filedOn: CivilDate
    }
    struct Listing {
        var list: Int
        var category: String
        var unit: String
    }

    let resident: Resident
    let scheme: String
    var payments: [Paid] = []
    var reversals: [Reversal] = []
    var homes: [Home] = []
    var listings: [Listing] = []
    var exclusions: [Exclusion.Kind] = []
    var marks: [Mark.Kind] = []

    init(_ resident: Resident, scheme: String) {
        self.resident = resident
        self.scheme = scheme
    }

    /// Whether the pipeline hears of the person at all.
    var isKnown: Bool {
        !(payments.isEmpty && reversals.isEmpty && homes.isEmpty && listings.isEmpty
            && exclusions.isEmpty && marks.isEmpty)
    }
}

/// A bureau's list.
struct Enlistment {
    var id: String
    var scheme: String
    var bureau: String
    var snapshot: CivilDate
    var supersedes = ""
    var isSealed = true
    var isAudited = true
    /// Partitions in which a row was sealed and never sent.
    var incomplete: Set<Int32> = []
    /// The rows as the seal counts them: number and key.
    var rows: [(number: Int64, key: [UInt8])] = []
}

/// One record as a producer sends it, and what must become of it.
struct Message {
    enum Fate {
        /// Taken once; `repeated` whenever it comes again.
        case fact(String)
        /// Kept out: another content under a number that is taken.
        case conflict
        /// Rejected, with the code.
        case rejected(String)
        /// A message of the pipeline itself: not counted.
        case control
    }

    var topic: Topic
    var partition: Int32?
    var key: [UInt8]
    var bytes: [UInt8]
    var scheme: String
    var fate: Fate
    /// The message of the same producer that must come before.
    var after: String?
    /// What ``after`` of another names.
    var name = ""
}
