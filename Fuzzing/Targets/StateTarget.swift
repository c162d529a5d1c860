import Classification
import Crypto
import Events
import Ranking

@testable import Stage

/// Snapshots: their head, and the states of `classify` and `ranking` behind it.
final class StateTarget: FuzzTarget {
    static let name = "state"

    private let world: FuzzWorld
    private let season: RankingSeason
    private let chain: ChainTarget

    init() throws {
        chain = try ChainTarget()
        world = try FuzzWorld(["tengzhou-2023"])
        season = RankingSeason(
            scheme: "t",
            towns: ["甲镇", "乙镇"],
            weeks: CivilDate(day: 19_282)...CivilDate(day: 19_310),
            sources: ["s"]
        )
    }

    func read(_ input: UnsafeRawBufferPointer) throws {
        var feed = InputFeed(input)
        switch feed.choice(of: 6) {
        case 0: try stable(feed.rest) { Classifier(library: world.library) }
        case 1: try stable(feed.rest) { Ranker(seasons: [season], partitionCount: 2) }
        case 2: try head(feed.rest)
        case 3: try signedHead(feed.rest)
        default: try spoiled(&feed)
        }
    }

    /// A state that was taken is written, and that is taken and written the same.
    private func stable<Core: RestorableCore>(
        _ bytes: UnsafeRawBufferPointer,
        _ make: () -> Core
    ) throws {
        guard let once = try? taken(bytes, make()) else { return }
        guard let twice = try? once.withUnsafeBytes({ try taken($0, make()) }) else {
            throw Broken("\(Core.self): a state that was written is not taken")
        }
        try promise(once == twice, "\(Core.self): a state is written otherwise the second time")
    }

    /// A good state in which some bytes are others.
    private func spoiled(_ feed: inout InputFeed) throws {
        let changes = (0..<feed.choice(of: 8)).map { _ in (feed.short(), feed.byte()) }
        var state = try chain.state(after: feed.rest)
        for (place, byte) in changes { state[place % state.count] = byte }
        try state.withUnsafeBytes { bytes in
            try stable(bytes) { Classifier(library: world.library) }
        }
    }

    private func taken(_ bytes: UnsafeRawBufferPointer, _ core: some RestorableCore) throws
        -> [UInt8]
    {
        core.assign(partition: 0)
        try core.restore(0, from: bytes)
        return written { core.save(0, to: $0) }
    }

    private func head(_ bytes: UnsafeRawBufferPointer) throws {
        guard let (header, body) = try? SnapshotHeader.read(bytes) else { return }
        try promise(header.bodyCount == body.count, "a snapshot is shorter than its head says")
        var again = written { header.write(to: $0) }
        again += Array(body)
        guard let (other, _) = try? again.withUnsafeBytes({ try SnapshotHeader.read($0) }) else {
            throw Broken("a head that was written is not read")
        }
        try promise(header == other, "a head is read otherwise the second time")
    }

    /// Nobody guesses a digest: the fields get a good one.
    private func signedHead(_ fields: UnsafeRawBufferPointer) throws {
        let buffer = ByteBuffer()
        buffer.append(SnapshotHeader.magic)
        buffer.append(little: SnapshotHeader.version)
        buffer.append(counted: fields)
        buffer.append(Array(SHA256.hash(data: buffer.bytes)))
        try head(buffer.bytes)
    }
}
