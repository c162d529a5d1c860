/// What an office decides on money that is held.
enum Ruling: String, Sendable {
    case accept, refund, reject
}

/// Where people stand once offices have decided and paid back.
extension Population {
    /// Where a person stands in the end.
    struct Outcome {
        var status: Status
        /// What became due back.
        var refundFen: Int
        var heldFen: Int
        /// Whether the person counts as enrolled.
        var isCovered: Bool
    }

    /// The decision on the money held of a person; nil where none is made.
    ///
    /// Only on that of people of whom nothing else is known than that they paid too early or too
    /// late.
    func ruling(on index: Int) -> Ruling? {
        let person = people[index]
        let story = story(of: person)
        guard story.circumstance == .ordinary, person.category == 0, story.heldFen > 0,
            story.status == .early || story.status == .late
        else { return nil }
        return [.accept, .refund, .reject, nil][index % 4]
    }

    /// Where a person stands in the end.
    func outcome(of index: Int) -> Outcome {
        let story = story(of: people[index])
        let all = story.refundFen + story.heldFen
        switch ruling(on: index) {
        case nil:
            return Outcome(
                status: story.status,
                refundFen: story.refundFen,
                heldFen: story.heldFen,
                isCovered: story.status.isCovered(coversLate: script.rules.coversLate)
            )
        case .accept:
            let status = story.status == .early ? Status.insured : .late
            return Outcome(
                status: status,
                refundFen: story.refundFen,
                heldFen: 0,
                isCovered: true
            )
        case .reject where story.status == .late:
            return Outcome(status: .lateRejected, refundFen: all, heldFen: 0, isCovered: false)
        case .refund, .reject:
            return Outcome(status: .unpaid, refundFen: all, heldFen: 0, isCovered: false)
        }
    }

    /// What is paid back to a person: the sums sent, and what of them is taken, in fen.
    ///
    /// A sum fits whole or not at all: a second one and one above what is due are told and posted
    /// to nothing.
    func paidBack(to index: Int) -> (sent: [Int], takenFen: Int) {
        let due = outcome(of: index).refundFen
        guard due > 0 else { return ([], 0) }
        return switch index % 6 {
        case 0: ([due], due)
        case 1: ([due, due], due)
        case 2: ([due + 100], 0)
        case 3: ([due / 2, due - due / 2], due)
        default: ([], 0)
        }
    }
}
