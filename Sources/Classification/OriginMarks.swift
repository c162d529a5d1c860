import Events

/// The greatest offset taken of each received topic.
struct OriginMarks {
    var offsets: (payments: Int64, lists: Int64, operations: Int64) = (-1, -1, -1)

    /// Moves the mark; false when the origin was taken already.
    ///
    /// A fact without an origin (a record that no `validate` of ours wrote) is taken.
    mutating func take(_ origin: Origin?) -> Bool {
        guard let origin else { return true }
        switch origin.topic {
        case .paymentsReceived: return OriginMarks.move(&offsets.payments, to: origin.offset)
        case .subsidyListsReceived: return OriginMarks.move(&offsets.lists, to: origin.offset)
        default: return OriginMarks.move(&offsets.operations, to: origin.offset)
        }
    }

    private static func move(_ mark: inout Int64, to offset: Int64) -> Bool {
        guard offset > mark else { return false }
        mark = offset
        return true
    }
}
