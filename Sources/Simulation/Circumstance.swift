/// On what it depends what becomes of a person's payments.
///
/// These are found in several schemes; a scheme adds its own beside its stories.
struct Circumstance: Hashable, Sendable {
    /// The name in the file of rates.
    let name: String

    /// Creates a circumstance.
    init(_ name: String) { self.name = name }

    /// Owes the whole premium.
    static let ordinary = Circumstance("ordinary")
    /// Owes a part of it.
    static let half = Circumstance("half")
    /// Owes nothing.
    static let full = Circumstance("full")
    /// Owes nothing since a later version of a list, inside the window.
    static let added = Circumstance("added")
    /// Owes nothing since a list dated after the window.
    static let listedLate = Circumstance("listedLate")
    /// Outside the scope, insured elsewhere, withdrawn or deceased.
    static let excluded = Circumstance("excluded")
    /// Owes something, and is neither on the roster nor registered where that must come first.
    static let unregistered = Circumstance("unregistered")
    /// Owes something and has refused in writing (书面承诺不缴).
    static let refusing = Circumstance("refusing")
    /// Owes something and was born in the season, so that the window is another one.
    static let newborn = Circumstance("newborn")
    /// A child registered without its guardian.
    static let guardianless = Circumstance("guardianless")
    /// Of an age that owes nothing, and neither on the form nor reported (表格无名未报).
    static let notReported = Circumstance("notReported")
    /// In another tier than the household, without a ground.
    static let deviating = Circumstance("deviating")
}
