/// The parts of a package and what names what.
struct PackageReader {
    let bytes: any RandomBytes
    let archive: ZipArchive
    let limits: WorkbookLimits

    /// Reads a part from its beginning to its end.
    func read(_ part: String, _ sink: any XmlSink) throws(WorkbookProblem) {
        guard let entry = archive.entry(part) else {
            throw WorkbookProblem(.partMissing, "\(PackageReader.kind(part)) is not there")
        }
        let stream = try PartStream(entry, of: bytes, limits: limits)
        let parser = XmlParser(PackageReader.kind(part), sink: sink, limits: limits)
        let room = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
        defer { room.deallocate() }
        while true {
            let count = try stream.read(into: room)
            try parser.feed(UnsafeRawBufferPointer(rebasing: room[..<count]))
            if count == 0 { return }
        }
    }

    /// The part that the package is about.
    func mainPart() throws(WorkbookProblem) -> String {
        if archive.entry("mimetype") != nil, archive.entry("content.xml") != nil {
            throw WorkbookProblem(.openDocument)
        }
        if archive.entry("encryptedpackage") != nil { throw WorkbookProblem(.encrypted) }
        guard archive.entry("_rels/.rels") != nil else { throw WorkbookProblem(.notWorkbook) }
        let part = try relations(of: "").part("officeDocument") ?? ""
        if part.lowercased().hasSuffix(".bin") { throw WorkbookProblem(.binary) }
        guard archive.entry(part) != nil else {
            throw WorkbookProblem(.partMissing, "the workbook part is not there")
        }
        guard part.lowercased().hasPrefix("xl/") || archive.entry("word/document.xml") == nil else {
            throw WorkbookProblem(.notWorkbook)
        }
        return part
    }

    /// What a part names; nothing when it has no relations.
    func relations(of part: String) throws(WorkbookProblem) -> Relations {
        let cut = part.lastIndex(of: "/").map { part.index(after: $0) } ?? part.startIndex
        let folder = String(part[..<cut])
        let found = Relations(folder: folder)
        let name = "\(folder)_rels/\(part[cut...]).rels"
        if archive.entry(name) != nil { try read(name, found) }
        return found
    }

    /// What a part is called in sentences; its own name is the sender's.
    private static func kind(_ part: String) -> String {
        let known = ["sharedstrings", "styles", "workbook", ".rels"]
        return known.first { part.lowercased().contains($0) }.map { "part \($0)" } ?? "a part"
    }
}

/// The relations of one part.
final class Relations: XmlSink {
    /// One relation.
    struct Relation {
        var type: String
        var part: String
        var isExternal: Bool

        /// Whether its type ends in a word.
        func isOf(_ word: String) -> Bool { type.hasSuffix("/" + word) }
    }

    private(set) var problem: WorkbookProblem?
    private(set) var byID: [String: Relation] = [:]
    private var inOrder: [Relation] = []
    private let folder: String

    /// Creates the relations of a part in a folder.
    init(folder: String) { self.folder = folder }

    /// The first part of a type.
    func part(_ word: String) -> String? {
        inOrder.first { $0.isOf(word) && !$0.isExternal }?.part
    }

    func open(_ name: XmlBytes, _ attributes: XmlAttributes, depth: Int) {
        guard depth == 2, name.isName("Relationship") else { return }
        let relation = Relation(
            type: attributes.text("Type") ?? "",
            part: resolve(attributes.text("Target") ?? ""),
            isExternal: attributes.text("TargetMode") == "External"
        )
        inOrder.append(relation)
        byID[attributes.text("Id") ?? ""] = relation
        if inOrder.count > 10_000 { problem = WorkbookProblem(.tooLarge, "over 10000 relations") }
    }

    func close(_ name: XmlBytes, depth: Int) {}

    func text(_ bytes: XmlBytes) {}

    /// A target as the name of a part; one that leads out of the package names none.
    private func resolve(_ target: String) -> String {
        var path = target.hasPrefix("/") ? [] : folder.split(separator: "/").map(String.init)
        for step in target.split(separator: "/") {
            switch step {
            case ".": continue
            case "..": _ = path.popLast()
            default: path.append(String(step))
            }
        }
        return path.joined(separator: "/")
    }
}
