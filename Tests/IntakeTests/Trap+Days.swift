extension Trap {
    /// What may stand in the cell of the day of approval, and what a spreadsheet does to others.
    static var days: [Trap] { styledDays + otherDays + otherColumns }

    private static func trial(
        _ name: String,
        _ cell: String,
        day: String?,
        code: String = "date_malformed",
        formats: [String] = [],
        settings: String = ""
    ) -> Trap {
        var book = BookBuilder.trial(["1", "张三", Fixture.good, "鲍沟镇", cell])
        (book.formats, book.settings) = (formats, settings)
        let person = day.map { "2 张三 \(Fixture.good) 鲍沟镇 \($0)" }
        return row("day: \(name)", day == nil ? code : "taken", book, person: person)
    }

    private static var styledDays: [Trap] {
        let codes = [
            "yyyy-mm-dd", "yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;;@", "[$-804]yyyy/m/d",
            "YYYY\\-MM\\-DD", "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", "d-mmm-yy", "[Red]m/d/yy",
            "yyyy年m月d日",
        ]
        return codes.map {
            trial($0, BookBuilder.number("44851", style: 4), day: "2022-10-17", formats: [$0])
        } + [
            trial("built in", BookBuilder.number("44851", style: 1), day: "2022-10-17"),
            trial(
                "with a time at midnight",
                BookBuilder.number("44851", style: 2),
                day: "2022-10-17"
            ),
            trial("with an exponent", BookBuilder.number("4.4851E4", style: 1), day: "2022-10-17"),
            trial("first", BookBuilder.number("1", style: 1), day: "1900-01-01"),
            trial(
                "before the day that never was",
                BookBuilder.number("59", style: 1),
                day: "1900-02-28"
            ),
            trial("the day that never was", BookBuilder.number("60", style: 1), day: nil),
            trial("after it", BookBuilder.number("61", style: 1), day: "1900-03-01"),
            trial("a leap day", BookBuilder.number("44985.0", style: 1), day: "2023-02-28"),
            trial(
                "1904",
                BookBuilder.number("43389", style: 1),
                day: "2022-10-17",
                settings: "date1904=\"1\""
            ),
            trial(
                "1904 true",
                BookBuilder.number("43389", style: 1),
                day: "2022-10-17",
                settings: "date1904=\"true\""
            ),
            trial("negative", BookBuilder.number("-1", style: 1), day: nil),
            trial("beyond 9999", BookBuilder.number("2958466", style: 1), day: nil),
            trial("zero", BookBuilder.number("0", style: 1), day: nil),
            trial("with a time", BookBuilder.number("44851.5", style: 2), day: nil),
        ]
    }

    private static var otherDays: [Trap] {
        [
            trial("without a style", BookBuilder.number("44851"), day: nil),
            trial(
                "in a style that only quotes letters",
                BookBuilder.number("44851", style: 4),
                day: nil,
                formats: ["0&quot;day&quot;"]
            ),
            trial(
                "in colour",
                BookBuilder.number("44851", style: 4),
                day: nil,
                formats: ["[Red]0"]
            ),
            trial("eight digits", BookBuilder.number("20221017"), day: "2022-10-17"),
            trial("ISO", "<c r=\"@\" t=\"d\"><v>2022-10-17</v></c>", day: "2022-10-17"),
            trial(
                "ISO at midnight",
                "<c r=\"@\" t=\"d\"><v>2022-10-17T00:00:00</v></c>",
                day: "2022-10-17"
            ),
            trial("ISO, none", "<c r=\"@\" t=\"d\"><v>2022-02-30</v></c>", day: nil),
            trial("text", "2022年10月17日", day: "2022-10-17"),
            trial("text, month first", "10/17/2022", day: nil),
            trial("text, two digits of a year", "22-10-17", day: nil),
            trial("a fault", "<c r=\"@\" t=\"e\"><v>#VALUE!</v></c>", day: nil, code: "cell_error"),
            trial("empty", "", day: "-"),
        ]
    }

    private static var otherColumns: [Trap] {
        let unit = BookBuilder.trial([
            "1", "张三", Fixture.good, BookBuilder.number("44625", style: 1), "",
        ])
        let order = BookBuilder.trial([BookBuilder.number("1.5"), "张三", Fixture.good, "鲍沟镇", ""])
        let float = BookBuilder.trial([BookBuilder.number("1.0"), "张三", Fixture.good, "鲍沟镇", ""])
        let name = BookBuilder.trial(["1", "", Fixture.good, "鲍沟镇", ""])
        let quoted = BookBuilder.trial(["1", "=HYPERLINK(1)", Fixture.good, "鲍沟镇", ""])
        let remark = BookBuilder.trial([
            "1", "张三", Fixture.good, "鲍沟镇", "", BookBuilder.number("44851", style: 1),
        ])
        let person = "2 张三 \(Fixture.good) 鲍沟镇 -"
        return [
            row("a unit such as 3-5 became a day", "cell_became_date", unit),
            row("a serial number with a fraction", "row_number_malformed", order),
            row("a serial number as a floating number", "taken", float, person: person),
            row("a name is missing", "name_missing", name),
            row(
                "a text that looks like a formula",
                "taken",
                quoted,
                person: "2 =HYPERLINK(1) \(Fixture.good) 鲍沟镇 -"
            ),
            row("a day in the remarks", "taken", remark, person: person),
        ]
    }
}
