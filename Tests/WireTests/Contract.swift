import Foundation

/// Fields of the messages of `.proto` files, as far as compatibility asks.
///
/// Reads what our contracts use of proto3: messages (nested too), enums, `oneof`, `repeated`,
/// `optional`, `map` not.
struct Contract {
    /// What a number of a message or an enum stands for.
    struct Field: Equatable {
        var name: String
        /// `repeated int64`; of an enum's value `value`.
        var type: String
    }

    /// By `Message.number`.
    private(set) var fields: [String: Field] = [:]
    /// Numbers that are promised never to be used again, as `Message.number`.
    private(set) var reserved: Set<String> = []

    /// Reads every `.proto` file of a folder.
    init(folder: URL) throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            .filter { $0.hasSuffix(".proto") }
        for file in files.sorted() {
            read(try String(contentsOf: folder.appendingPathComponent(file), encoding: .utf8))
        }
    }

    /// Reads one file's text.
    init(text: String) { read(text) }

    private mutating func read(_ text: String) {
        let bare = text.split(separator: "\n")
            .map { $0.split(separator: "//", omittingEmptySubsequences: false).first ?? "" }
            .joined(separator: " ")
        var scope: [String] = []
        var statement = ""
        for character in bare {
            switch character {
            case "{":
                let words = statement.split(separator: " ").map(String.init)
                // A oneof's fields are the message's own.
                scope.append(words.first == "oneof" ? "" : words.last ?? "")
                statement = ""
            case "}":
                _ = scope.popLast()
                statement = ""
            case ";":
                take(statement, in: scope.filter { !$0.isEmpty }.joined(separator: "."))
                statement = ""
            default: statement.append(character)
            }
        }
    }

    private mutating func take(_ statement: String, in scope: String) {
        if scope.isEmpty { return }
        let text = statement.trimmingCharacters(in: .whitespaces)
        if text.hasPrefix("reserved ") {
            for part in text.dropFirst("reserved ".count).split(separator: ",") {
                let ends = part.split(separator: " ").compactMap { Int($0) }
                guard let first = ends.first, let last = ends.last else { continue }
                for number in first...last { reserved.insert("\(scope).\(number)") }
            }
            return
        }
        let sides = text.split(separator: "=", maxSplits: 1)
        guard sides.count == 2,
            let number = Int(sides[1].trimmingCharacters(in: .whitespaces).prefix { $0 != " " })
        else { return }
        let words = sides[0].split(separator: " ").map(String.init)
        guard let name = words.last else { return }
        let type = words.count > 1 ? words.dropLast().joined(separator: " ") : "value"
        fields["\(scope).\(number)"] = Field(name: name, type: type)
    }

    /// What readers of the older contract would no longer understand in this one.
    func breaks(with older: Contract) -> [String] {
        older.fields.sorted { $0.key < $1.key }.compactMap { place, field in
            guard let now = fields[place] else {
                return reserved.contains(place)
                    ? nil : "\(place) \(field.name) is gone and its number not reserved"
            }
            if now.type != field.type {
                return "\(place) \(field.name): \(field.type) → \(now.type)"
            }
            return now.name == field.name ? nil : "\(place): \(field.name) is called \(now.name)"
        }
            + older.reserved.filter { fields[$0] != nil }.sorted().map {
                "\($0) \(fields[$0]?.name ?? "") takes a number that is reserved"
            }
    }
}
