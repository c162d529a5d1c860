import Events
import Testing

@Test func `every day of four centuries reads back`() {
    var day = CivilDate(year: 1800, month: 1, day: 1)
    var previous: CivilDate?
    for _ in 0..<146_097 {
        guard let date = day else { break }
        let (year, month, dayOfMonth) = date.components
        #expect(CivilDate(year: year, month: month, day: dayOfMonth) == date)
        if let previous { #expect(previous.adding(days: 1) == date) }
        previous = date
        day = date.adding(days: 1)
    }
    #expect(previous?.description == "2199-12-31")
}

/// Columns: born, on, full years.
@Test(
    arguments: [
        ("1952-12-31", "2022-12-31", 70), ("1953-01-01", "2022-12-31", 69),
        ("1952-02-29", "2021-02-28", 68), ("1952-02-29", "2021-03-01", 69),
        ("1949-12-31", "2019-12-31", 70),
    ])
func `F-044 full years are counted as 周岁`(born: String, on: String, years: Int) throws {
    let born = try #require(CivilDate(born))
    let on = try #require(CivilDate(on))
    #expect(born.fullYears(on: on) == years)
}

@Test(arguments: ["2022-02-29", "2022-13-01", "2022-1-01", "2022-00-10", "20221017", ""])
func `no such day is refused`(text: String) { #expect(CivilDate(text) == nil) }

/// Columns: text, what it is in Asia/Shanghai.
@Test(
    arguments: [
        ("2022-11-03T10:15:30", "2022-11-03T10:15:30"),
        ("2022-11-03 10:15:30", "2022-11-03T10:15:30"),
        ("2022-12-31T16:00:00Z", "2023-01-01T00:00:00"),
        ("2022-12-31T23:59:59+08:00", "2022-12-31T23:59:59"),
    ])
func `times carry Beijing time or an offset`(text: String, expected: String) {
    #expect(CivilTime(text).map { "\($0)" } == expected)
}

@Test(arguments: [
    "2022-11-03", "2022-11-03T25:00:00", "2022-11-31T09:30:00", "2022-11-03T10:15:30+8",
])
func `no such time is refused`(text: String) { #expect(CivilTime(text) == nil) }

@Test func `weeks begin on Monday`() throws {
    #expect(try #require(CivilDate("2021-10-04")).weekday == 1)
    #expect(try #require(CivilDate("1969-12-28")).weekday == 7)
}
