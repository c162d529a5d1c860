import Hummingbird

/// Paths that say how the board does.
enum HealthPaths {
    static let live = "/livez"
    static let ready = "/readyz"
    static let all: Set<String> = [live, ready]
}

/// Why a board is not ready.
struct Readiness: Sendable {
    let store: any AccountStore
    let sections: [any BoardSection]

    /// The reasons; empty when it is ready.
    func troubles() async -> [String] {
        let store = store
        var reasons = sections.compactMap { $0.trouble }
        do {
            _ = try await Offload.run { try store.audit(scheme: nil, before: nil, limit: 1) }
        } catch {
            reasons.append("accounts: cannot be read")
        }
        return reasons
    }
}
