import Events

extension Classifier: RestorableCore {
    /// Version 4.
    ///
    /// Counted up when anything that is written changes, or what it means does.
    public var stateForm: StateForm { StateForm(name: "classify", version: 4) }

    /// Each scheme with the hash of the pack in force; 32 zeros while there is none.
    public func basis(of partition: Int32) -> [UInt8] {
        let buffer = ByteBuffer()
        for state in partitions[partition, default: []] {
            buffer.append(counted: state.scheme)
            buffer.append(counted: state.policy?.hash ?? Array(repeating: 0, count: 32))
        }
        return buffer.array
    }

    /// Nearly all of it is the persons.
    public func stateSize(of partition: Int32) -> Int {
        partitions[partition, default: []].reduce(0) { $0 + $1.personsSize }
    }

    /// Writes the marks of the origins, then each scheme in order of its coming.
    public func save(_ partition: Int32, to buffer: ByteBuffer) {
        (marks[partition] ?? OriginMarks()).save(to: buffer)
        let states = partitions[partition, default: []]
        buffer.append(little: UInt32(states.count))
        for state in states { state.save(to: buffer) }
    }

    /// Takes what ``save(_:to:)`` wrote; a pack that was in force must be known.
    public func restore(
        _ partition: Int32,
        from bytes: UnsafeRawBufferPointer
    ) throws(StateProblem) {
        var reader = StateReader(bytes)
        let marks = try OriginMarks(from: &reader)
        var states: [SchemeState] = []
        for _ in 0..<(try reader.count(ofAtLeast: 4)) {
            states.append(try SchemeState(from: &reader, library: library))
        }
        try reader.end()
        self.marks[partition] = marks
        partitions[partition] = states
    }
}

extension OriginMarks {
    func save(to buffer: ByteBuffer) {
        buffer.append(little: offsets.payments)
        buffer.append(little: offsets.lists)
        buffer.append(little: offsets.operations)
    }

    init(from reader: inout StateReader) throws(StateProblem) {
        offsets.payments = try reader.number()
        offsets.lists = try reader.number()
        offsets.operations = try reader.number()
    }
}
