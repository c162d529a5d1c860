import Events

extension DossierBook {
    /// Writes each dossier in order of its subject.
    ///
    /// The items stand as they were last told, so they are written, and not decided anew.
    func save(to buffer: ByteBuffer) {
        let part = ByteBuffer()
        func append(_ write: (ByteBuffer) -> Void) {
            part.removeAll()
            write(part)
            buffer.append(counted: part.array)
        }
        buffer.append(little: UInt32(dossiers.count))
        for (subject, dossier) in dossiers.sorted(by: { $0.key < $1.key }) {
            buffer.append(little: subject.kind.rawValue)
            buffer.append(counted: subject.id)
            buffer.append(little: dossier.revision)
            buffer.append(little: UInt32(dossier.entries.count))
            for entry in dossier.entries {
                buffer.append(counted: entry.id)
                buffer.append(little: entry.at.second)
                append(entry.event.write)
            }
            buffer.append(little: UInt32(dossier.items.count))
            for (_, item) in dossier.items.sorted(by: { $0.key < $1.key }) { append(item.write) }
        }
    }

    init(from reader: inout StateReader) throws(StateProblem) {
        self.init()
        for _ in 0..<(try reader.count(ofAtLeast: 20)) {
            guard let kind = DossierSubject.Kind(rawValue: try reader.number()) else {
                throw .malformed
            }
            let subject = DossierSubject(kind: kind, id: try reader.text())
            var dossier = Dossier()
            dossier.revision = try reader.number()
            for _ in 0..<(try reader.count(ofAtLeast: 16)) {
                let id = try reader.text()
                let at = CivilTime(second: try reader.number())
                let event = try DossierBook.part(&reader, OfficeEvent.init(wire:))
                dossier.entries.append(OfficeEntry(id: id, at: at, event: event))
            }
            for _ in 0..<(try reader.count(ofAtLeast: 4)) {
                let item = try DossierBook.part(&reader, DossierItem.init(wire:))
                dossier.items[item.key] = item
            }
            dossiers[subject] = dossier
        }
    }

    private static func part<Part>(
        _ reader: inout StateReader,
        _ read: (UnsafeRawBufferPointer) throws(WireProblem) -> Part
    ) throws(StateProblem) -> Part {
        let bytes = try reader.counted()
        do {
            return try read(bytes)
        } catch {
            throw .malformed
        }
    }
}
