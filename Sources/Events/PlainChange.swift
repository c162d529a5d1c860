/// A message that a person's assessment changed, as it lies in its bytes: nothing is copied, nothing
/// allocated.
///
/// Only what is written as ``Classified/writeHead(to:scheme:offset:index:tally:code:)`` and
/// ``Classified/writeChange(to:revision:cause:previous:current:seal:)`` write it; for whatever else
/// there is ``Classified``, which reads the same bytes to the same meaning.
public struct PlainChange {
    /// Scheme, UTF-8.
    public private(set) var scheme = PlainFact.none
    /// Offset of the causing fact in `facts.validated`, same partition.
    public private(set) var offset: Int64 = 0
    /// Ordinal among the outputs of that fact.
    public private(set) var index: UInt32 = 0
    /// What became of the fact.
    public private(set) var tally = Tally.continuation
    /// 1 for the person's first assessment.
    public private(set) var revision: UInt64 = 0
    /// Source and number of the causing fact, UTF-8.
    public private(set) var cause = PlainFact.none
    /// The assessment before, in wire form; empty with the first.
    public private(set) var previous = PlainFact.none
    /// The assessment now, in wire form.
    public private(set) var current = PlainFact.none
    /// The sealed identity, in wire form; empty but with the first.
    public private(set) var seal = PlainFact.none

    /// Reads a message; nil when it is not plain.
    ///
    /// - Parameter bytes: Must outlive the message.
    public init?(_ bytes: UnsafeRawBufferPointer) {
        var reader = PlainReader(bytes)
        var version: UInt64 = 0
        while let field = reader.nextField() {
            switch field {
            case 1: version = reader.number()
            case 2: offset = Int64(bitPattern: reader.number())
            case 3: index = UInt32(truncatingIfNeeded: reader.number())
            case 4:
                guard let known = Tally(rawValue: UInt8(clamping: reader.number())) else {
                    return nil
                }
                tally = known
            case 6: scheme = reader.text()
            case 16: guard readChange(reader.bytes()) else { return nil }
            // With a code the message is of something else.
            default: return nil
            }
        }
        guard reader.isPlain, version == wireVersion, revision > 0, !current.isEmpty else {
            return nil
        }
    }

    private mutating func readChange(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var reader = PlainReader(bytes)
        while let field = reader.nextField() {
            switch field {
            case 1: revision = reader.number()
            case 2: cause = reader.text()
            case 3:
                previous = reader.bytes()
                if previous.isEmpty { return false }
            case 4: current = reader.bytes()
            case 5: seal = reader.bytes()
            default: return false
            }
        }
        return reader.isPlain
    }
}
