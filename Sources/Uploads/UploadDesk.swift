import Dispatch
import Foundation
import Intake
import Policy
import Synchronization

/// Receives the offices' files, has each checked before anything is sent, and sends what an office
/// confirms (F-039).
///
/// It can be used from any thread. What it knows survives a restart: a file that was being worked on
/// is told as interrupted and can be worked on again, for a list is the same however often it is
/// sent.
public final class UploadDesk: Sendable {
    struct State {
        var uploads: [String: Upload] = [:]
        var queue: [String] = []
        var running = 0
        var cancelled: Set<String> = []
        var isStopping = false
    }

    /// The pack under which rows are checked.
    public let policy: CompiledPolicy
    /// How much it takes.
    public let limits: UploadLimits
    /// What the log of record knows of lists; nil where it is not asked.
    public let history: (any ListHistory)?
    let folder: UploadFolder
    let runner: any UploadRunner
    let state = Mutex(State())
    let queue = DispatchQueue(label: "uploads", qos: .utility, attributes: .concurrent)

    /// Opens a desk over a folder and takes up what is in it.
    ///
    /// - Throws: ``UploadProblem/storageFailed`` when the folder cannot be made.
    public init(
        folder: URL,
        policy: CompiledPolicy,
        runner: any UploadRunner,
        history: (any ListHistory)? = nil,
        limits: UploadLimits = UploadLimits()
    ) throws(UploadProblem) {
        (self.policy, self.runner, self.history) = (policy, runner, history)
        self.limits = limits
        self.folder = try UploadFolder(folder)
        let found = self.folder.records()
        for var upload in found where upload.state.isBusy {
            let wasSending = upload.state == .confirmed || upload.state == .sending
            upload.state = wasSending ? .sendInterrupted : .checkInterrupted
            try self.folder.keep(upload)
            state.withLock { $0.uploads[upload.id] = upload }
        }
        for upload in found where !upload.state.isBusy {
            state.withLock { $0.uploads[upload.id] = upload }
        }
        removeExpired()
    }

    /// Takes a file over and has it checked; nothing of it is sent.
    ///
    /// - Parameters:
    ///   - path: Where it lies, on the file system of the desk's folder; it is moved away.
    ///   - size: Bytes.
    ///   - digest: SHA-256 of its content.
    /// - Throws: What the rights, the order, the file or the number of waiting files stands against;
    ///   then the file lies where it lay.
    public func receive(
        _ order: UploadOrder,
        by rights: UploadRights,
        from path: String,
        size: Int64,
        digest: [UInt8]
    ) throws(UploadProblem) -> Upload {
        var order = order
        try rights.check(&order, policy: policy)
        _ = try order.description()
        try checkSuperseded(order)
        removeExpired()
        let waiting = state.withLock { state in
            state.uploads.values.filter {
                $0.account == rights.account
                    && ($0.state.isBusy || $0.state == .checked || $0.state == .checkInterrupted)
            }.count
        }
        if waiting >= limits.waitingPerAccount { throw .tooManyWaiting }
        if size == 0 { throw .fileEmpty }
        if size > limits.fileBytes { throw .fileTooLarge }
        let now = Int64(time(nil))
        let ending = UploadFolder.beginsLikeArchive(path) ? "xlsx" : "csv"
        let upload = Upload(
            id: try folder.add(moving: path),
            account: rights.account,
            unit: rights.unit,
            order: order,
            ending: ending,
            size: size,
            digest: digest.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(),
            receivedAt: now,
            changedAt: now,
            state: .waiting
        )
        try folder.keep(upload)
        state.withLock { $0.uploads[upload.id] = upload }
        enqueue(upload.id)
        return upload
    }

    /// A bureau's list takes the place of its own lists only.
    private func checkSuperseded(_ order: UploadOrder) throws(UploadProblem) {
        if order.supersedes.isEmpty { return }
        let own = state.withLock { state in
            state.uploads.values.contains {
                $0.order.list == order.supersedes && $0.order.bureau == order.bureau
                    && $0.wasConfirmed
            }
        }
        if own { return }
        let known = (try? history?.lists()) ?? []
        guard
            known.contains(where: {
                $0.list == order.supersedes
                    && policy.bureau($0.bureau) == policy.bureau(order.bureau)
            })
        else { throw .supersedesNotAllowed }
    }

    /// An upload of an account; nil when there is none.
    public func upload(_ id: String, of account: String) -> Upload? {
        state.withLock { $0.uploads[id] }.flatMap { $0.account == account ? $0 : nil }
    }

