import CLibpq
import Events

/// A command with its parameters.
struct PostgresCommand {
    /// The text.
    var sql: String
    /// The values of its parameters.
    var parameters: PostgresParameters

    init(_ sql: String, _ parameters: PostgresParameters = PostgresParameters()) {
        self.sql = sql
        self.parameters = parameters
    }
}

extension PostgresConnection {
    /// Runs one or several commands without parameters, in one transaction unless they say
    /// otherwise.
    func run(_ sql: String) throws {
        try check(PQsendQuery(handle, sql))
        try flush()
        var failure: PostgresFailure?
        while let rows = try nextResult() { failure = failure ?? rows.failure }
        if let failure { throw failure }
    }

    /// Runs a command.
    ///
    /// - Returns: Its rows, in binary form.
    @discardableResult
    func query(_ sql: String, _ parameters: PostgresParameters = PostgresParameters()) throws
        -> PostgresRows
    {
        try send(PostgresCommand(sql, parameters))
        try flush()
        var found: PostgresRows?
        while let rows = try nextResult() {
            if found?.failure == nil { found = rows }
        }
        guard let found else { throw abandon("no result") }
        if let failure = found.failure { throw failure }
        return found
    }

    private func send(_ command: PostgresCommand) throws {
        let accepted = command.parameters.withArrays { count, types, values, lengths, formats in
            PQsendQueryParams(handle, command.sql, count, types, values, lengths, formats, 1)
        }
        try check(accepted)
    }

    /// Runs commands one after the other in one round trip; none after one that failed.
    ///
    /// - Returns: The rows of each.
    func pipeline(_ commands: [PostgresCommand]) throws -> [PostgresRows] {
        try check(PQenterPipelineMode(handle))
        for command in commands { try send(command) }
        try check(PQpipelineSync(handle))
        try flush()
        var results: [PostgresRows] = []
        var failure: PostgresFailure?
        while true {
            guard let rows = try nextResult() else {
                if isBroken { break }
                continue
            }
            if rows.status == PGRES_PIPELINE_SYNC { break }
            failure = failure ?? rows.failure
            if failure == nil { results.append(rows) }
            if isBroken { break }
        }
        if !isBroken { try check(PQexitPipelineMode(handle)) }
        if let failure { throw failure }
        if isBroken { throw abandon() }
        return results
    }

    /// Streams rows into a table.
    ///
    /// - Parameters:
    ///   - sql: `COPY … FROM STDIN (FORMAT binary)`.
    ///   - body: Writes rows; calls the closure it is given now and then, so that what is written
    ///     goes on its way while more is written.
    func copy(_ sql: String, _ body: (ByteBuffer, (Bool) throws -> Void) throws -> Void) throws {
        try check(PQsendQuery(handle, sql))
        try flush()
        let answer = try nextResult()
        if let failure = answer?.failure { throw try drained(failure) }
        guard answer?.status == PGRES_COPY_IN else { throw abandon("COPY was not begun") }
        let buffer = ByteBuffer(capacity: 1 << 17)
        // Signature, flags, length of the extension.
        buffer.append([0x50, 0x47, 0x43, 0x4F, 0x50, 0x59, 0x0A, 0xFF, 0x0D, 0x0A, 0])
        buffer.append(bigEndian: Int64(0))
        func hand(_ isLast: Bool) throws {
            guard isLast || buffer.count >= 1 << 16 else { return }
            let bytes = buffer.bytes
            let accepted = PQputCopyData(
                handle,
                bytes.baseAddress?.assumingMemoryBound(to: CChar.self),
                Int32(bytes.count)
            )
            buffer.removeAll()
            // The server has refused a row: its reason is the next result.
            if accepted != 1 { throw try drained(nil) }
            try flush()
        }
        try body(buffer, hand)
        buffer.append(bigEndian: Int16(-1))
        try hand(true)
        if PQputCopyEnd(handle, nil) != 1 { throw try drained(nil) }
        try flush()
        var failure: PostgresFailure?
        while let rows = try nextResult() { failure = failure ?? rows.failure }
        if let failure { throw failure }
    }

    /// Reads what is left of a command that failed.
    ///
    /// - Returns: Why it failed.
    private func drained(_ known: PostgresFailure?) throws -> PostgresFailure {
        var failure = known
        while let rows = try nextResult() {
            failure = failure ?? rows.failure
            if rows.status == PGRES_COPY_IN { throw abandon() }
        }
        return failure ?? abandon()
    }
}
