/// What a notice says, in the form in which a season is counted again.
///
/// It is written down a second time, from the notice, and shares nothing with the scripts.
struct RecountTerms: Sendable {
    /// What becomes of money that comes too late.
    enum Late: Sendable {
        case covered, held, heldForWhole, refused
    }

    /// A group of the document.
    struct Group: Sendable {
        var id: String
        var name: String
        var bureau = ""
        /// The person's share in fen, by tier; one tier has the empty name.
        var due: [String: Int]
        var funders: [String: Int] = [:]
        /// Lower goes before higher, whatever the money: 0 relief, then what gives none.
        var order = 0
        /// 资助 goes before 代缴 (滕州).
        var isAssistance = false
        /// Birth days that give it.
        var born: ClosedRange<String>?
        /// The last listing that counts.
        var listedBy = "9999-12-31"
        /// Other names on lists.
        var aliases: [String] = []
        /// The facts of residence that give it.
        var residence: (@Sendable (Recount.Facts) -> Bool)?
        /// Whether a date of approval is one that counts; nil where none is asked for.
        var isApproved: (@Sendable (Recount.Facts, String) -> Bool)?
    }

    var scheme: String
    var opens: String
    var closes: String
    var late: Late
    var groups: [Group]
    var channels: Set<String>
    /// Whether somebody may enrol at all, by residence and number.
    var isInScope: @Sendable (Recount.Facts) -> Bool
    /// The values of 户籍 without which nothing is reduced; nil = any will do.
    var reliefNeeds: Set<String>?
    var registersFirst = false
    /// First birth day of registered children who need a guardian.
    var guardedFrom = "9999-12-31"
    /// Birth days of newborns, with the last day for each.
    var newborn: (born: ClosedRange<String>, lastDay: @Sendable (String) -> String)?
    /// Tiers, as files name them; one without a name where there is one.
    var tiers = [""]
    /// Whether only those who pay count in the ranking.
    var ranksPayers = false
    /// The tier prescribed to those whom their school enrols; nil where none is.
    var schoolTier: String?

    /// The channel whose cash villages deposit; empty where the notice says nothing of it.
    var depositChannel: String {
        switch scheme {
        case "fangcheng-2021": "villageAssistant"
        case "zhangshanzi-2020": "village"
        default: ""
        }
    }

    /// The first place of a funder's money.
    var fundingPlaces: Set<String> {
        ["待报解账户", "县医保局", "市税务局", "雁江区税务局", "区级经办机构"]
    }

    static let all: [String: RecountTerms] = [
        "lingcheng-2021": lingcheng, "fangcheng-2021": fangcheng,
        "zhangshanzi-2020": zhangshanzi, "tengzhou-2023": tengzhou, "yanjiang-2021": yanjiang,
    ]

    /// The group that a list row names.
    func group(named name: String) -> Int? {
        groups.firstIndex { $0.name == name || $0.aliases.contains(name) }
    }
}

extension RecountTerms.Group {
    /// A group of a scheme with one tier.
    init(
        _ id: String,
        _ name: String,
        _ bureau: String,
        due: Int,
        _ funders: [String: Int] = [:]
    ) {
        self.init(id: id, name: name, bureau: bureau, due: ["": due], funders: funders)
    }

    /// The group with some of it changed.
    func with(_ change: (inout RecountTerms.Group) -> Void) -> RecountTerms.Group {
        var group = self
        change(&group)
        return group
    }

    /// The group of everybody who is in no other.
    static func ordinary(_ name: String, due: Int) -> RecountTerms.Group {
        RecountTerms.Group("ordinary", name, "", due: due).with { $0.order = 3 }
    }
}
