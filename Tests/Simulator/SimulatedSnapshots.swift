import Events
import Stage

/// Snapshots in memory, which every process of the world sees: they may be damaged, lost, of somebody
/// else, or not be written at all.
///
/// Thread safety: whoever has the world's turn has the snapshots.
final class SimulatedSnapshots: SnapshotStore, @unchecked Sendable {
    /// What became of them, over all processes.
    private(set) var figures = SnapshotFigures()
    private let world: World
    private var kept: [SnapshotPlace: [Int64: [UInt8]]] = [:]

    init(world: World) { self.world = world }

    func positions(of place: SnapshotPlace) throws -> [Int64] {
        try world.reach(.load)
        if world.freelyMeets(.unavailable, at: .load) { throw LogProblem.unavailable("folder") }
        if world.freelyMeets(.stale, at: .load) { forgetNewest(place) }
        return (kept[place] ?? [:]).keys.sorted(by: >)
    }

    func load(_ place: SnapshotPlace, position: Int64) throws -> [UInt8] {
        try world.reach(.load)
        guard let bytes = kept[place]?[position], !world.freelyMeets(.unavailable, at: .load)
        else {
            throw LogProblem.unavailable("folder")
        }
        return bytes
    }

    func save(
        _ place: SnapshotPlace,
        position: Int64,
        parts: [UnsafeRawBufferPointer]
    ) throws {
        if world.freelyMeets(.unavailable, at: .save) {
            throw LogProblem.unavailable("disk full")
        }
        var bytes = parts.flatMap { Array($0) }
        if world.freelyMeets(.full, at: .save) { throw LogProblem.full("no room") }
        if world.freelyMeets(.torn, at: .save) { tear(&bytes) }
        if !bytes.isEmpty, world.freelyMeets(.damage, at: .save) {
            bytes[world.dice.below(bytes.count)] ^= UInt8(1 << world.dice.below(8))
        }
        kept[place, default: [:]][position] = bytes
        if world.freelyMeets(.misplaced, at: .save) { misplace(place, position) }
    }

    /// Counts what a process told when it ended.
    func add(_ told: SnapshotFigures) { figures.add(told) }

    /// What a disk may hold whose power failed: an end that is missing, or that was never written.
    private func tear(_ bytes: inout [UInt8]) {
        let lost = world.dice.number(1...bytes.count)
        bytes.removeLast(lost)
        if world.dice.chance(500) { bytes += Array(repeating: 0, count: lost) }
    }

    private func forgetNewest(_ place: SnapshotPlace) {
        let newest = (kept[place] ?? [:]).keys.sorted(by: >).prefix(world.dice.number(1...2))
        for position in newest { kept[place]?[position] = nil }
    }

    /// A file of another partition, or of another position, under this one's name.
    private func misplace(_ place: SnapshotPlace, _ position: Int64) {
        let all = kept.sorted {
            ($0.key.group, $0.key.partition) < ($1.key.group, $1.key.partition)
        }
        .flatMap { $0.value.sorted { $0.key < $1.key }.map(\.value) }
        kept[place, default: [:]][position] = world.dice.pick(all)
    }
}

/// Writes a while later, unless the process has crashed meanwhile.
final class SimulatedScribe: SnapshotScribe {
    private let world: World
    private let player: Player?
    private var work: (@Sendable () -> Void)?

    init(world: World) {
        self.world = world
        player = world.current
    }

    var isIdle: Bool { work == nil }

    func begin(_ work: @escaping @Sendable () -> Void) {
        self.work = work
        // Slow, it may end long after others have gone on, or never.
        let longestMs = world.freelyMeets(.slow, at: .save) ? 40_000 : 3_000
        world.after(world.dice.number(0...longestMs)) { [self] in finish() }
    }

    func settle(withinMs milliseconds: Int) -> Bool {
        if world.dice.chance(700) { finish() }
        return isIdle
    }

    private func finish() {
        if player?.isCrashed != true { work?() }
        work = nil
    }
}

extension SnapshotFigures {
    mutating func add(_ other: SnapshotFigures) {
        written += other.written
        failed += other.failed
        used += other.used
        for (reason, count) in other.refused { refused[reason, default: 0] += count }
    }
}
