import Events
import HTTPTypes
import Hummingbird
import NIOCore
import Stage

/// Live figures by server-sent events: `/events?period=current`.
struct EventSection: BoardSection {
    /// Longest time that a browser may take for one event, in seconds.
    private static let patience = Duration.seconds(10)

    let figures: Figures

    let templates: [String: String] = [:]

    func addRoutes(to routes: inout BoardRoutes) {
        routes.page("events", needs: .seeProgress) { try events($0) }
    }

    /// Follows the ledger and the log as long as the board serves.
    var background: (@Sendable () async throws -> Void)? {
        let figures = figures
        return {
            figures.start()
            while !Task.isCancelled { try? await Task.sleep(for: .seconds(3600)) }
            try await Offload.run { figures.stop() }
        }
    }

    var metrics: String {
        let (watching, dropped) = figures.hub.counts
        let age = figures.ages.reading(atMs: Figures.nowMs())
        var out = Exposition()
        out.gauge("board_watchers", "Browsers that get live figures.", [([], "\(watching)")])
        out.counter(
            "board_watchers_dropped_total",
            "Browsers let go for being slow.",
            [([], "\(dropped)")]
        )
        func seconds(_ milliseconds: Int64) -> String {
            MetricsText.seconds(UInt64(max(0, milliseconds)) * 1_000_000)
        }
        out.gauge(
            "board_waiting_seconds",
            "Since the oldest accepted fact that no shown ranking counts.",
            [([], seconds(Int64(age.waitingMs)))]
        )
        out.gauge(
            "board_figure_age_seconds",
            "From the acceptance of facts to the ranking that counts them.",
            [
                ([("quantile", "0.5")], seconds(Int64(age.medianMs))),
                ([("quantile", "0.99")], seconds(Int64(age.p99Ms))),
            ]
        )
        out.gauge(
            "board_backlog_journals",
            "Journals of the ledger that the pages do not show yet.",
            [([], "\(figures.overview.backlog)")]
        )
        return out.text
    }

    private func events(_ visit: Visit) throws -> Response {
        let interest = EventHub.Interest(
            scheme: visit.scheme,
            period: visit.query["period"] ?? "current"
        )
        guard let newest = figures.rankings.newest(visit.scheme, interest.period) else {
            // Tells a browser not to come back: the page that it shows has nothing live.
            return Response(status: .noContent)
        }
        // A page says what it shows; a browser that comes back says what it got last.
        let known = visit.request.headers[.lastEventID] ?? visit.query["last"]
        let watch = figures.hub.watch(
            interest,
            account: visit.principal.account,
            first: known == "\(newest.offset)" ? nil : newest
        )
        guard let watch else { throw Refusal.tooMany(retryAfter: 30) }
        let hub = figures.hub
        let body = ResponseBody { writer in
            defer { hub.leave(watch.number) }
            for await event in watch.events {
                try await EventSection.write(event, to: writer)
            }
            try await writer.finish(nil)
        }
        return Response(
            status: .ok,
            headers: [.contentType: "text/event-stream; charset=utf-8", .cacheControl: "no-store"],
            body: body
        )
    }

    /// Writes an event, and gives up on a browser that does not take it.
    private static func write(_ event: NIOCore.ByteBuffer, to writer: any ResponseBodyWriter)
        async throws
    {
        let shared = SharedWriter(writer: writer)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                var writer = shared.writer
                try await writer.write(event)
            }
            group.addTask {
                try await Task.sleep(for: EventSection.patience)
                throw SlowReader()
            }
            defer { group.cancelAll() }
            try await group.next()
        }
    }
}

/// A browser has not taken an event in time.
struct SlowReader: Error {}

/// Lets a task write for the one that waits for it.
///
/// Unchecked: one of the two uses the writer at a time.
private struct SharedWriter: @unchecked Sendable {
    let writer: any ResponseBodyWriter
}

extension HTTPField.Name {
    /// What a browser that comes back has got last.
    static var lastEventID: HTTPField.Name {
        // The name is a token of the grammar, so this is never the other one.
        HTTPField.Name("Last-Event-ID") ?? .eTag
    }
}
