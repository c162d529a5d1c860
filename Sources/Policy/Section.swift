import Events
import Yams

/// One mapping of a YAML file while it is read: typed access by key, keys that nobody read refused.
final class Section {
    let place: SourcePlace
    let sink: ProblemSink
    private let mapping: Node.Mapping
    private var known: Set<String> = []

    init(_ mapping: Node.Mapping, place: SourcePlace, sink: ProblemSink) {
        self.mapping = mapping
        self.place = place
        self.sink = sink
        sink.note(place)
    }

    /// Keys in the order of the file.
    var keys: [String] { mapping.keys.compactMap(\.string) }

    /// Whether the key is there; a key left without a value counts as unset.
    func has(_ key: String) -> Bool { node(key) != nil }

    func node(_ key: String) -> Node? {
        known.insert(key)
        guard let node = mapping[key] else { return nil }
        if let scalar = node.scalar, scalar.string.isEmpty || scalar.string == "~" { return nil }
        return node
    }

    func place(of key: String) -> SourcePlace {
        let line = mapping.first { $0.key.string == key }?.key.mark?.line ?? place.line
        return SourcePlace(file: place.file, line: line, key: path(key))
    }

    func refuse(_ key: String, _ reason: String, _ nextStep: String) {
        let place = place(of: key)
        sink.refuse(place.file, place.line, place.key, reason, nextStep)
    }

    /// Refuses every key that nobody asked for.
    func close() {
        for key in keys where !known.contains(key) {
            refuse(
                key,
                "unknown key «\(key)»",
                "Remove it, or use one of: \(known.sorted().joined(separator: ", "))"
            )
        }
    }

    private func path(_ key: String) -> String { place.key.isEmpty ? key : "\(place.key).\(key)" }

    // MARK: - Scalars

    func text(_ key: String) -> String? {
        guard let node = node(key) else { return nil }
        guard let text = node.scalar?.string else {
            refuse(key, "a text is expected", "Write one value behind the colon")
            return nil
        }
        return text
    }

    func requiredText(_ key: String) -> String {
        if let text = text(key) { return text }
        if node(key) == nil { refuse(key, "is missing", "Add «\(key):» with its value") }
        return ""
    }

    /// One text or a list of them.
    func texts(_ key: String) -> [String] {
        guard let node = node(key) else { return [] }
        if let text = node.scalar?.string { return [text] }
        guard let sequence = node.sequence else {
            refuse(key, "a list is expected", "Write [a, b]")
            return []
        }
        return sequence.compactMap { item in
            if let text = item.scalar?.string { return text }
            refuse(key, "a list of texts is expected", "Write [a, b]")
            return nil
        }
    }

    func integer(_ key: String) -> Int? {
        guard let text = text(key) else { return nil }
        // Nine digits: no count of a county has more, and no arithmetic on them overflows.
        if text.utf8.count <= 9, let value = Int(text), value >= 0 { return value }
        refuse(key, "«\(text)» is not a whole number", "Write at most nine digits")
        return nil
    }

    func flag(_ key: String) -> Bool? {
        guard let text = text(key) else { return nil }
        if text == "true" || text == "yes" { return true }
        if text == "false" || text == "no" { return false }
        refuse(key, "«\(text)» is neither yes nor no", "Write yes or no")
        return nil
    }

    func date(_ key: String) -> CivilDate? {
        guard let text = text(key) else { return nil }
        if let date = CivilDate(text) { return date }
        refuse(key, "«\(text)» is not a day", "Write it as 2022-10-17")
        return nil
    }

    func requiredDate(_ key: String) -> CivilDate? {
        if node(key) == nil { refuse(key, "is missing", "Add «\(key):» with a day") }
        return date(key)
    }

    func money(_ key: String) -> Money? {
        guard let text = text(key) else { return nil }
        if case .success(let money) = Money.parse(yuan: Array(text.utf8)) { return money }
        refuse(key, "«\(text)» is not an amount in yuan", "Write digits, at most two places")
        return nil
    }

    /// A word of a closed list.
    func choice<Choice: RawRepresentable & CaseIterable>(
        _ key: String,
        of type: Choice.Type
    ) -> Choice? where Choice.RawValue == String {
        guard let text = text(key) else { return nil }
        if let value = Choice(rawValue: text) { return value }
        refuseWord(key, text, allowed: type.allCases.map(\.rawValue))
        return nil
    }

    func choices<Choice: RawRepresentable & CaseIterable>(
        _ key: String,
        of type: Choice.Type
    ) -> [Choice] where Choice.RawValue == String {
        texts(key).compactMap { text in
            if let value = Choice(rawValue: text) { return value }
            refuseWord(key, text, allowed: type.allCases.map(\.rawValue))
            return nil
        }
    }

    func refuseWord(_ key: String, _ text: String, allowed: [String]) {
        refuse(
            key,
            "«\(text)» is not known here",
            "Use one of: \(allowed.joined(separator: ", "))"
        )
    }

    // MARK: - Nested

    func child(_ key: String) -> Section? {
        guard let node = node(key) else { return nil }
        guard let mapping = node.mapping else {
            refuse(key, "keys and values are expected", "Write { key: value }")
            return nil
        }
        return Section(mapping, place: place(of: key), sink: sink)
    }

    func children(_ key: String) -> [Section] {
        guard let node = node(key) else { return [] }
        guard let sequence = node.sequence else {
            refuse(key, "a list is expected", "Begin each entry with a hyphen")
            return []
        }
        return sequence.enumerated().compactMap { index, item in
            let line = item.mark?.line ?? place(of: key).line
            let itemPlace = SourcePlace(
                file: place.file,
                line: line,
                key: "\(path(key))[\(index + 1)]"
            )
            guard let mapping = item.mapping else {
                sink.refuse(
                    itemPlace.file,
                    line,
                    itemPlace.key,
                    "keys and values are expected",
                    "Write { key: value }"
                )
                return nil
            }
            return Section(mapping, place: itemPlace, sink: sink)
        }
    }

    /// Lists within a list: `[[residencePermit], [accompanyingChild]]`.
    func nestedTexts(_ key: String) -> [[String]] {
        guard let node = node(key) else { return [] }
        guard let outer = node.sequence, outer.allSatisfy({ $0.sequence != nil }) else {
            refuse(
                key,
                "a list of lists is expected",
                "Write [[a], [b, c]]: any one of the inner lists"
            )
            return []
        }
        return outer.map { ($0.sequence ?? []).compactMap(\.scalar?.string) }
    }

    /// `clause`, `quote` and `reading` of this mapping.
    func citation() -> Citation {
        let clause = requiredText("clause")
        let quotes = texts("quote")
        let readings = texts("reading")
        if quotes.isEmpty && readings.isEmpty {
            refuse(
                "quote",
                "neither words of the notice nor a reading stand behind this",
                "Add «quote:» with the notice's words, or «reading:» with the id of a reading"
            )
        }
        let citation = Citation(clause: clause, quotes: quotes, readings: readings)
        sink.note(citation, at: place)
        return citation
    }
}
