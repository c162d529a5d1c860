import Board
import Synchronization

/// Accounts, sessions and audit of a test.
final class MemoryAccounts: AccountStore {
    private struct State {
        var accounts: [String: Account] = [:]
        var sessions: [String: Session] = [:]
        var audit: [AuditEntry] = []
    }

    private let state = Mutex(State())

    func account(_ name: String) -> Account? { state.withLock { $0.accounts[name] } }

    func accounts() -> [Account] {
        state.withLock { $0.accounts.values.sorted { $0.name < $1.name } }
    }

    func add(_ account: Account) throws {
        try state.withLock {
            guard $0.accounts[account.name] == nil else { throw AccountProblem.exists }
            $0.accounts[account.name] = account
        }
    }

    func update(_ name: String, _ change: (inout Account) throws -> Void) throws -> Account {
        try state.withLock {
            guard var account = $0.accounts[name] else { throw AccountProblem.unknown }
            try change(&account)
            $0.accounts[name] = account
            return account
        }
    }

    func begin(_ session: Session) { state.withLock { $0.sessions[session.digest] = session } }

    func session(_ digest: String) -> Session? { state.withLock { $0.sessions[digest] } }

    func touch(_ digest: String, at seconds: Int64) {
        state.withLock { $0.sessions[digest]?.usedAt = seconds }
    }

    func end(_ digest: String) { state.withLock { $0.sessions[digest] = nil } }

    func endSessions(of account: String, but digest: String?) {
        state.withLock { state in
            state.sessions = state.sessions.filter {
                $0.value.account != account || $0.key == digest
            }
        }
    }

    func removeSessions(startedBefore start: Int64, usedBefore use: Int64) {
        state.withLock { state in
            state.sessions = state.sessions.filter {
                $0.value.startedAt >= start && $0.value.usedAt >= use
            }
        }
    }

    func append(_ entries: [AuditEntry]) {
        state.withLock { state in
            for var entry in entries {
                entry.number = Int64(state.audit.count + 1)
                state.audit.append(entry)
            }
        }
    }

    func audit(scheme: String?, before number: Int64?, limit: Int) -> [AuditEntry] {
        state.withLock { state in
            Array(
                state.audit.reversed().filter {
                    (scheme == nil || $0.scheme == scheme) && $0.number < (number ?? .max)
                }.prefix(limit)
            )
        }
    }

    func close() {}
}
