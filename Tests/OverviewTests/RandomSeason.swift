import Embedded
import Events
import Foundation
import Ledger
import Postgres
import PostgresServer
import Testing

/// The stores from which an overview is folded.
enum StoreKind: String, CaseIterable, Sendable {
    case sqlite
    case postgres
}

/// A ledger of its own that grows by random journals of persons and dossiers.
final class RandomSeason {
    static let scheme = "s"
    static let partitions: Int32 = 3
    static let groups = ["disabled", "elderly"]

    let store: any LedgerStore
    private let folder: URL
    private let database: TestDatabase?
    private let poster = Poster()
    private var random: UInt64
    private var offsets: [Int32: Int64] = [:]
    private var last: [PersonKey: (assessment: Assessment, revision: UInt64)] = [:]
    private var deposits: [String: (item: DossierItem, revision: UInt64)] = [:]

    init(_ kind: StoreKind, seed: UInt64) throws {
        random = seed
        folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("overview-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        switch kind {
        case .sqlite:
            database = nil
            store = try LedgerSQLite(path: folder.appendingPathComponent("ledger").path)
        case .postgres:
            let database = try TestDatabase()
            _ = try LedgerMigrator.migrate(url: database.url)
            self.database = database
            store = try LedgerPostgres(url: database.url)
        }
        for partition in 0..<RandomSeason.partitions {
            poster.assign(try store.open(partition: partition))
        }
    }

    deinit {
        try? store.close()
        try? FileManager.default.removeItem(at: folder)
    }

    /// Persons of the season, in no order.
    var people: [PersonKey] { Array(last.keys) }

    /// Posts `count` more messages in one batch.
    func go(_ count: Int) throws {
        let input = RecordBatch()
        for _ in 0..<count {
            switch below(20) {
            case 0: deposit(into: input)
            case 1: close(into: input)
            default: change(into: input)
            }
        }
        try store.apply(poster.post(input) { _, problem in Issue.record("\(problem)") })
    }

    private func below(_ bound: UInt64) -> UInt64 {
        random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return (random >> 33) % bound
    }

    private func change(into input: RecordBatch) {
        let number = below(300)
        let person = PersonKey(high: number, low: number &* 0x9E37_79B9_7F4A_7C15)
        let known = last[person]
        let next = assessment()
        let revision = (known?.revision ?? 0) + 1
        last[person] = (next, revision)
        let before = ByteBuffer()
        known?.assessment.write(to: before)
        let now = ByteBuffer()
        next.write(to: now)
        person.withBytes { key in
            append(to: input, Int32(number % 3), key) {
                Classified.writeChange(
                    to: $0,
                    revision: revision,
                    cause: "t/\(revision)",
                    previous: before.bytes,
                    current: now.bytes,
                    seal: nil
                )
            }
        }
    }

    private func assessment() -> Assessment {
        var it = Assessment()
        it.status = AssessmentStatus.allCases[Int(below(12))]
        it.isCovered = [.insured, .overpaid, .duplicate].contains(it.status)
        it.unit = ["鲍沟镇", "鲍沟镇/甲村", "鲍沟镇/乙村", "大坞镇/甲村", "鲍沟镇二", ""][Int(below(6))]
        it.category = (["ordinary"] + RandomSeason.groups)[Int(below(3))]
        if below(4) == 0 { it.otherCategories = ["elderly"].filter { $0 != it.category } }
        it.premium = Money(yuan: 350)
        it.due = Money(yuan: it.category == "ordinary" ? 350 : 0)
        it.upfront = it.due
        let received = Money(yuan: Int64(below(3)) * 200) + it.due
        if received > .zero { it.receipts = [Share(party: "wechat", amount: received)] }
        if it.isCovered {
            it.enrolledOn = CivilDate(day: 19_300 + Int32(below(30)))
            it.refund = received - it.due
            if it.due == .zero { it.shares = [Share(party: "finance", amount: it.premium)] }
        }
        if below(3) == 0, it.refund > .zero {
            it.refunds = [Share(party: "医保局", amount: Money(yuan: 1))]
        }
        it.rules = ["TZ-01"]
        return it
    }

    private func deposit(into input: RecordBatch) {
        let unit = "鲍沟镇/\(below(3))村"
        let known = deposits[unit]
        var item = DossierItem(key: "deposit/1", kind: .deposit, status: .recorded)
        item.day = CivilDate(day: 19_320 + Int32(below(40)))
        item.rules = ["deposits"]
        item.moves = [
            MoneyMove(
                from: MoneyPlace(.cashDeposited, unit: unit, party: "h-1"),
                to: MoneyPlace(.collectionAccount, unit: "鲍沟镇", party: "township"),
                amount: Money(yuan: Int64(1 + below(500)))
            )
        ]
        let revision = (known?.revision ?? 0) + 1
        deposits[unit] = (item, revision)
        let change = DossierChange(
            subject: DossierSubject(kind: .unit, id: unit),
            revision: revision,
            cause: "operations/D-\(revision)",
            items: [DossierItemChange(previous: known?.item, current: item)]
        )
        Array(unit.utf8).withUnsafeBytes {
            append(to: input, 0, $0) { Classified.writeDossier(to: $0, change: change) }
        }
    }

    private func close(into input: RecordBatch) {
        let day = CivilDate(day: 19_300 + Int32(below(60)))
        for partition in 0..<RandomSeason.partitions {
            let fact = Fact(
                scheme: RandomSeason.scheme,
                source: "tax-bureau",
                number: "close-\(day)",
                body: .dayClosed(DayClosed(date: day))
            )
            append(to: input, partition, UnsafeRawBufferPointer(start: nil, count: 0)) {
                Classified.writeForwarded(to: $0, fact: fact)
            }
        }
    }

    private func append(
        to input: RecordBatch,
        _ partition: Int32,
        _ key: UnsafeRawBufferPointer,
        _ body: (ByteBuffer) -> Void
    ) {
        let offset = offsets[partition, default: 0]
        offsets[partition] = offset + 1
        let value = ByteBuffer()
        Classified.writeHead(
            to: value,
            scheme: RandomSeason.scheme,
            offset: offset,
            index: 0,
            tally: .accepted
        )
        body(value)
        input.append(
            topic: .assessmentsClassified,
            partition: partition,
            offset: offset,
            key: key,
            value: value.bytes
        )
    }
}
