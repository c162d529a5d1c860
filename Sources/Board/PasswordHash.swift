import Crypto
import CryptoExtras
import Foundation

/// What it costs to check a password (scrypt).
public struct PasswordCost: Sendable, Hashable {
    /// N, a power of two.
    public var rounds: Int
    /// r.
    public var blockSize: Int
    /// p.
    public var parallelism: Int

    /// Creates a cost.
    public init(rounds: Int, blockSize: Int, parallelism: Int) {
        self.rounds = rounds
        self.blockSize = blockSize
        self.parallelism = parallelism
    }

    /// 32 MiB and three passes: what OWASP's password storage cheat sheet asks for.
    public static let usual = PasswordCost(rounds: 1 << 15, blockSize: 8, parallelism: 3)
}

/// A password as it is kept: scrypt with its parameters and salt beside it.
///
/// Written `scrypt$N$r$p$SALT$HASH`, salt and hash hexadecimal.
public struct PasswordHash: Sendable, Hashable {
    /// Characters of a password at least.
    public static let charactersMin = 10
    /// Bytes of a password at most, so that nobody makes the board hash a book.
    public static let bytesMax = 256

    private let cost: PasswordCost
    private let salt: [UInt8]
    private let hash: [UInt8]

    /// Hashes a new password with a new salt.
    public init(of password: String, cost: PasswordCost = .usual) throws {
        self.cost = cost
        salt = RandomToken.bytes(16)
        hash = try PasswordHash.derive(password, salt: salt, cost: cost)
    }

    /// Reads a hash as it is kept; nil when it is none.
    public init?(_ text: String) {
        let parts = text.split(separator: "$", omittingEmptySubsequences: false)
        guard parts.count == 6, parts[0] == "scrypt", let rounds = Int(parts[1]),
            let blockSize = Int(parts[2]), let parallelism = Int(parts[3]),
            rounds > 1, rounds <= 1 << 20, rounds.nonzeroBitCount == 1,
            (1...32).contains(blockSize), (1...16).contains(parallelism),
            let salt = Hexadecimal.bytes(parts[4]), let hash = Hexadecimal.bytes(parts[5]),
            salt.count == 16, hash.count == 32
        else { return nil }
        cost = PasswordCost(rounds: rounds, blockSize: blockSize, parallelism: parallelism)
        self.salt = salt
        self.hash = hash
    }

    /// The hash as it is kept.
    public var text: String {
        "scrypt$\(cost.rounds)$\(cost.blockSize)$\(cost.parallelism)$"
            + "\(Hexadecimal.text(salt))$\(Hexadecimal.text(hash))"
    }

    /// Whether a password is the one; compared in constant time.
    public func matches(_ password: String) throws -> Bool {
        guard password.utf8.count <= PasswordHash.bytesMax else { return false }
        let other = try PasswordHash.derive(password, salt: salt, cost: cost)
        return ConstantTime.areEqual(hash, other)
    }

    /// Why a password is not taken, in Chinese; nil when it is.
    ///
    /// - Parameter account: The account's name, which a password may not hold.
    public static func fault(of password: String, account: String) -> String? {
        if password.count < charactersMin { return "密码至少 \(charactersMin) 个字符。" }
        if password.utf8.count > bytesMax { return "密码最多 \(bytesMax) 个字节。" }
        if Set(password).count < 4 { return "密码至少要有 4 个不同的字符。" }
        if password.lowercased().contains(account) { return "密码不能包含账号名。" }
        return nil
    }

    static func derive(
        _ password: String,
        salt: [UInt8],
        cost: PasswordCost
    ) throws -> [UInt8] {
        // The same password typed on another keyboard may come decomposed.
        let normal = Array(password.precomposedStringWithCanonicalMapping.utf8)
        let key = try KDF.Scrypt.deriveKey(
            from: normal,
            salt: salt,
            outputByteCount: 32,
            rounds: cost.rounds,
            blockSize: cost.blockSize,
            parallelism: cost.parallelism
        )
        return key.withUnsafeBytes { Array($0) }
    }
}

/// Comparison that takes as long for any two values of one length.
enum ConstantTime {
    static func areEqual(_ lhs: [UInt8], _ rhs: [UInt8]) -> Bool {
        guard lhs.count == rhs.count else { return false }
        return zip(lhs, rhs).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }

    static func areEqual(_ lhs: String, _ rhs: String) -> Bool {
        areEqual(Array(lhs.utf8), Array(rhs.utf8))
    }
}

/// Values that nobody can guess.
enum RandomToken {
    /// Bytes of the system's generator.
    static func bytes(_ count: Int) -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        return (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
    }

    /// 256 bits as hexadecimal digits.
    static func make() -> String { Hexadecimal.text(bytes(32)) }

    /// SHA-256 of a text, hexadecimal.
    static func digest(_ text: String) -> String {
        Hexadecimal.text(SHA256.hash(data: Array(text.utf8)))
    }
}
