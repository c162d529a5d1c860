import CLibrdkafka

/// What the group has told a member, until the member's poll looks at it.
///
/// librdkafka calls ``receive(_:_:on:)`` in the midst of a batch call, on the thread of that call.
/// Unchecked: only that thread touches it; when the member leaves, the thread that leaves.
final class RebalanceInbox: @unchecked Sendable {
    /// The queue of the member's batch calls, woken so that the call returns.
    var queue: OpaquePointer?
    /// Whether the member is leaving: what comes then is only answered.
    var isLeaving = false
    /// Whether the partitions were taken.
    private(set) var isRevoked = false
    /// Whether they were taken because the group had given the member up.
    private(set) var isLost = false
    /// The partitions given and not yet taken up.
    private(set) var assigned: PartitionList?

    /// Whether there is something to look at.
    var isEmpty: Bool { !isRevoked && assigned == nil }

    /// Takes what the group says.
    ///
    /// Taken partitions are let go at once; those given wait until the member knows where to begin.
    func receive(
        _ code: rd_kafka_resp_err_t,
        _ partitions: UnsafeMutablePointer<rd_kafka_topic_partition_list_t>?,
        on handle: OpaquePointer
    ) {
        if code == RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS, !isLeaving, let partitions {
            assigned = PartitionList(copying: partitions)
        } else {
            isRevoked = true
            isLost = isLost || rd_kafka_assignment_lost(handle) != 0
            assigned = nil
            rd_kafka_assign(handle, nil)
        }
        if let queue { rd_kafka_queue_yield(queue) }
    }

    /// Tells whether the partitions were taken, and whether they were lost; asks only once.
    func takeRevocation() -> (isRevoked: Bool, isLost: Bool) {
        defer { (isRevoked, isLost) = (false, false) }
        return (isRevoked, isLost)
    }

    /// Forgets the partitions given: the member has taken them up.
    func clearAssignment() { assigned = nil }
}
