/// The pure heart of a stage: a batch in, a batch out, no clock, no files, no log of its own.
///
/// The worker that runs it owns everything else: reading, committing, retrying, restoring.
public protocol StageCore: AnyObject {
    /// Takes a partition, with empty state.
    func assign(partition: Int32)

    /// Gives a partition and its state up.
    func revoke(partition: Int32)

    /// Works on records in order.
    ///
    /// - Parameters:
    ///   - input: Records of assigned partitions; each topic partition in offset order.
    ///   - output: Receives what the stage publishes. The same input after the same history gives
    ///     the same output, so a crash before the commit changes nothing.
    func process(_ input: RecordBatch, into output: RecordBatch)

    /// Works on records in order, but stops inside a record that puts out more than one commit
    /// should hold; the next call goes on there.
    ///
    /// - Parameters:
    ///   - first: Index of the first record that is not done: 0, or what the last call returned
    ///     for the same batch.
    ///   - output: Receives the next slice of what ``process(_:into:)`` puts out.
    /// - Returns: Index of the first record that is still not done; `input.count` when all are.
    func process(_ input: RecordBatch, from first: Int, into output: RecordBatch) -> Int

    /// The topic whose last record tells how much of a record in work is out already, in the
    /// partition of the same number; nil where each record goes out in one commit.
    var slicedOutput: Topic? { get }

    /// Goes on after what is out already: up to and with it nothing is put out again.
    ///
    /// - Parameter last: Value of the last record in ``slicedOutput``.
    func resume(partition: Int32, after last: UnsafeRawBufferPointer)
}

extension StageCore {
    /// All records in one slice: no record of the stage puts out much.
    public func process(_ input: RecordBatch, from first: Int, into output: RecordBatch) -> Int {
        precondition(first == 0, "a stage without slices is done after the first call")
        process(input, into: output)
        return input.count
    }

    /// None: no record of the stage is cut.
    public var slicedOutput: Topic? { nil }

    /// Nothing to go on with.
    public func resume(partition: Int32, after last: UnsafeRawBufferPointer) {}
}
