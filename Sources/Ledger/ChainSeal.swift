import Crypto

/// A link of the chain over the journals of a partition: what a block of them was, and all before.
///
/// Whoever changes, removes or swaps sealed journals would have to make every later seal anew, and
/// a note of the last one outside of the database tells on that.
public struct ChainSeal: Hashable, Sendable {
    /// The partition.
    public var partition: Int32
    /// Number in the partition, 1 for the first.
    public var number: Int64
    /// Number of the first journal of the block.
    public var first: Int64
    /// Number of the last journal of the block.
    public var through: Int64
    /// SHA-256, 32 bytes.
    public var hash: [UInt8]

    /// Creates a seal as it is stored.
    public init(partition: Int32, number: Int64, first: Int64, through: Int64, hash: [UInt8]) {
        self.partition = partition
        self.number = number
        self.first = first
        self.through = through
        self.hash = hash
    }

    /// Makes a seal of what stands in a block.
    ///
    /// - Parameters:
    ///   - previous: Hash of the seal before; ``origin`` for the first.
    ///   - content: ``BlockContent/digest`` of the block.
    init(
        partition: Int32,
        number: Int64,
        first: Int64,
        through: Int64,
        after previous: [UInt8],
        content: [UInt8]
    ) {
        var digest = SHA256()
        digest.update(data: previous)
        digest.update(data: Array("\(partition)/\(number)|\(first)-\(through)|".utf8))
        digest.update(data: content)
        self.init(
            partition: partition,
            number: number,
            first: first,
            through: through,
            hash: Array(digest.finalize())
        )
    }

    /// What stands before the first seal.
    static let origin = [UInt8](repeating: 0, count: 32)

    /// The hash in hexadecimal digits.
    public var text: String { Hexadecimal.text(hash) }

    /// How people call it: `seal 0/3` is the third of partition 0.
    public var name: String { "seal \(partition)/\(number)" }

    /// How people call its journals.
    public var journals: String { ChainSeal.journals(partition, first, through) }

    static func journals(_ partition: Int32, _ first: Int64, _ through: Int64) -> String {
        first == through
            ? "journal \(partition)/\(first)"
            : "journals \(partition)/\(first)…\(partition)/\(through)"
    }
}

/// How far a partition is sealed, as it is kept beside the seals: it tells when the last is gone.
public struct SealEnd: Hashable, Sendable {
    /// The partition.
    public var partition: Int32
    /// Number of the last seal.
    public var number: Int64
    /// Last journal sealed.
    public var through: Int64

    /// Creates an end.
    public init(partition: Int32, number: Int64, through: Int64) {
        self.partition = partition
        self.number = number
        self.through = through
    }
}

/// The journals of a block, taken in order.
struct BlockContent {
    private var all = SHA256()

    mutating func add(leaf: [UInt8]) { all.update(data: leaf) }

    var digest: [UInt8] { Array(all.finalize()) }
}

/// Bytes in hexadecimal digits.
enum Hexadecimal {
    static func text(_ bytes: some Sequence<UInt8>) -> String {
        bytes.map { $0 < 16 ? "0" + String($0, radix: 16) : String($0, radix: 16) }.joined()
    }
}
