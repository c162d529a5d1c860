import Events
import Testing

/// SplitMix64.
private struct Dice: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func text() -> String {
        let texts = ["", "T-1", "鲍沟镇", "鲍沟镇/某村", "alipay", "tax-bureau", "\u{1F600}", "大坞"]
        return texts.randomElement(using: &self) ?? ""
    }

    mutating func number() -> Int64 {
        Int64(bitPattern: next()) >> Int64.random(in: 0..<64, using: &self)
    }

    mutating func date() -> CivilDate? {
        Bool.random(using: &self)
            ? CivilDate(day: Int32.random(in: -40_000...90_000, using: &self)) : nil
    }

    mutating func fact() -> Fact {
        var fact = Fact(scheme: "tengzhou-2023", source: "s/1", number: "N\(next())", body: body())
        if Bool.random(using: &self) {
            fact.seal = SealedIdentity(dataKey: 1, box: (0..<48).map { _ in UInt8(next() & 255) })
        }
        if Bool.random(using: &self) {
            fact.person = PersonAttributes(birth: date(), sex: .female, kind: .newborn)
            fact.origin = Origin(topic: .operationsReceived, offset: number())
        }
        return fact
    }

    private mutating func body() -> Fact.Body {
        if Bool.random(using: &self) {
            return .payment(
                Payment(
                    amount: Money(fen: number()),
                    unit: text(),
                    channel: text(),
                    paidAt: CivilTime(second: number()),
                    tier: text(),
                    reverses: text()
                )
            )
        }
        let line = RosterLine(
            unit: text(),
            residence: Residence(rawValue: UInt32(truncatingIfNeeded: next())),
            birth: date(),
            tier: text(),
            hasGuardian: Bool.random(using: &self),
            filedOn: date(),
            householdKey: Bool.random(using: &self) ? next() : 0,
            householdTier: text()
        )
        return Bool.random(using: &self) ? .rosterLine(line) : .registration(line)
    }
}

private func wire(_ fact: Fact) -> [UInt8] {
    let buffer = ByteBuffer()
    fact.write(to: buffer)
    return buffer.array
}

/// What the short way makes of bytes; nil when it leaves them to the long way.
private func plain(_ bytes: [UInt8]) -> [UInt8]? {
    bytes.withUnsafeBytes {
        guard let fact = PlainFact($0) else { return nil }
        let buffer = ByteBuffer()
        fact.write(to: buffer)
        return buffer.array
    }
}

@Suite struct PlainFactTests {
    @Test func `a plain fact is written as it was read`() {
        var dice = Dice(state: 1)
        for _ in 0..<2_000 {
            let bytes = wire(dice.fact())
            #expect(plain(bytes) == bytes)
        }
    }

    @Test func `spoiled bytes are left to the long way, or mean the same in both`() {
        var dice = Dice(state: 2)
        var (left, taken) = (0, 0)
        for _ in 0..<20_000 {
            var bytes = wire(dice.fact())
            switch Int.random(in: 0..<3, using: &dice) {
            case 0: bytes.removeLast(Int.random(in: 1...bytes.count, using: &dice))
            case 1:
                bytes[Int.random(in: 0..<bytes.count, using: &dice)] ^= 1 << UInt8(dice.next() & 7)
            default: bytes.append(contentsOf: [UInt8(dice.next() & 255), UInt8(dice.next() & 255)])
            }
            guard let short = plain(bytes) else {
                left += 1
                continue
            }
            taken += 1
            let long = bytes.withUnsafeBytes { try? Fact(wire: $0) }
            #expect(long.map(wire) == short)
            #expect(long?.holdsControlCharacter == false)
        }
        #expect(left > 1_000 && taken > 1_000, "both must have come: \(left), \(taken)")
    }

    @Test func `other kinds of facts, unknown fields and repeated ones are left to the long way`() {
        let mark = Fact(scheme: "s", source: "s", number: "1", body: .mark(Mark(kind: .deceased)))
        #expect(plain(wire(mark)) == nil)
        var dice = Dice(state: 3)
        let bytes = wire(dice.fact())
        #expect(plain(bytes + [60 << 3 & 0x7F | 0x80, 3, 1]) == nil)
        #expect(plain([8, 1] + bytes) == nil)
        #expect(plain([]) == nil)
    }

    @Test func `plain text is UTF-8 without control characters`() {
        var dice = Dice(state: 4)
        let heads: [UInt8] = [
            0x41, 0x7E, 0x7F, 0x1F, 0x20, 0x80, 0xC2, 0xE0, 0xE9, 0xED, 0xF0, 0xF4,
        ]
        for _ in 0..<100_000 {
            let bytes = (0..<Int.random(in: 0...12, using: &dice)).map { _ in
                Bool.random(using: &dice)
                    ? heads.randomElement(using: &dice) ?? 0 : UInt8(dice.next() & 255)
            }
            let isText = String(validating: bytes, as: UTF8.self) != nil
            let isPlain = bytes.withUnsafeBytes { $0.isPlainText }
            #expect(isPlain == (isText && !bytes.holdsControlCharacter), "\(bytes)")
        }
    }

    @Test func `texts of a table keep their numbers while it grows`() {
        var table = TextTable()
        let texts = (0..<5_000).map { String(repeating: "字", count: $0 % 7) + "\($0)" }
        for round in 0..<2 {
            for (number, text) in texts.enumerated() {
                let given = Array(text.utf8).withUnsafeBytes { table.number(of: $0) }
                #expect(given == UInt32(number), "round \(round)")
                #expect(table.withRun(given) { Array($0) } == Array(text.utf8))
            }
        }
    }
}
