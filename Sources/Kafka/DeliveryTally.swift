import CLibrdkafka

/// How the records of one append fared: counted by librdkafka's delivery reports, which come on the
/// thread that waits for them.
struct DeliveryTally {
    /// Records that the brokers have, or have refused.
    var settled = 0
    /// Records that did not get there.
    var failed = 0
    /// Why the first of them did not.
    var firstError = RD_KAFKA_RESP_ERR_NO_ERROR

    /// Has delivery reports counted; each record points to its tally.
    static func install(in configuration: OpaquePointer) {
        rd_kafka_conf_set_dr_msg_cb(configuration) { _, message, _ in
            guard let message,
                let tally = message.pointee._private?.assumingMemoryBound(to: DeliveryTally.self)
            else { return }
            tally.pointee.settled += 1
            if message.pointee.err != RD_KAFKA_RESP_ERR_NO_ERROR {
                tally.pointee.failed += 1
                if tally.pointee.failed == 1 { tally.pointee.firstError = message.pointee.err }
            }
        }
    }
}
