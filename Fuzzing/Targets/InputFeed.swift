/// Takes an input apart: choices first, then what is read.
///
/// What is not there is zero, so that every input means something.
struct InputFeed {
    private(set) var rest: UnsafeRawBufferPointer

    /// Creates a feed of an input.
    init(_ input: UnsafeRawBufferPointer) { rest = input }

    /// The next byte.
    mutating func byte() -> UInt8 {
        guard let first = rest.first else { return 0 }
        rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst())
        return first
    }

    /// One of so many choices, by the next byte.
    mutating func choice(of count: Int) -> Int { Int(byte()) % count }

    /// The next two bytes, the lower first.
    mutating func short() -> Int {
        let low = Int(byte())
        return low | Int(byte()) << 8
    }

    /// So many bytes behind two bytes of their count, or as many as there are.
    mutating func run() -> UnsafeRawBufferPointer {
        let count = min(short(), rest.count)
        defer { rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count)) }
        return UnsafeRawBufferPointer(rebasing: rest.prefix(count))
    }
}
