import Events

/// The short way of what comes by the million.
extension Classifier {
    /// Takes a payment, a roster line or a registration as it lies in its bytes; false when the
    /// record is to be read in the long way.
    func takePlain(_ emitter: Emitter) -> Bool {
        let partition = emitter.place.partition
        guard let key = PersonKey(emitter.key), let fact = PlainFact(emitter.value),
            let index = knownState(of: fact.scheme, in: partition)
        else { return false }
        guard marks[partition]?.take(fact.origin) == true else { return true }
        withState(index, partition) { state in
            let (tally, slot) = state.fold(fact, key: key)
            if tally == .accepted {
                emitter.cause(fact.source, fact.number)
                if assess(slot, seal: fact.seal, state: &state, emitter: emitter, tally: tally) {
                    return
                }
            }
            emitter.note(
                scheme: state.scheme,
                tally,
                code: tally == .conflicting ? "conflict" : ""
            )
        }
        return true
    }

    /// The index of a scheme, UTF-8, in a partition; nil when nothing of it has come yet.
    private func knownState(of scheme: UnsafeRawBufferPointer, in partition: Int32) -> Int? {
        guard let states = partitions[partition] else { return nil }
        for index in states.indices {
            var known = states[index].scheme
            if known.withUTF8({ UnsafeRawBufferPointer($0).isSame(as: scheme) }) { return index }
        }
        return nil
    }
}
