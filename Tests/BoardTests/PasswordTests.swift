import Testing

@testable import Board

struct PasswordTests {
    private static let cost = PasswordCost(rounds: 16, blockSize: 8, parallelism: 1)

    @Test func `F-132 a password is kept as scrypt with its parameters and a salt of its own`()
        throws
    {
        let first = try PasswordHash(of: "正确的密码 7", cost: PasswordTests.cost)
        let second = try PasswordHash(of: "正确的密码 7", cost: PasswordTests.cost)
        #expect(first.text.hasPrefix("scrypt$16$8$1$"))
        #expect(first.text != second.text)
        let kept = try #require(PasswordHash(first.text))
        #expect(try kept.matches("正确的密码 7"))
        #expect(try !kept.matches("正确的密码 8"))
        #expect(try !kept.matches(String(repeating: "a", count: 1000)))
    }

    /// RFC 7914, 12: scrypt("password", "NaCl", N = 1024, r = 8, p = 16).
    @Test func `F-132 the hash is the scrypt of RFC 7914`() throws {
        let hash = "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162"
        #expect(PasswordHash("scrypt$1024$8$16$4e61436c$\(hash)") == nil, "the salt is short")
        #expect(
            try PasswordHash.derive(
                "password",
                salt: Array("NaCl".utf8),
                cost: PasswordCost(rounds: 1024, blockSize: 8, parallelism: 16)
            ) == Hexadecimal.bytes(hash)
        )
    }

    @Test(arguments: ["", "scrypt", "none", "scrypt$15$8$1$00$00", "md5$1$1$1$00$00"])
    func `F-132 what is no hash matches nothing`(text: String) {
        #expect(PasswordHash(text) == nil)
    }

    @Test(arguments: [
        ("short", false), ("aaaaaaaaaaaa", false), ("my-clerk-password", false),
        ("correct horse 7", true), ("密码要长一点才行啊呀", true),
    ])
    func `F-132 a password is long, varied and without the account's name`(
        password: String,
        isTaken: Bool
    ) {
        #expect((PasswordHash.fault(of: password, account: "clerk") == nil) == isTaken)
    }
}
