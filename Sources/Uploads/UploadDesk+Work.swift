import Synchronization

/// The desk's workers: as many threads as there is work, up to a limit.
extension UploadDesk {
    /// Has an upload worked on when a worker is free.
    func enqueue(_ id: String) {
        let begins = state.withLock { state in
            state.queue.append(id)
            if state.running >= limits.workers || state.isStopping { return false }
            state.running += 1
            return true
        }
        if begins { queue.async { self.work() } }
    }

    /// Works until nothing waits.
    private func work() {
        while true {
            let next = state.withLock { state -> String? in
                if state.queue.isEmpty || state.isStopping {
                    state.running -= 1
                    return nil
                }
                return state.queue.removeFirst()
            }
            guard let next else { return }
            work(on: next)
        }
    }

    private func work(on id: String) {
        guard let upload = state.withLock({ $0.uploads[id] }) else { return }
        switch upload.state {
        case .waiting:
            begin(id, .checking)
            let outcome = run(upload, isCheck: true)
            end(id) { $0.take(check: outcome) }
        case .confirmed:
            begin(id, .sending)
            let outcome = run(upload, isCheck: false)
            end(id) { $0.take(sending: outcome) }
        default: break
        }
    }

    private func begin(_ id: String, _ begun: Upload.State) {
        try? change(id) { $0.state = begun }
    }

    /// What was stopped by the end of the program stays as it is on record: interrupted.
    private func end(_ id: String, _ body: (inout Upload) -> Void) {
        let isOver = state.withLock { $0.isStopping || $0.uploads[id]?.state == .removed }
        if isOver { return folder.removeFilesIf(state.withLock { $0.uploads[id] }) }
        try? change(id, body)
    }

    private func run(_ upload: Upload, isCheck: Bool) -> UploadOutcome {
        let task = UploadTask(
            file: folder.file(of: upload.id),
            shownName: upload.shownName,
            copy: isCheck ? folder.copy(of: upload.id) : nil,
            order: upload.order,
            unit: upload.unit,
            isCheck: isCheck,
            shownVerdicts: limits.shownVerdicts
        )
        let id = upload.id
        return runner.run(task, limits: limits) { [self] in
            state.withLock { $0.isStopping || $0.cancelled.contains(id) }
        } progress: { [self] now in
            state.withLock { $0.uploads[id]?.progress = now }
        }
    }
}

extension UploadFolder {
    /// Removes what a check has written after its upload was removed.
    fileprivate func removeFilesIf(_ upload: Upload?) {
        if let upload, upload.state == .removed { removeFiles(of: upload.id) }
    }
}

extension Upload {
    fileprivate mutating func take(check outcome: UploadOutcome) {
        check = outcome
        state =
            !outcome.failure.isEmpty
            ? .checkInterrupted : !outcome.refusal.isEmpty ? .refused : .checked
    }

    fileprivate mutating func take(sending outcome: UploadOutcome) {
        sending = outcome
        let isWhole = outcome.failure.isEmpty && outcome.refusal.isEmpty
        state = isWhole ? .sent : .sendInterrupted
    }
}
