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
}
