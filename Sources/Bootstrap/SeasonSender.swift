import Events
import Foundation
import Intake
import Policy
import Stage
import Synchronization

/// Sends the files of a season: rosters, lists and targets as the index orders them, the offices'
/// records, the payments; then every source closes the day.
struct SeasonSender {
    let log: any EventLog
    let keys: SeasonKeys
    let pack: PolicyPack
    let stop: StopSignal
    let index: SeasonIndex
    let progress: ProgressLine
    /// Records that the ledger has taken.
    let posted: @Sendable () -> Int64

    private let bytesSent = Counter()
    private let rowsSent = Counter()

    init(
        log: any EventLog,
        keys: SeasonKeys,
        pack: PolicyPack,
        stop: StopSignal,
        index: SeasonIndex,
        progress: ProgressLine,
        posted: @escaping @Sendable () -> Int64
    ) {
        self.log = log
        self.keys = keys
        self.pack = pack
        self.stop = stop
        self.index = index
        self.progress = progress
        self.posted = posted
    }

    /// Sends everything.
    func send(closing day: CivilDate) throws -> [SendReport] {
        progress.begin("season")
        var reports: [SendReport] = []
        for table in index.tables {
            let producer = ListProducer(
                log: log,
                keys: keys,
                scheme: pack.scheme,
                source: table.description.bureau
            )
            reports.append(
                try producer.send(
                    .path(table.url.path),
                    as: table.description,
                    options: options(table.url)
                )
            )
        }
        let operations = OperationsProducer(
            log: log,
            keys: keys,
            scheme: pack.scheme,
            source: Sources.operations,
            policy: pack.compiled
        )
        if let url = index.operations {
            reports.append(try operations.send(.path(url.path), options: options(url)))
        }
        let payments = PaymentProducer(
            log: log,
            keys: keys,
            scheme: pack.scheme,
            source: Sources.taxBureau
        )
        if let url = index.payments {
            reports.append(try payments.send(.path(url.path), options: options(url)))
        }
        if stop.isRequested { return reports }
        try payments.closeDay(day)
        try operations.closeDay(day)
        for bureau in pack.compiled.bureaus {
            try ListProducer(log: log, keys: keys, scheme: pack.scheme, source: bureau.id)
                .closeDay(day)
        }
        return reports
    }

    /// Shows the ledger catching up until it has.
    func watchDraining(until stop: StopSignal, isDrained: () throws -> Bool) {
        while !stop.isRequested, (try? isDrained()) != true {
            show()
            usleep(100_000)
        }
    }

    private func options(_ url: URL) -> SendOptions {
        let size = (try? FileManager.default.attributesOfItem(atPath: url.path)[.size]) as? Int64
        let (before, rowsBefore) = (bytesSent.value, rowsSent.value)
        var options = SendOptions()
        let stop = stop
        options.isCancelled = { stop.isRequested }
        let show = show
        let (bytesSent, rowsSent) = (bytesSent, rowsSent)
        options.progress = { now in
            bytesSent.value = before + min(now.bytesDone, size ?? now.bytesDone)
            rowsSent.value = rowsBefore + now.rows
            show()
        }
        return options
    }

    /// Done = the part of the bytes that are sent, times the part of those that are posted.
    @Sendable private func show() {
        let rows = max(rowsSent.value, 1)
        let taken = min(posted(), rows)
        let total = max(index.byteCount, 1)
        let perMille = bytesSent.value * 1_000 / total * taken / rows
        progress.update(perMille: perMille, count: taken, unit: "facts posted")
    }
}

/// A number that several threads read.
private final class Counter: Sendable {
    private let number = Atomic<Int64>(0)

    var value: Int64 {
        get { number.load(ordering: .relaxed) }
        set { number.store(newValue, ordering: .relaxed) }
    }
}

extension SeasonIndex {
    /// Bytes of all files.
    var byteCount: Int64 {
        (tables.map(\.url) + [payments, operations].compactMap { $0 }).reduce(0) { sum, url in
            let size = try? FileManager.default.attributesOfItem(atPath: url.path)[.size]
            return sum + ((size as? Int64) ?? 0)
        }
    }
}
