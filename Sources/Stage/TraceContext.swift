/// Where a batch belongs in a trace: W3C `traceparent`, version 00.
///
/// - Source: W3C, «Trace Context», § 3.2.
public struct TraceContext: Sendable, Hashable, CustomStringConvertible {
    /// Name of the header that carries it.
    public static let header = "traceparent"

    /// The trace: one for each file that a producer sends.
    public var trace: UInt128
    /// The span: one for each batch.
    public var span: UInt64
    /// Whether the trace is recorded.
    public var isSampled: Bool

    /// Creates a context.
    public init(trace: UInt128, span: UInt64, isSampled: Bool = true) {
        self.trace = trace
        self.span = span
        self.isSampled = isSampled
    }

    /// Reads a header's value; nil when it is not of the form, or names nothing.
    public init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count >= 4, parts[0].utf8.count == 2, parts[0] != "ff",
            parts[0] != "00" || parts.count == 4, Self.isHex(parts[0]),
            let trace: UInt128 = Self.number(parts[1], digits: 32), trace != 0,
            let span: UInt64 = Self.number(parts[2], digits: 16), span != 0,
            let flags: UInt8 = Self.number(parts[3], digits: 2)
        else { return nil }
        self.init(trace: trace, span: span, isSampled: flags & 1 == 1)
    }

    /// `00-<32 hexadecimal digits>-<16>-01`.
    public var description: String {
        "00-\(Self.hex(trace, digits: 32))-\(Self.hex(span, digits: 16))-\(isSampled ? "01" : "00")"
    }

    /// The trace's 32 hexadecimal digits.
    public var traceText: String { Self.hex(trace, digits: 32) }

    private static func hex(_ number: some BinaryInteger, digits: Int) -> String {
        let text = String(number, radix: 16)
        return String(repeating: "0", count: digits - text.utf8.count) + text
    }

    private static func isHex(_ text: some StringProtocol) -> Bool {
        text.utf8.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
    }

    private static func number<N: FixedWidthInteger>(
        _ text: some StringProtocol,
        digits: Int
    ) -> N? {
        text.utf8.count == digits && isHex(text) ? N(text, radix: 16) : nil
    }
}
