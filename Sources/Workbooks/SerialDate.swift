import Glibc

/// A day and a second of it, from the number that a spreadsheet keeps.
struct SerialDate: Equatable {
    /// Days after 1970-01-01.
    var day: Int
    /// Second of the day.
    var second: Int

    /// Reads a number; nil where it names no day.
    ///
    /// In the system of 1900, day 60 is 1900-02-29, which never was.
    /// - Source: ISO/IEC 29500-1 18.17.4.1.
    init?(_ serial: Double, is1904: Bool) {
        guard serial >= 0, serial < 2_958_466 else { return nil }
        var whole = Int(serial)
        var second = Int(((serial - serial.rounded(.down)) * 86_400).rounded())
        if second == 86_400 { (whole, second) = (whole + 1, 0) }
        self.second = second
        if is1904 {
            day = whole - 24_107
            return
        }
        guard whole > 0, whole != 60 else { return nil }
        day = whole - (whole < 60 ? 25_568 : 25_569)
    }

    /// `2022-10-17`, of the Gregorian calendar; nil after 9999.
    var dayText: String? {
        // Days from 0000-03-01 in eras of 400 years.
        let shifted = day + 719_468
        let era = shifted / 146_097
        let ofEra = shifted - era * 146_097
        let yearOfEra = (ofEra - ofEra / 1_460 + ofEra / 36_524 - ofEra / 146_096) / 365
        let ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * ofYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        guard year <= 9_999 else { return nil }
        let date = ofYear - (153 * shiftedMonth + 2) / 5 + 1
        return "\(SerialDate.two(year / 100))\(SerialDate.two(year % 100))"
            + "-\(SerialDate.two(month))-\(SerialDate.two(date))"
    }

    /// `10:15:30`.
    var timeText: String {
        "\(SerialDate.two(second / 3_600)):\(SerialDate.two(second / 60 % 60))"
            + ":\(SerialDate.two(second % 60))"
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
