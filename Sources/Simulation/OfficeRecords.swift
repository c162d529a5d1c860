/// A value of a record.
enum RecordValue {
    case text(String)
    case number(Int)
    case day(Day)
    case yes
}

/// Writes records of offices and keeps what must come of them.
final class OfficeRecords {
    private let writer: ByteWriter
    /// What must come of them.
    var offices = Expected.Offices()
    /// Records that are refused, by code.
    private(set) var refused: [Expected.Count] = []

    init(_ writer: ByteWriter) { self.writer = writer }

    /// Writes a record.
    ///
    /// - Parameters:
    ///   - second: When it is recorded, in seconds since 1970-01-01T00:00:00 local.
    ///   - code: Why it is refused; nil when it is not.
    func write(
        _ type: String,
        _ id: String,
        at second: Int,
        by office: String,
        _ role: String,
        _ fields: KeyValuePairs<String, RecordValue>,
        refusedAs code: String? = nil
    ) {
        begin(type, id, at: second, by: office, role)
        for (key, value) in fields { append(key, value) }
        writer.append("}")
        writer.endLine()
        if let code { refused.count(code) } else { offices.records.count(type) }
    }

    /// Writes a record about a person, with one value more.
    func write(
        _ type: String,
        _ id: String,
        at second: Int,
        by office: String,
        about index: Int,
        of population: Population,
        _ key: String,
        _ value: RecordValue
    ) {
        begin(type, id, at: second, by: office, "clerk")
        writer.append(",\"identity_number\":\"")
        writer.append(population.number(of: index))
        let kind = population.people[index].identity.rawValue
        writer.append("\",\"identity_kind\":\"\(kind)\",\"name\":\"")
        population.appendName(of: index, to: writer)
        writer.append("\"")
        append(key, value)
        writer.append("}")
        writer.endLine()
    }

    private func begin(
        _ type: String,
        _ id: String,
        at second: Int,
        by office: String,
        _ role: String
    ) {
        writer.append("{\"type\":\"\(type)\",\"id\":\"\(id)\",\"at\":\"")
        writer.append(second: second)
        writer.append("\",\"by\":{\"office\":\"\(office)\",\"role\":\"\(role)\"}")
    }

    /// Says that an item of a kind must come to stand so.
    func expect(_ kind: String, _ status: String) {
        if let place = offices.items.firstIndex(where: { $0.kind == kind }) {
            offices.items[place].statuses.count(status)
        } else {
            offices.items.append(.init(kind: kind, statuses: [.init(name: status, number: 1)]))
        }
    }

    private func append(_ key: String, _ value: RecordValue) {
        writer.append(",\"\(key)\":")
        switch value {
        case .text(let text): writer.append("\"\(text)\"")
        case .number(let number): writer.append(decimal: number)
        case .yes: writer.append("true")
        case .day(let day):
            writer.append("\"")
            writer.append(day)
            writer.append("\"")
        }
    }
}

extension Array where Element == Expected.Count {
    /// Adds to the number of a name, which is appended when it is new.
    mutating func count(_ name: String, _ number: Int = 1) {
        if let place = firstIndex(where: { $0.name == name }) {
            self[place].number += number
        } else {
            append(Expected.Count(name: name, number: number))
        }
    }
}
