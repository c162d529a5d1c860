import Events
import Testing

private func identity(_ text: String) -> String {
    let bytes = Array(text.utf8)
    do throws(IdentityProblem) {
        let number = try bytes.withUnsafeBufferPointer { bytes throws(IdentityProblem) in
            try IdentityNumber(bytes)
        }
        return "\(number.birth) \(number.sex)"
    } catch {
        return "\(error)"
    }
}

/// A number with a right check character.
private func made(_ seventeen: String) -> String {
    let check = IdentityNumber.checkCharacter(of: Array(seventeen.utf8))
    return seventeen + String(UnicodeScalar(check))
}

@Test func `F-015 birth date and sex come from the number`() {
    #expect(identity(made("37048119830101101")) == "1983-01-01 male")
    #expect(identity(made("37048119520229002")) == "1952-02-29 female")
}

@Test func `F-015 the most basic problem is told`() {
    #expect(identity("37048119830101101") == "wrongLength")
    #expect(identity("37048119830A011010") == "notDigits")
    #expect(identity(made("37048119830231101")) == "impossibleBirthDate")
    let good = made("37048119830101101")
    let wrong = good.dropLast() + (good.last == "5" ? "6" : "5")
    #expect(identity(String(wrong)) == "wrongCheckCharacter")
}

@Test func `a small x is the check character X`() {
    for sequence in 100..<300 {
        let number = made("37048119830101\(sequence)")
        guard number.hasSuffix("X") else { continue }
        #expect(identity(String(number.dropLast() + "x")) == identity(number))
        return
    }
    Issue.record("no number ended in X")
}
