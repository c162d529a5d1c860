import Events

/// Every version of each unit's target, from which the one in force on a day is chosen (F-097).
public struct TargetBook: Sendable {
    /// By unit, the versions in order of (day from which it holds, id).
    private(set) var versions: [String: [(target: Target, id: String)]] = [:]

    /// Creates a book of versions in any order.
    public init(_ all: [(target: Target, id: String)] = []) {
        for (target, id) in all { set(target, id: id) }
    }

    /// Units that have a target.
    public var units: some Sequence<String> { versions.keys }

    /// Adds a version; the same one again changes nothing.
    public mutating func set(_ target: Target, id: String) {
        var own = versions[target.unit] ?? []
        if let known = own.firstIndex(where: { $0.id == id }) { own.remove(at: known) }
        let place = own.firstIndex {
            ($0.target.effectiveFrom, $0.id) > (target.effectiveFrom, id)
        }
        own.insert((target, id), at: place ?? own.count)
        versions[target.unit] = own
    }

    /// The version that counts on a day: the last that holds by then, else the first of all.
    ///
    /// - Parameter day: Nil takes the last of all.
    public func target(of unit: String, on day: CivilDate?) -> Target? {
        guard let own = versions[unit] else { return nil }
        guard let day else { return own.last?.target }
        return (own.last { $0.target.effectiveFrom <= day } ?? own.first)?.target
    }
}
