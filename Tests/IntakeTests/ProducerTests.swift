import Events
import Foundation
import Testing

@testable import Intake

struct ProducerTests {
    private static func text(_ rows: Int) -> String {
        ([Fixture.paymentHeader] + (1...rows).map { Fixture.payment($0) }).joined(separator: "\n")
            + "\n"
    }

    private func file(_ text: String, _ name: String) throws -> URL {
        let url = Fixture.folder.appendingPathComponent("\(UUID().uuidString)-\(name)")
        try Data(text.utf8).write(to: url)
        return url
    }

    @Test func `F-001 rows go out in order and in batches, and progress is told`() throws {
        let log = MemoryLog()
        let url = try file(Self.text(12_000), "payments.csv")
        var options = SendOptions()
        let seen = Stop(afterRows: .max)
        options.progress = { seen.see($0) }
        let report = try Fixture.payments(log).send(.path(url.path), options: options)
        #expect(report.rowsSent == 12_000)
        #expect(report.file == url.lastPathComponent)
        #expect(log.appendCount == 3)
        #expect(
            try log.facts(.paymentsReceived).map(\.fact.number) == (1...12_000).map { "T\($0)" }
        )
        let last = try #require(seen.progress.last)
        #expect(last.rows == 12_000)
        #expect(last.bytesDone == last.bytesTotal)
    }

    @Test func `a growing file is read on, and nothing waits for a full batch`() throws {
        let url = try file(Self.text(2) + "T3,", "payments.csv")
        let rest = Fixture.payment(3).dropFirst("T3,".count)
        let log = MemoryLog()
        var options = SendOptions()
        options.follows = true
        options.quietMs = 20
        let stop = Stop(afterRows: 3)
        let writer = Once { try Fixture.append(Array("\(rest)\nT4,half".utf8), to: url) }
        options.isCancelled = { stop.isSet }
        options.progress = { progress in
            stop.see(progress)
            if progress.rows == 2 { writer.run() }
        }
        let report = try Fixture.payments(log).send(.path(url.path), options: options)
        #expect(report.wasCancelled)
        #expect(report.rowsSent == 3)
        #expect(report.problems == [])
        #expect(try log.facts(.paymentsReceived).map(\.fact.number) == ["T1", "T2", "T3"])
        #expect(writer.problem == nil)
    }

    @Test func `a row of a file that never stands still does not wait for a full batch`() throws {
        let url = try file(Self.text(1), "payments.csv")
        var options = SendOptions()
        options.follows = true
        options.quietMs = 60_000
        let stop = Stop(afterRows: 300)
        options.isCancelled = { stop.isSet }
        options.progress = { stop.see($0) }
        let isWritten = DispatchSemaphore(value: 0)
        Thread.detachNewThread {
            var row = 1
            while !stop.isSet, row < 4_000 {
                row += 1
                try? Fixture.append(Array("\(Fixture.payment(row))\n".utf8), to: url)
                usleep(3_000)
            }
            isWritten.signal()
        }
        let log = MemoryLog()
        let report = try Fixture.payments(log).send(.path(url.path), options: options)
        isWritten.wait()
        #expect(report.wasCancelled)
        #expect((300..<3_000).contains(report.rowsSent))
        #expect(log.appendCount > 1)
    }

    @Test func `a followed file that is cut short is refused`() throws {
        let url = try file(Self.text(2), "payments.csv")
        var options = SendOptions()
        options.follows = true
        options.quietMs = 20
        let writer = Once { try Data().write(to: url, options: []) }
        options.progress = { if $0.rows == 2 { writer.run() } }
        let refusal = #expect(throws: FileRefusal.self) {
            _ = try Fixture.payments(MemoryLog()).send(.path(url.path), options: options)
        }
        #expect(refusal?.sentence.contains("was cut short") == true)
    }

    @Test func `a log that is away is asked again`() throws {
        let log = MemoryLog(awayFor: 3)
        var options = SendOptions()
        options.retryMs = 1
        let report = try Fixture.payments(log).send(
            Fixture.file(Self.text(3)),
            options: options
        )
        #expect(report.rowsSent == 3)
        #expect(log.appendCount == 4)
    }

    @Test func `a log that stays away interrupts, and the report counts what arrived`() throws {
        let log = MemoryLog(awayFor: .max)
        var options = SendOptions()
        options.retryMs = 1
        options.quietMs = 1
        let stop = Stop(afterRows: .max)
        options.isCancelled = { stop.isSet }
        let interrupted = #expect(throws: SendInterrupted.self) {
            _ = try Fixture.payments(log).send(Fixture.file(Self.text(3)), options: options)
        }
        #expect(interrupted?.report.rowsRead == 3)
        #expect(interrupted?.report.rowsSent == 0)
        #expect(interrupted?.description.contains("Send the file again") == true)
        #expect(log.appendCount == 10)
    }

    @Test func `a closed day goes to every partition of the producer's topic`() throws {
        let day = try #require(CivilDate("2022-11-03"))
        let log = MemoryLog()
        try Fixture.payments(log).closeDay(day)
        try Fixture.lists(log).closeDay(day)
        try Fixture.operations(log).closeDay(day)
        for (topic, source) in [
            (Topic.paymentsReceived, "tax-bureau"), (.subsidyListsReceived, "民政局"),
            (.operationsReceived, "operations"),
        ] {
            let sent = try log.facts(topic)
            #expect(sent.map(\.partition) == [0, 1, 2, 3])
            #expect(
                sent.allSatisfy {
                    $0.fact.body == .dayClosed(DayClosed(date: day)) && $0.fact.source == source
                        && $0.key == Array("DayClosed:\(source):2022-11-03".utf8)
                }
            )
        }
    }

    @Test func `a file that is not there is refused by its name`() throws {
        let refusal = #expect(throws: FileRefusal.self) {
            _ = try Fixture.payments(MemoryLog()).send(.path("/nowhere/payments.csv"))
        }
        #expect(refusal?.sentence.hasPrefix("payments.csv cannot be opened") == true)
    }

    @Test func `rows of a pipe are sent after a pause, before it ends`() throws {
        let path = Fixture.folder.appendingPathComponent("pipe-\(UUID().uuidString)").path
        try #require(mkfifo(path, 0o600) == 0)
        let isSent = DispatchSemaphore(value: 0)
        let written = DispatchSemaphore(value: 0)
        Thread.detachNewThread {
            let handle = FileHandle(forWritingAtPath: path)
            handle?.write(Data((Self.text(2) + "T3,").utf8))
            // The second half is written only when the first rows have arrived.
            isSent.wait()
            handle?.write(Data(Fixture.payment(3).dropFirst("T3,".count).utf8))
            try? handle?.close()
            written.signal()
        }
        var options = SendOptions()
        options.quietMs = 20
        let opener = Once { isSent.signal() }
        options.progress = { if $0.rows == 2 { opener.run() } }
        let log = MemoryLog()
        let report = try Fixture.payments(log).send(.path(path), options: options)
        written.wait()
        #expect(report.rowsSent == 3)
        #expect(!report.wasCancelled)
        #expect(log.appendCount == 2)
    }

    @Test func `events without a source are not sent`() throws {
        let producer = PaymentProducer(
            log: MemoryLog(),
            keys: Fixture.keys,
            scheme: Fixture.scheme,
            source: ""
        )
        #expect(throws: FileRefusal.self) { _ = try producer.send(Fixture.file(Self.text(1))) }
    }
}
