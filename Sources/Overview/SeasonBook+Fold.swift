import Events
import Ledger

/// What one journal changes, decoded and no longer bound to the store's memory.
enum FoldStep {
    case person(JournalPosition, PersonKey, Assessment, [Entry])
    case dossier(DossierChange, [Entry])
}

extension SeasonBook {
    /// Folds the next journal of a partition; within it they come in order.
    mutating func fold(_ step: FoldStep) {
        switch step {
        case .person(let place, let person, let assessment, let entries):
            fold(place, person, assessment)
            post(entries)
        case .dossier(let change, let entries):
            for item in change.items {
                count(item.previous?.day, -1)
                count(item.current?.day, 1)
            }
            post(entries)
        }
    }

    private mutating func fold(
        _ place: JournalPosition,
        _ person: PersonKey,
        _ assessment: Assessment
    ) {
        let row = row(place, person, assessment)
        let number: UInt32
        if let known = people.find(person) {
            number = known
            let old = people[number]
            add(old, sign: -1)
            people[number] = row
            if old.unit != row.unit { list(number, in: row.unit) }
        } else {
            number = people.add(row)
            list(number, in: row.unit)
        }
        add(row, sign: 1)
        note(number, at: place)
    }

    private mutating func row(
        _ place: JournalPosition,
        _ person: PersonKey,
        _ it: Assessment
    ) -> PersonRow {
        PersonRow(
            person: person,
            place: PersonRow.place(place.partition, place.sequence),
            received: it.received.fen,
            refund: it.refund.fen,
            refunded: it.refunded.fen,
            unit: units.number(of: it.unit),
            terms: terms.number(
                of: Terms(
                    category: it.category,
                    others: it.otherCategories,
                    due: it.due,
                    upfront: it.upfront
                )
            ),
            enrolledOn: it.enrolledOn?.day ?? SeasonBook.noDay,
            status: it.status.rawValue,
            isCovered: it.isCovered
        )
    }

    private mutating func list(_ number: UInt32, in unit: UInt32) {
        while members.count <= Int(unit) { members.append([]) }
        members[Int(unit)].append(number)
    }

    private mutating func note(_ number: UInt32, at place: JournalPosition) {
        var list = journals.removeValue(forKey: place.partition) ?? []
        while list.count < Int(place.sequence) - 1 { list.append(.max) }
        list.append(number)
        journals[place.partition] = list
    }

    private mutating func add(_ row: PersonRow, sign: Int64) {
        let status = row.status | (row.isCovered ? 128 : 0)
        let key = CellKey(unit: row.unit, terms: row.terms, status: status)
        var cell = cells[key] ?? Cell()
        cell.heads += sign
        let due = row.isCovered ? terms[row.terms].due.fen : 0
        cell.holders += row.received - due - row.refund == 0 ? 0 : sign
        cell.received += sign * row.received
        cell.refund += sign * row.refund
        cell.refunded += sign * row.refunded
        cells[key] = cell == Cell() ? nil : cell
        guard row.isCovered, row.enrolledOn != SeasonBook.noDay else { return }
        let dayKey = DayKey(unit: row.unit, day: row.enrolledOn)
        var day = days[dayKey] ?? DayProgress()
        day.heads += sign
        day.payers += due == 0 ? 0 : sign
        day.fen += sign * due
        days[dayKey] = day == DayProgress() ? nil : day
    }

    private mutating func post(_ entries: [Entry]) {
        for entry in entries {
            let sum = (accounts[entry.account] ?? 0) + entry.amount.fen
            accounts[entry.account] = sum == 0 ? nil : sum
        }
    }

    private mutating func count(_ day: CivilDate?, _ sign: Int) {
        guard let day else { return }
        let count = (itemDays[day.day] ?? 0) + sign
        itemDays[day.day] = count == 0 ? nil : count
    }
}
