import Documents
import Events
import Testing

/// 张山子镇: a person of 70 years and one of 30, both paid or waived.
private func village() throws -> OfficeStory {
    let story = try OfficeStory("zhangshanzi-2020")
    for person in 1...2 { try story.enrol(person, "示例村01") }
    try story.pay(1, 260, "2019-10-23", channel: "village")
    return story
}

private func page(_ kind: String, _ format: ReportFormat, isMasked: Bool = false) throws -> String {
    let kind = try #require(ReportKind.named(kind))
    return try village().books(isNaming: true, isMasked: isMasked) {
        String(decoding: try kind.file($0, as: format).bytes, as: UTF8.self)
    }
}

@Test func `F-115 paper names persons with masked numbers, files give them where asked`() throws {
    let number = OfficeStory.identity(1)
    let mask = "\(number.prefix(6))********\(number.suffix(4))"
    #expect(try page("roster-out", .csv).contains(number))
    #expect(try page("roster-out", .csv, isMasked: true).contains(mask))
    let paper = try page("roster-out", .html)
    #expect(paper.contains(mask) && !paper.contains(number))
    #expect(paper.contains("示例1") && !paper.contains("人员编号"))
    #expect(throws: ReportProblem.self) { try page("import-template", .html) }
}

@Test func `F-115 beside an age the last four of a number are masked as well`() throws {
    let story = try OfficeStory("zhangshanzi-2020")
    try story.register(901, "示例村01", [.districtHukou, .localHukou])
    try story.enrol(1, "示例村01")
    let kind = try #require(ReportKind.named("roster-out"))
    let lines = try story.books(isNaming: true, isMasked: true) { books in
        try kind.report(books).csv().split(separator: "\n").map(String.init)
    }
    let elderly = try #require(lines.first { $0.contains("示例901") })
    #expect(elderly.contains("60-69周岁"), "\(elderly)")
    #expect(elderly.contains("370481************,"))
    let ordinary = try #require(lines.first { $0.contains("示例1,") })
    #expect(ordinary.contains(",370481********\(OfficeStory.identity(1).suffix(4)),"))
}
