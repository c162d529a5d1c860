import Events

/// The lines of journals: those that post the same share one object, from batch to batch.
///
/// A store may keep what it has worked out for an object as long as it keeps the object.
public final class JournalLines: Sendable {
    /// The lines; empty where no money moves.
    public let entries: [Entry]

    /// Creates lines.
    init(_ entries: [Entry]) { self.entries = entries }
}

/// Where bytes lie in ``LedgerBatch/bytes``.
public struct ByteRun: Hashable, Sendable {
    private let start: Int
    /// How many there are.
    public let count: Int

    /// No bytes.
    static let none = ByteRun(start: 0, count: 0)

    /// Creates a run.
    init(start: Int, count: Int) {
        self.start = start
        self.count = count
    }

    /// Whether there are none.
    public var isEmpty: Bool { count == 0 }

    /// The bytes themselves.
    ///
    /// - Parameter all: ``LedgerBatch/bytes`` of the same batch.
    public func bytes(in all: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: all[start..<start + count])
    }
}

extension LedgerBatch {
    /// Keeps bytes for a journal.
    mutating func keep(_ new: some Collection<UInt8>) -> ByteRun {
        if new.isEmpty { return .none }
        let start = bytes.count
        bytes.append(contentsOf: new)
        return ByteRun(start: start, count: bytes.count - start)
    }

    /// Source and number of the fact that caused a journal.
    public func cause(of journal: Journal) -> String {
        bytes.withUnsafeBytes { String(decoding: journal.cause.bytes(in: $0), as: UTF8.self) }
    }

    /// The assessment of a journal, in wire form.
    public func assessment(of journal: Journal) -> [UInt8] {
        bytes.withUnsafeBytes { Array(journal.assessment.bytes(in: $0)) }
    }

    /// The sealed identity of a journal; empty but with the person's first.
    public func seal(of journal: Journal) -> [UInt8] {
        bytes.withUnsafeBytes { Array(journal.seal.bytes(in: $0)) }
    }

    /// The lines of a journal; empty where no money moves.
    public func entries(of journal: Journal) -> [Entry] { postings[journal.posting].lines.entries }
}
