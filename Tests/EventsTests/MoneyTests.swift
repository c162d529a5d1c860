import Events
import Testing

/// Columns: text, fen or problem.
@Test(
    arguments: [
        ("350", "35000"), ("350.5", "35050"), ("350.50", "35050"), ("0.01", "1"), ("0", "0"),
        ("-350", "negative"), ("1e3", "malformed"), ("", "malformed"), (".5", "malformed"),
        ("5.", "malformed"), ("1,000", "malformed"), (" 350", "malformed"),
        ("350.005", "tooManyPlaces"), ("1.2.3", "malformed"), ("1234567890123", "tooLarge"),
    ])
func `yuan are read exactly or not at all`(text: String, outcome: String) {
    switch Money.parse(yuan: Array(text.utf8)) {
    case .success(let money): #expect("\(money.fen)" == outcome)
    case .failure(let problem): #expect("\(problem)" == outcome)
    }
}

@Test func `money is written in yuan`() {
    #expect("\(Money(fen: 35000))" == "350")
    #expect("\(Money(fen: 6505))" == "65.05")
    #expect("\(Money(fen: -1))" == "-0.01")
}
