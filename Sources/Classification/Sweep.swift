import Events

/// Many people to be assessed because of one record, and how far that is.
///
/// No later record of any partition is looked at before it is done, so that the order of the
/// outputs follows from the log alone.
struct Sweep {
    /// Who is assessed.
    enum People {
        /// The members of lists, list by list.
        case members([Int])
        /// Everybody of the scheme.
        case everybody
    }

    /// Partition of the record.
    let partition: Int32
    /// Offset of the record.
    let offset: Int64
    /// The record, as the cause of somebody else's change.
    let cause: Fact
    /// Number of the next output of the record.
    var next: UInt32
    private let people: People
    private var list = 0
    private var member = 0

    init(over people: People, of place: RecordPlace, cause: Fact, next: UInt32) {
        self.people = people
        (partition, offset) = (place.partition, place.offset)
        var cause = cause
        cause.seal = nil
        self.cause = cause
        self.next = next
    }

    /// The person who is next; nil at the end.
    mutating func slot(in state: SchemeState) -> Int? {
        switch people {
        case .everybody: return member < state.personCount ? member : nil
        case .members(let numbers):
            while list < numbers.count {
                let members = state.lists.lists[numbers[list]].members
                if member < members.count { return Int(members[member]) }
                (list, member) = (list + 1, 0)
            }
            return nil
        }
    }

    /// Passes on to the next person.
    mutating func step() { member += 1 }
}
