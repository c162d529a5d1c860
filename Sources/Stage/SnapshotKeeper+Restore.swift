import Crypto
import Events

extension SnapshotKeeper {
    /// Gives a freshly assigned partition the newest state that can be used.
    ///
    /// - Parameter ends: The committed position of each topic, in the order of the topics.
    /// - Returns: How far the state goes in each topic: nothing, when there is none to use.
    /// - Throws: Only what the log throws while it is away.
    func restore(
        _ core: any RestorableCore,
        _ partition: Int32,
        upTo ends: [LogPosition],
        log: any EventLog
    ) throws -> [Int64] {
        let place = SnapshotPlace(group: group, topics: topics, partition: partition)
        partitions[partition] = Progress(
            inputs: topics.map { InputProgress($0) },
            partitionCounts: try topics.map { try log.partitionCount(of: $0) }
        )
        for position in candidates(place) {
            do {
                let inputs = try use(place, at: position, core, upTo: ends, log: log)
                partitions[partition]?.inputs = inputs
                partitions[partition]?.savedAt = position
                status.update { $0.snapshots.used += 1 }
                return inputs.map(\.position)
            } catch let refusal as SnapshotRefusal {
                refuse(place, at: position, refusal)
                core.assign(partition: partition)
            }
        }
        return ends.map { _ in 0 }
    }

    private func candidates(_ place: SnapshotPlace) -> [Int64] {
        do {
            return try store.positions(of: place)
        } catch {
            refuse(place, at: nil, .unreadable)
            return []
        }
    }

    private func use(
        _ place: SnapshotPlace,
        at position: Int64,
        _ core: any RestorableCore,
        upTo ends: [LogPosition],
        log: any EventLog
    ) throws -> [InputProgress] {
        let bytes: [UInt8]
        do {
            bytes = try store.load(place, position: position)
        } catch {
            throw SnapshotRefusal.unreadable
        }
        return try bytes.withUnsafeBytes { bytes in
            let (header, body) = try SnapshotHeader.read(bytes)
            try check(header, place, core, upTo: ends)
            for input in header.inputs
            where !(try input.isTrue(of: place.partition, in: log)) {
                throw SnapshotRefusal.log
            }
            do throws(StateProblem) {
                try core.restore(place.partition, from: body)
            } catch {
                throw error == .unknownPack ? SnapshotRefusal.packs : .state
            }
            guard header.basis.elementsEqual(SHA256.hash(data: core.basis(of: place.partition)))
            else { throw SnapshotRefusal.packs }
            return header.inputs
        }
    }

    private func check(
        _ header: SnapshotHeader,
        _ place: SnapshotPlace,
        _ core: any RestorableCore,
        upTo ends: [LogPosition]
    ) throws(SnapshotRefusal) {
        guard header.form == core.stateForm else { throw .form }
        guard header.place == place else { throw .place }
        guard header.partitionCounts == partitions[place.partition]?.partitionCounts else {
            throw .partitions
        }
        for (input, end) in zip(header.inputs, ends) where input.position > end.offset {
            throw .ahead
        }
    }

    private func refuse(_ place: SnapshotPlace, at position: Int64?, _ refusal: SnapshotRefusal) {
        status.update { $0.snapshots.refused[refusal, default: 0] += 1 }
        let which = position.map { "the snapshot of \(place.name) at \($0)" }
        tell(
            "\(place.group): \(which ?? "the snapshots of \(place.name)") cannot be used "
                + "(\(refusal.rawValue)): \(refusal.sentence). An older one is, or the log is read."
        )
    }
}
