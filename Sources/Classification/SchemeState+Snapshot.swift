import Events
import Policy

// Each part is read in the order in which it is written. What is not written follows from what is:
// the cells of the index, the numbers of texts and lists; `sheet` and `scratch` hold nothing between
// two facts.
extension SchemeState {
    func save(to buffer: ByteBuffer) {
        buffer.append(counted: scheme)
        buffer.append(flag: policy != nil)
        if let policy { buffer.append(counted: policy.hash) }
        buffer.append(counted: activation)
        symbols.save(to: buffer)
        forms.save(to: buffer)
        lists.save(to: buffer)
        savePersons(to: buffer)
        buffer.append(little: UInt32(waitingSeals.count))
        for (slot, seal) in waitingSeals.sorted(by: { $0.key < $1.key }) {
            buffer.append(little: UInt32(slot))
            buffer.append(little: seal.dataKey)
            buffer.append(counted: seal.box)
        }
        buffer.append(little: UInt32(seen.count))
        for id in seen.sorted() { buffer.append(counted: id) }
        buffer.append(little: UInt32(records.count))
        for (id, content) in records.sorted(by: { $0.key < $1.key }) {
            buffer.append(counted: id)
            buffer.append(little: content)
        }
        dossiers.save(to: buffer)
    }

    init(from reader: inout StateReader, library: Classifier.Library) throws(StateProblem) {
        self.init(scheme: try reader.text())
        if try reader.flag() {
            guard let pack = library(scheme, [UInt8](try reader.counted())) else {
                throw .unknownPack
            }
            policy = pack
        }
        activation = try reader.text()
        symbols = try SymbolTable(from: &reader)
        forms = try AssessmentForms(from: &reader)
        lists = try ListBook(from: &reader)
        try restorePersons(from: &reader)
        for list in lists.lists where !list.members.allSatisfy({ $0 < UInt32(people.count) }) {
            throw .malformed
        }
        for _ in 0..<(try reader.count(ofAtLeast: 12)) {
            let slot = Int(try reader.number(UInt32.self))
            let dataKey = try reader.number(UInt32.self)
            guard slot < people.count else { throw .malformed }
            let box = [UInt8](try reader.counted())
            waitingSeals[slot] = SealedIdentity(dataKey: dataKey, box: box)
        }
        for _ in 0..<(try reader.count(ofAtLeast: 4)) { seen.insert(try reader.text()) }
        for _ in 0..<(try reader.count(ofAtLeast: 8)) {
            let id = try reader.text()
            records[id] = try reader.number()
        }
        dossiers = try DossierBook(from: &reader)
    }

    /// Bytes that the persons and the members of the lists take.
    var personsSize: Int {
        let keysAndLengths = 20 * people.count
        let members = lists.lists.reduce(0) { $0 + 4 * $1.members.count }
        return keysAndLengths + members + people.byteCount
    }

    private func savePersons(to buffer: ByteBuffer) {
        buffer.append(little: UInt32(people.count))
        for key in index.keys {
            buffer.append(little: key.high)
            buffer.append(little: key.low)
        }
        for slot in 0..<people.count { buffer.append(counted: people[slot].bytes) }
    }

    private mutating func restorePersons(from reader: inout StateReader) throws(StateProblem) {
        let count = try reader.count(ofAtLeast: 16)
        var keys: ContiguousArray<PersonKey> = []
        keys.reserveCapacity(count)
        for _ in 0..<count {
            keys.append(PersonKey(high: try reader.number(), low: try reader.number()))
        }
        index = PersonIndex(keys)
        people.reserve(count)
        for slot in 0..<count {
            guard people.append(try reader.counted()), knows(people[slot].standing) else {
                throw .malformed
            }
        }
    }

    /// Whether a standing names what there is.
    private func knows(_ standing: Standing?) -> Bool {
        guard let standing else { return true }
        return Int(standing.form) < forms.count && Int(standing.unit) < symbols.texts.count
    }
}

extension SymbolTable {
    func save(to buffer: ByteBuffer) {
        buffer.append(little: UInt32(texts.count))
        for text in texts { buffer.append(counted: text) }
    }

    init(from reader: inout StateReader) throws(StateProblem) {
        var texts: [String] = []
        for _ in 0..<(try reader.count(ofAtLeast: 4)) { texts.append(try reader.text()) }
        guard let table = SymbolTable(texts) else { throw .malformed }
        self = table
    }
}
