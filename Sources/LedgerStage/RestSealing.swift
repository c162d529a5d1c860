import Ledger

/// Seals journals while a ledger worker rests: one block at a time, so that a batch that comes
/// meanwhile waits for no more than that.
final class RestSealing {
    private struct Place {
        /// Last journal sealed, as far as is known here; nil before the store was asked.
        var through: Int64?
        /// Rests since the last seal.
        var rests = 0
        /// Whether an audit has to come first.
        var isRefused = false
    }

    private let sealer: Sealer
    private let blockMax: Int64
    private let restsMax: Int
    private let tell: (String) -> Void
    private var places: [Int32: Place] = [:]

    init(
        _ store: any LedgerStore,
        blockMax: Int64,
        restsMax: Int,
        tell: @escaping (String) -> Void
    ) {
        sealer = Sealer(store, blockMax: blockMax)
        self.blockMax = blockMax
        self.restsMax = restsMax
        self.tell = tell
    }

    /// Journals that no seal covers, by partition, as far as is known.
    func waiting(_ states: [PartitionState]) -> [Int32: Int64] {
        var waiting: [Int32: Int64] = [:]
        for state in states {
            guard let place = places[state.partition], let through = place.through,
                !place.isRefused
            else { continue }
            waiting[state.partition] = max(0, state.journalSequence - through)
        }
        return waiting
    }

    /// A partition has come: others may have sealed it further.
    func forget(_ partition: Int32) { places[partition] = nil }

    /// Seals a block of the partition in which most journals wait, if one of them has to be.
    func rest(_ states: [PartitionState]) throws {
        var chosen: (partition: Int32, waiting: Int64)?
        for state in states {
            let place = places[state.partition, default: Place()]
            places[state.partition] = place
            places[state.partition]?.rests += 1
            let waiting = state.journalSequence - (place.through ?? 0)
            let isDue = waiting >= blockMax || (waiting > 0 && place.rests >= restsMax)
            if place.through != nil, !isDue || place.isRefused { continue }
            if waiting > chosen?.waiting ?? -1 { chosen = (state.partition, waiting) }
        }
        guard let (partition, _) = chosen else { return }
        let isNew = places[partition]?.through == nil
        // Whoever has just come asks how far it is; then it seals full blocks only.
        switch try sealer.sealNext(partition: partition, waitingMin: isNew ? blockMax : 1) {
        case .sealed(let seal): places[partition] = Place(through: seal.through)
        case .nothing(let through): places[partition] = Place(through: through)
        case .overtaken: places[partition] = Place()
        case .refused(let reason):
            places[partition]?.through = 0
            places[partition]?.isRefused = true
            tell("partition \(partition) is not sealed: \(reason). Run zhengjiao audit.")
        }
    }
}
