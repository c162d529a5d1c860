import Events

extension ListBook {
    func save(to buffer: ByteBuffer) {
        buffer.append(little: UInt32(lists.count))
        for list in lists { list.save(to: buffer) }
    }

    init(from reader: inout StateReader) throws(StateProblem) {
        var lists: [List] = []
        for _ in 0..<(try reader.count(ofAtLeast: 4)) { lists.append(try List(from: &reader)) }
        self.init(lists)
    }
}

extension ListBook.List {
    fileprivate func save(to buffer: ByteBuffer) {
        buffer.append(counted: id)
        buffer.append(flag: seal != nil)
        seal?.save(to: buffer)
        buffer.append(flag: isAudited)
        buffer.append(little: rows)
        buffer.append(little: checksum)
        buffer.append(little: UInt32(rejectedRows.count))
        for row in rejectedRows.sorted() { buffer.append(little: row) }
        buffer.append(little: UInt32(members.count))
        for member in members { buffer.append(little: member) }
        buffer.append(flag: isActive)
    }

    fileprivate init(from reader: inout StateReader) throws(StateProblem) {
        self.init(id: try reader.text())
        if try reader.flag() { seal = try ListSealed(from: &reader) }
        isAudited = try reader.flag()
        rows = try reader.number()
        checksum = try reader.number()
        for _ in 0..<(try reader.count(ofAtLeast: 8)) { rejectedRows.insert(try reader.number()) }
        for _ in 0..<(try reader.count(ofAtLeast: 4)) { members.append(try reader.number()) }
        isActive = try reader.flag()
    }
}

extension ListSealed {
    fileprivate func save(to buffer: ByteBuffer) {
        buffer.append(counted: list)
        buffer.append(counted: bureau)
        buffer.append(little: snapshot.day)
        buffer.append(counted: supersedes)
        buffer.append(little: rows)
        buffer.append(little: checksum)
    }

    fileprivate init(from reader: inout StateReader) throws(StateProblem) {
        self.init(
            list: try reader.text(),
            bureau: try reader.text(),
            snapshot: CivilDate(day: try reader.number()),
            supersedes: try reader.text(),
            rows: try reader.number(),
            checksum: try reader.number()
        )
    }
}
