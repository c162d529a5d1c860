import CLibpq
import Glibc

/// One connection, never waiting without an end.
///
/// libpq is used without blocking: every wait is a `poll` with a limit, so that a server that
/// stands still is a failure like any other. One thread at a time uses a connection.
final class PostgresConnection {
    let handle: OpaquePointer
    /// Longest wait for one answer, in milliseconds.
    var patienceMs: Int64
    /// Whether the connection is of no more use.
    private(set) var isBroken = false

    /// Connects.
    ///
    /// - Parameters:
    ///   - connectMs: Longest time until the server has accepted the user, in milliseconds.
    ///   - patienceMs: Longest wait for one answer, in milliseconds.
    init(_ url: PostgresURL, connectMs: Int64 = 10_000, patienceMs: Int64 = 150_000) throws {
        guard let handle = url.start() else { throw PostgresFailure.lost("memory is short") }
        self.handle = handle
        self.patienceMs = patienceMs
        // Only so does a refusal name its SQLSTATE, which no setting of language changes.
        PQsetErrorVerbosity(handle, PQERRORS_VERBOSE)
        // All is initialised: an error from here on ends in `deinit`, which lets the handle go.
        try finishConnecting(Deadline(afterMs: connectMs))
        PQsetErrorVerbosity(handle, PQERRORS_DEFAULT)
        PQsetnonblocking(handle, 1)
        // Notices go nowhere: what matters comes back as a result.
        PQsetNoticeProcessor(handle, { _, _ in }, nil)
    }

    deinit { PQfinish(handle) }

    private func finishConnecting(_ deadline: Deadline) throws {
        var wanted = PGRES_POLLING_WRITING
        while PQstatus(handle) != CONNECTION_BAD {
            let events = wanted == PGRES_POLLING_READING ? POLLIN : POLLOUT
            guard wait(for: Int16(events), until: deadline) else {
                throw PostgresFailure.lost("the server did not answer in time")
            }
            wanted = PQconnectPoll(handle)
            if wanted == PGRES_POLLING_OK { return }
            if wanted == PGRES_POLLING_FAILED { break }
        }
        throw ConnectRefusal.failure(of: handle)
    }

    /// Waits until the socket can be read or written; false when the time is up.
    private func wait(for events: Int16, until deadline: Deadline) -> Bool {
        while true {
            var entry = pollfd(fd: PQsocket(handle), events: events, revents: 0)
            let ready = poll(&entry, 1, deadline.remainingMs)
            if ready > 0 { return true }
            if ready == 0 { return false }
            if errno != EINTR { return false }
        }
    }

    /// Drops the connection for good and says why.
    func abandon(_ reason: String? = nil) -> PostgresFailure {
        isBroken = true
        let said = String(cString: PQerrorMessage(handle)).firstLine
        return PostgresFailure.lost(reason ?? (said.isEmpty ? "the connection was lost" : said))
    }

    /// Puts everything queued on the wire.
    func flush() throws {
        let deadline = Deadline(afterMs: patienceMs)
        while true {
            switch PQflush(handle) {
            case 0: return
            case 1:
                guard wait(for: Int16(POLLIN | POLLOUT), until: deadline) else {
                    throw abandon("the server took nothing in time")
                }
                // Reading on keeps the server from waiting for us while we wait for it.
                if PQconsumeInput(handle) == 0 { throw abandon() }
            default: throw abandon()
            }
        }
    }

    /// The next result of what was sent; nil at the end of a command.
    func nextResult() throws -> PostgresRows? {
        let deadline = Deadline(afterMs: patienceMs)
        while PQisBusy(handle) == 1 {
            guard wait(for: Int16(POLLIN), until: deadline) else {
                throw abandon("the server did not answer in time")
            }
            if PQconsumeInput(handle) == 0 { throw abandon() }
        }
        guard let result = PQgetResult(handle) else { return nil }
        let rows = PostgresRows(result)
        // After a FATAL the server hangs up, whether we have noticed or not.
        if PQstatus(handle) == CONNECTION_BAD || rows.endsConnection { isBroken = true }
        return rows
    }

    /// Whether a transaction is open, failed or not.
    var isInTransaction: Bool {
        let status = PQtransactionStatus(handle)
        return status == PQTRANS_INTRANS || status == PQTRANS_INERROR
    }

    /// Throws unless libpq took a command.
    func check(_ accepted: Int32) throws { if accepted != 1 { throw abandon() } }
}

/// A moment after which nothing is waited for.
struct Deadline {
    private let endMs: Int64

    init(afterMs: Int64) { endMs = Deadline.nowMs + afterMs }

    /// For `poll`.
    var remainingMs: Int32 { Int32(clamping: max(0, endMs - Deadline.nowMs)) }

    private static var nowMs: Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
    }
}

/// Why a server, or the way to it, refused a connection.
enum ConnectRefusal {
    /// Words of libpq about TLS and passwords: these pass by nobody's waiting.
    private static let forPersons = [
        "certificate", "does not support SSL", "sslmode", "no password supplied", "GSSAPI",
        "SCRAM", "authentication method", "root.crt", "service file", "definition of service",
        "channel binding",
    ]

    static func failure(of handle: OpaquePointer) -> PostgresFailure {
        let said = String(cString: PQerrorMessage(handle))
        // «… FATAL:  28P01: password authentication failed for user "x"»; of several hosts the last.
        let lines = said.split(whereSeparator: \.isNewline).map(String.init)
        for line in lines.reversed() {
            guard let place = line.range(of: ":  "), line[place.upperBound...].count > 7 else {
                continue
            }
            let rest = line[place.upperBound...]
            let state = rest.prefix(5)
            let isState = state.allSatisfy { $0.isASCII && ($0.isNumber || $0.isUppercase) }
            if isState, rest.dropFirst(5).hasPrefix(": ") {
                return PostgresFailure(
                    state: String(state),
                    message: String(rest.dropFirst(7))
                )
            }
        }
        let sentence = lines.first ?? "no connection"
        if forPersons.contains(where: said.contains) || PQconnectionNeedsPassword(handle) == 1 {
            return PostgresFailure(state: "28000", message: sentence)
        }
        return .lost(sentence)
    }
}

extension String {
    fileprivate func range(of text: String) -> Range<String.Index>? {
        var place = startIndex
        while place < endIndex {
            if self[place...].hasPrefix(text) {
                return place..<index(place, offsetBy: text.count)
            }
            place = index(after: place)
        }
        return nil
    }
}
