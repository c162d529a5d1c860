import Stage

/// What a handle of librdkafka is for, and the settings that follow from it.
enum ClientRole {
    /// A member of a group.
    case member(group: String)
    /// Reads partitions without a group, committed records only.
    case reader
    /// Appends, idempotently.
    case appender
    /// Writes transactions under this id.
    case transactor(id: String)
    /// Asks and tells the cluster; sees records that are not yet committed, and reads none.
    case admin

    /// Milliseconds after which the coordinator takes a silent member for dead.
    ///
    /// The group stands still for so long when a worker is killed: every change waits for all
    /// members. Brokers allow no less by default.
    static let sessionMs = 6_000
    /// Milliseconds after which the coordinator aborts a transaction that its worker left open.
    ///
    /// Below the session's, so that a hanging commit is dead before its partitions move.
    static let transactionMs = 5_500
    /// Bytes of the largest record, key and value together.
    static let recordBytesMax = 8 << 20
    /// Bytes of the largest batch that a topic takes: a record and its frame.
    static let batchBytesMax = recordBytesMax + (64 << 10)

    var isConsumer: Bool {
        switch self {
        case .member, .reader: true
        case .appender, .transactor, .admin: false
        }
    }

    /// What the handle is called in the broker's logs and in metrics.
    var clientID: String {
        switch self {
        case .member(let group): "zhengjiao-\(group)"
        case .reader: "zhengjiao-reader"
        case .appender: "zhengjiao-appender"
        case .transactor(let id): "zhengjiao-\(id)"
        case .admin: "zhengjiao-admin"
        }
    }

    /// librdkafka's settings, in order; what is passed through comes after them.
    func settings(_ settings: KafkaSettings) -> [(String, String)] {
        var all = [
            ("bootstrap.servers", settings.brokers), ("client.id", clientID),
            // A small response otherwise waits 40 ms for the delayed acknowledgement before it.
            ("socket.nagle.disable", "true"), ("socket.keepalive.enable", "true"),
            ("log.queue", "true"), ("log_level", "4"),
            ("allow.auto.create.topics", "false"), ("reconnect.backoff.max.ms", "2000"),
            // SIGIO interrupts librdkafka's threads when a handle is destroyed.
            ("internal.termination.signal", "29"),
            ("message.max.bytes", "\(Self.batchBytesMax)"),
        ]
        switch self {
        case .member(let group):
            all += Self.reading + Self.membership(settings.prefix + group, settings.instance)
        case .reader:
            all += Self.reading
            // The end of a partition is told by the fetch after the last record: let it be soon.
            // A reader is stopped at the end, so that nothing is asked for in vain.
            all += [
                ("enable.partition.eof", "true"), ("fetch.wait.max.ms", "5"),
                ("fetch.error.backoff.ms", "5"), ("queued.max.messages.kbytes", "8192"),
                ("fetch.message.max.bytes", "4194304"),
            ]
        case .appender: all += Self.producing + [("message.timeout.ms", "30000")]
        case .transactor(let id):
            all +=
                Self.producing + [
                    ("transactional.id", settings.prefix + id),
                    ("transaction.timeout.ms", "\(Self.transactionMs)"),
                    ("message.timeout.ms", "\(Self.transactionMs)"),
                    // While the markers of the last transaction are on their way the next one is
                    // told to try again: the default makes a batch of 1,000 take 100 ms.
                    ("retry.backoff.ms", "10"),
                ]
        case .admin: all += [("isolation.level", "read_uncommitted")]
        }
        return all + settings.passedThrough.map { ($0.name, $0.value) }
    }

    private static let reading = [
        ("enable.auto.commit", "false"), ("enable.auto.offset.store", "false"),
        // Records that are gone are a reason to stop, not to jump.
        ("auto.offset.reset", "error"), ("isolation.level", "read_committed"),
        ("check.crcs", "true"),
    ]

    private static func membership(_ group: String, _ instance: String?) -> [(String, String)] {
        var settings = [
            ("group.id", group), ("partition.assignment.strategy", "range"),
            ("session.timeout.ms", "\(sessionMs)"), ("heartbeat.interval.ms", "1500"),
            ("max.poll.interval.ms", "300000"), ("fetch.wait.max.ms", "100"),
            // Two batches ahead. A full queue is looked at again after the back-off.
            ("queued.min.messages", "20000"), ("queued.max.messages.kbytes", "16384"),
            ("fetch.error.backoff.ms", "10"), ("statistics.interval.ms", "5000"),
        ]
        if let instance { settings.append(("group.instance.id", instance)) }
        return settings
    }

    private static let producing = [
        ("enable.idempotence", "true"), ("acks", "all"), ("linger.ms", "5"),
        ("batch.size", "1000000"), ("batch.num.messages", "10000"), ("compression.codec", "lz4"),
        ("queue.buffering.max.kbytes", "65536"), ("queue.buffering.max.messages", "500000"),
        ("partitioner", "murmur2_random"), ("statistics.interval.ms", "5000"),
    ]
}