    /// The uploads of an account, latest first.
    public func uploads(of account: String) -> [Upload] {
        state.withLock { Array($0.uploads.values) }.filter { $0.account == account }
            .sorted { ($1.receivedAt, $0.id) < ($0.receivedAt, $1.id) }
    }

    /// Path of the copy with verdicts; nil while there is none.
    public func copy(of upload: Upload) -> String? {
        let path = folder.copy(of: upload.id)
        return upload.check != nil && FileManager.default.isReadableFile(atPath: path) ? path : nil
    }

    /// Sends what was checked, or sends again what was interrupted (F-039, F-041).
    ///
    /// The same file for the same list is not sent twice.
    /// - Throws: ``UploadProblem/notNow``, ``UploadProblem/nothingToSend``,
    ///   ``UploadProblem/listTaken``.
    public func confirm(_ id: String, by account: String) throws(UploadProblem) -> Upload {
        guard var upload = upload(id, of: account) else { throw .unknown }
        guard upload.state == .checked || upload.state == .sendInterrupted else { throw .notNow }
        if upload.check?.good ?? 0 == 0 { throw .nothingToSend }
        let known = upload.wasConfirmed ? [] : (try? history?.lists()) ?? []
        upload = try confirmed(upload, known: known)
        if upload.state == .confirmed { enqueue(id) }
        return upload
    }

    /// Decides in one step, so that no two files are confirmed for one list.
    private func confirmed(
        _ upload: Upload,
        known: [ListStanding]
    ) throws(UploadProblem) -> Upload {
        let folder = folder
        let decided: Result<Upload, UploadProblem> = state.withLock { state in
            var upload = upload
            guard state.uploads[upload.id]?.state == upload.state else { return .failure(.notNow) }
            let others = state.uploads.values.filter {
                $0.id != upload.id && $0.order.list == upload.order.list && $0.wasConfirmed
            }
            let isSame = others.contains {
                $0.digest == upload.digest && $0.order == upload.order && $0.unit == upload.unit
            }
            if !others.isEmpty, !isSame { return .failure(.listTaken) }
            let isKnown = known.contains { $0.list == upload.order.list }
            if isKnown, others.isEmpty { return .failure(.listTaken) }
            let isSent = others.contains { $0.state == .sent || $0.state == .removed }
            upload.state = isSent ? .repeated : .confirmed
            upload.wasConfirmed = true
            upload.changedAt = Int64(time(nil))
            do throws(UploadProblem) { try folder.keep(upload) } catch { return .failure(error) }
            state.uploads[upload.id] = upload
            return .success(upload)
        }
        return try decided.get()
    }

    /// Checks again what was interrupted.
    ///
    /// - Throws: ``UploadProblem/notNow``, ``UploadProblem/unknown``.
    public func checkAgain(_ id: String, by account: String) throws(UploadProblem) {
        guard let upload = upload(id, of: account) else { throw .unknown }
        guard upload.state == .checkInterrupted else { throw .notNow }
        try change(id) { $0.state = .waiting }
        enqueue(id)
    }

    /// Removes the file and its copy; what became of it stays on record.
    ///
    /// A check is stopped; what is being sent is not.
    /// - Throws: ``UploadProblem/notNow``, ``UploadProblem/unknown``.
    public func remove(_ id: String, by account: String) throws(UploadProblem) {
        guard let upload = upload(id, of: account) else { throw .unknown }
        if upload.state == .sending || upload.state == .confirmed { throw .notNow }
        state.withLock { _ = $0.cancelled.insert(id) }
        folder.removeFiles(of: id)
        try change(id) { $0.state = .removed }
    }

    /// Stops all work; what is being worked on is told as interrupted after a restart.
    public func stop() { state.withLock { $0.isStopping = true } }

    /// Removes the files whose time is over; called now and then by whoever has opened the desk.
    public func removeExpired() {
        let before = Int64(time(nil)) - limits.daysKept * 86_400
        let old = state.withLock { state in
            state.uploads.values.filter {
                $0.changedAt < before && !$0.state.isBusy && $0.state != .removed
            }
        }
        for upload in old {
            folder.removeFiles(of: upload.id)
            try? change(upload.id) { $0.state = .removed }
        }
    }

    func change(
        _ id: String,
        _ body: (inout Upload) -> Void
    ) throws(UploadProblem) {
        let folder = folder
        // Kept before anybody sees it.
        let kept: Result<Void, UploadProblem> = state.withLock { state in
            guard var upload = state.uploads[id] else { return .success(()) }
            body(&upload)
            upload.changedAt = Int64(time(nil))
            do throws(UploadProblem) { try folder.keep(upload) } catch { return .failure(error) }
            state.uploads[id] = upload
            return .success(())
        }
        try kept.get()
    }
}
