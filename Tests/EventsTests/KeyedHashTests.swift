import Testing

@testable import Events

@Suite struct KeyedHashTests {
    private func code(_ key: [UInt8], _ first: [UInt8], _ second: String) -> String {
        Array(second.utf8).withUnsafeBytes { bytes in
            KeyedHash(key: key).withCode(of: first, bytes) { code in
                code.map { String(UInt16($0) + 256, radix: 16).dropFirst() }.joined()
            }
        }
    }

    /// RFC 4231, test cases 1 and 2.
    @Test func `the codes of the RFC come out, in one part or two`() {
        let first = "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
        let key = [UInt8](repeating: 0x0B, count: 20)
        #expect(code(key, [], "Hi There") == first)
        #expect(code(key, Array("Hi ".utf8), "There") == first)
        let second = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        #expect(code(Array("Jefe".utf8), [], "what do ya want for nothing?") == second)
    }
}
