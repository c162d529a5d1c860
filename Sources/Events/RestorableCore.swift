/// A core whose state of a partition can be written into bytes and taken back.
///
/// The state is a function of the records of the partition up to a position and of the packs that
/// they put in force: whoever writes it writes the same bytes.
public protocol RestorableCore: StageCore {
    /// The form in which the state is written; a new version for every change of the form or of
    /// what it means.
    var stateForm: StateForm { get }

    /// What the state of a partition rests on beside the log, as bytes: the packs in force.
    func basis(of partition: Int32) -> [UInt8]

    /// About how many bytes the state of a partition takes: the memory is asked for once.
    func stateSize(of partition: Int32) -> Int

    /// Writes the state of a partition: numbers little endian, everything in a fixed order.
    func save(_ partition: Int32, to buffer: ByteBuffer)

    /// Takes the state of an assigned partition from bytes that ``save(_:to:)`` wrote.
    ///
    /// - Throws: ``StateProblem``; the state is not to be used then, before it is assigned anew.
    func restore(_ partition: Int32, from bytes: UnsafeRawBufferPointer) throws(StateProblem)
}

extension RestorableCore {
    /// Little.
    public func stateSize(of partition: Int32) -> Int { 0 }
}

/// Name and version of a form of state.
public struct StateForm: Hashable, Sendable {
    /// Name of the core.
    public var name: String
    /// Version, counted up.
    public var version: UInt32

    /// Creates a form.
    public init(name: String, version: UInt32) {
        self.name = name
        self.version = version
    }
}

/// Why bytes do not become a state.
public enum StateProblem: Error, Sendable, Equatable {
    /// The bytes are not what the form says.
    case malformed
    /// A pack that the state rests on is not known, or not the same.
    case unknownPack
}
