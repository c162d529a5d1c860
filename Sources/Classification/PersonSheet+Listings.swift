import Events
import Policy

/// A row of a list as a record stores it.
struct ListLine {
    var list: UInt32
    var category: UInt32
    var unit: UInt32
    var listedOn: Int32
    var approvedOn: Int32
    var identity: UInt64

    init(_ fact: FactView) {
        identity = fact.identity
        var payload = fact.payload
        list = payload.symbol()
        category = payload.symbol()
        unit = payload.symbol()
        listedOn = payload.day()
        approvedOn = payload.day()
    }
}

/// Listings that count, and since when.
extension PersonSheet {
    /// Takes the rows of active lists.
    mutating func settleListings(symbols: SymbolTable, lists: ListBook, policy: CompiledPolicy) {
        for line in listRows where lists.isActive(Int(line.list)) {
            let place = (line.listedOn, line.identity, line.unit)
            if let known = listUnit {
                listUnit = known < place ? known : place
            } else {
                listUnit = place
            }
            guard let match = policy.category(symbols.text(line.category)) else {
                facts.noticed.insert(.unknownCategory)
                continue
            }
            facts.listings.append(
                Listing(
                    category: match.index,
                    listedOn: CivilDate(
                        day: since(line, match.index, symbols, lists, policy)
                    ),
                    approvedOn: line.approvedOn == Int32.min
                        ? nil : CivilDate(day: line.approvedOn),
                    isAttributeKnown: !match.isUmbrella
                )
            )
        }
    }

    /// From when a person of an active list counts as listed.
    ///
    /// A new version of a list does not list anew whoever stood on the version before: the day of
    /// the first of them holds, as long as the person was missing from none.
    private func since(
        _ line: ListLine,
        _ category: Int,
        _ symbols: SymbolTable,
        _ lists: ListBook,
        _ policy: CompiledPolicy
    ) -> Int32 {
        var day = line.listedOn
        for earlier in lists.lists[Int(line.list)].earlier {
            let own = listRows.first {
                Int($0.list) == earlier
                    && policy.category(symbols.text($0.category))?.index == category
            }
            guard let own else { break }
            day = min(day, own.listedOn)
        }
        return day
    }
}
