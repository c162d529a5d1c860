import Testing

@testable import Intake

struct SpellingTests {
    private static let names = ["name", "unit", "identity_number", "身份证号"]

    /// Columns: what is written, what is meant.
    @Test(
        arguments: [
            ("nmae", "name"), ("unti", "unit"), ("identity_numbr", "identity_number"),
            ("身份正号", "身份证号"), ("x", nil), ("names", "name"), ("a name", "name"), ("telephone", nil),
        ]
    )
    func `what is nearly a name is that name`(written: String, meant: String?) {
        #expect(Spelling.nearest(to: written, among: Self.names) == meant)
    }

    /// Letter by letter it would take minutes.
    @Test(.timeLimit(.minutes(1)))
    func `what is much longer than every name is none at once`() {
        let written = String(repeating: "name", count: 1 << 18)
        for _ in 0..<20 { #expect(Spelling.nearest(to: written, among: Self.names) == nil) }
    }
}
