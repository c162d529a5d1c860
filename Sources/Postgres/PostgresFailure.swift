import CLibpq
import Ledger

/// What PostgreSQL, or the way to it, answered instead of a result.
///
/// Only the primary message is kept: details name the values of rows.
struct PostgresFailure: Error {
    /// Five characters of SQLSTATE; empty when the client library speaks for itself.
    var state: String
    /// The primary message, one line, without values of rows.
    var message: String
    /// Name of the constraint that refused, empty when none did.
    var constraint = ""

    /// A failure of the connection.
    static func lost(_ message: String) -> PostgresFailure {
        PostgresFailure(state: "", message: message.firstLine)
    }

    /// The failure that a result carries.
    init(result: OpaquePointer) {
        func field(_ code: Character) -> String {
            guard let byte = code.asciiValue,
                let text = PQresultErrorField(result, Int32(byte))
            else { return "" }
            return String(cString: text)
        }
        state = field("C")
        message = field("M")
        constraint = field("n")
        if message.isEmpty { message = String(cString: PQresultErrorMessage(result)).firstLine }
    }

    init(state: String, message: String) {
        self.state = state
        self.message = message
    }
}

extension PostgresFailure {
    /// Whether the same call may succeed later, by itself.
    ///
    /// - Source: PostgreSQL 15, appendix A «PostgreSQL Error Codes».
    var isTransient: Bool {
        let kinds = ["08", "53", "57", "58"]
        if state.isEmpty || kinds.contains(String(state.prefix(2))) {
            return state != "57P04"
        }
        // Serialization failure, deadlock, lock not available, session ended for idling, a primary
        // that has become a standby.
        return ["40001", "40P01", "55P03", "25P03", "25006"].contains(state)
    }

    /// What a person can do about it.
    private var nextStep: String {
        switch state {
        case "28P01", "28000":
            "Check user and password: in the URL, in PGPASSWORD or in the file of PGPASSFILE."
        case "3D000", "57P04":
            "Make the database (createdb), then zhengjiao ledger migrate --ledger URL."
        case "3F000", "42P01", "42883", "42703":
            "Bring the schema up to date: zhengjiao ledger migrate --ledger URL."
        case "42501":
            "Grant the user zhengjiao_writer (workers) or zhengjiao_reader (board, reports)."
        default:
            "The books were left as they were; zhengjiao audit --ledger URL tells whether they hold."
        }
    }

    /// The failure in the words of the port.
    var problem: LedgerProblem {
        let code = state.isEmpty ? "" : " \(state)"
        let rule = constraint.isEmpty ? "" : " (\(constraint))"
        let text = "PostgreSQL\(code): \(message)\(rule)"
        if state == "53100" { return .full("\(text). Free space on the server's disk.") }
        return isTransient ? .unavailable(text) : .unusable("\(text). \(nextStep)")
    }
}

extension String {
    /// The first line.
    var firstLine: String { String(prefix { !$0.isNewline }) }
}
