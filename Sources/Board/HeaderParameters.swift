/// A header's value with its parameters: `form-data; name="file"; filename="a.csv"`.
struct HeaderParameters {
    /// What stands before the first semicolon.
    let value: String
    private var parameters: [String: String] = [:]

    init(_ text: String) {
        var rest = text[...]
        value = HeaderParameters.token(&rest)
        while !rest.isEmpty {
            rest = rest.dropFirst().drop { $0 == " " || $0 == ";" }
            guard let equals = rest.firstIndex(of: "=") else { return }
            let name = rest[..<equals].lowercased()
            rest = rest[equals...].dropFirst()
            let isQuoted = rest.first == "\""
            let value =
                isQuoted ? HeaderParameters.quoted(&rest) : HeaderParameters.token(&rest)
            // The first of a name counts, so that a second cannot change what was checked.
            if parameters[name] == nil { parameters[name] = value }
        }
    }

    subscript(name: String) -> String? { parameters[name] }

    private static func token(_ rest: inout Substring) -> String {
        let text = rest.prefix { $0 != ";" }
        rest = rest[text.endIndex...]
        return String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }

    /// Browsers write a quote in a name as `%22`; a backslash escapes nothing but quotes.
    private static func quoted(_ rest: inout Substring) -> String {
        rest = rest.dropFirst()
        var text = ""
        while let character = rest.popFirst(), character != "\"" {
            if character == "\\", rest.first == "\"" {
                text.append("\"")
                rest = rest.dropFirst()
            } else {
                text.append(character)
            }
        }
        return text
    }
}
