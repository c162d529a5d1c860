/// Fields of a form or of a query, decoded from `application/x-www-form-urlencoded`.
public struct Form: Sendable {
    /// Names and values in the order in which they came.
    public let fields: [(name: String, value: String)]

    /// Fields of a form at most.
    static let fieldsMax = 200

    /// A form without fields.
    public static let empty = Form(fields: [])

    /// Creates a form of fields.
    public init(fields: [(name: String, value: String)]) { self.fields = fields }

    /// Reads the encoded form.
    ///
    /// - Throws: ``Refusal`` when an escape is broken, the bytes are not UTF-8, a zero character
    ///   occurs, or there are more than 200 fields.
    public init(encoded text: some StringProtocol) throws {
        let parts = text.utf8.split(separator: UInt8(ascii: "&"))
        guard parts.count <= Form.fieldsMax else { throw Refusal.badRequest() }
        fields = try parts.map { part in
            let equals = part.firstIndex(of: UInt8(ascii: "=")) ?? part.endIndex
            let value = equals == part.endIndex ? part[equals...] : part[equals...].dropFirst()
            return (try Form.decode(part[..<equals]), try Form.decode(value))
        }
    }

    /// The first value of a name, blanks at its ends taken off; nil when there is none.
    public subscript(name: String) -> String? {
        fields.first { $0.name == name }.map { Form.trimmed($0.value) }
    }

    /// The first value of a name exactly as it came, as passwords need it; nil when there is none.
    public func exact(_ name: String) -> String? { fields.first { $0.name == name }?.value }

    /// The value of a name.
    ///
    /// - Throws: ``Refusal`` (400) when it is missing or empty.
    public func required(_ name: String) throws -> String {
        guard let value = self[name], !value.isEmpty else { throw Refusal.badRequest() }
        return value
    }

    private static func trimmed(_ text: String) -> String {
        var scalars = text.unicodeScalars[...]
        while scalars.first?.properties.isWhitespace == true { scalars.removeFirst() }
        while scalars.last?.properties.isWhitespace == true { scalars.removeLast() }
        return String(String.UnicodeScalarView(scalars))
    }

    private static func decode(_ bytes: some Sequence<UInt8>) throws -> String {
        guard let text = PercentEncoding.decoded(bytes, plusIsBlank: true) else {
            throw Refusal.badRequest()
        }
        return text
    }
}
