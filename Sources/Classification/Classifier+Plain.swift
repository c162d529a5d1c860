import Events

/// The short way of what comes by the million.
extension Classifier {
    /// Takes a payment, a roster line or a registration as it lies in its bytes; false when the
    /// record is to be read in the long way.
    func takePlain(_ emitter: Emitter) -> Bool {
        let partition = emitter.place.partition
        guard let key = PersonKey(emitter.key), let fact = PlainFact(emitter.value),
            let index = partitions[partition]?.firstIndex(where: { $0.isScheme(fact.scheme) })
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
}
