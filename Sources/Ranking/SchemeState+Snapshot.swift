import Events

// Each part is read in the order in which it is written; dictionaries stand in order of their keys.
// The season is not written: it comes from the pack, and the basis tells of it.
extension SchemeState {
    func save(to buffer: ByteBuffer) {
        saveBooks(to: buffer)
        saveMembers(to: buffer)
        saveTargets(to: buffer)
        saveRecords(to: buffer)
        buffer.append(little: UInt32(closed.count))
        for (source, days) in closed.sorted(by: { $0.key < $1.key }) {
            buffer.append(counted: source)
            buffer.append(little: UInt32(days.count))
            for (partition, day) in days.sorted(by: { $0.key < $1.key }) {
                buffer.append(little: partition)
                buffer.append(little: day.day)
            }
        }
        buffer.append(little: UInt32(marks.count))
        for (partition, sequence) in marks.sorted(by: { $0.key < $1.key }) {
            buffer.append(little: partition)
            buffer.append(little: sequence)
        }
        buffer.append(little: UInt32(published.count))
        for (period, told) in published.sorted(by: { $0.key < $1.key }) {
            buffer.append(counted: period)
            told.save(to: buffer)
        }
    }

    mutating func restore(from reader: inout StateReader) throws(StateProblem) {
        try restoreBooks(from: &reader)
        try restoreMembers(from: &reader)
        try restoreTargets(from: &reader)
        try restoreRecords(from: &reader)
        for _ in 0..<(try reader.count(ofAtLeast: 8)) {
            let source = try reader.text()
            for _ in 0..<(try reader.count(ofAtLeast: 8)) {
                let partition = try reader.number(Int32.self)
                closed[source, default: [:]][partition] = CivilDate(day: try reader.number())
            }
        }
        for _ in 0..<(try reader.count(ofAtLeast: 12)) {
            let partition = try reader.number(Int32.self)
            marks[partition] = try reader.number()
        }
        for _ in 0..<(try reader.count(ofAtLeast: 40)) {
            let period = try reader.text()
            published[period] = try Published(from: &reader)
        }
    }

    // MARK: - Books and members

    private func saveBooks(to buffer: ByteBuffer) {
        buffer.append(little: UInt32(books.count))
        for (unit, book) in books.sorted(by: { $0.key < $1.key }) {
            buffer.append(counted: unit)
            buffer.append(little: UInt32(book.days.count))
            for (day, sum) in book.days {
                buffer.append(little: day.day)
                buffer.append(little: sum.enrolled)
                buffer.append(little: sum.payers)
                buffer.append(little: sum.paid.fen)
            }
        }
        buffer.append(little: UInt32(enrolled.count))
        for (key, heads) in enrolled.sorted(by: { $0.key.isBefore($1.key) }) {
            buffer.append(counted: key.unit)
            buffer.append(counted: key.category)
            buffer.append(little: heads)
        }
    }

    private mutating func restoreBooks(from reader: inout StateReader) throws(StateProblem) {
        for _ in 0..<(try reader.count(ofAtLeast: 8)) {
            let unit = try reader.text()
            for _ in 0..<(try reader.count(ofAtLeast: 28)) {
                let day = CivilDate(day: try reader.number())
                let heads = try reader.number(Int64.self)
                let payers = try reader.number(Int64.self)
                let paid = Money(fen: try reader.number())
                // A category that no group has: groups' enrolled come below.
                add(
                    ProgressKey(unit: unit, day: day, category: ""),
                    Progress(heads: heads, paid: paid),
                    payers: payers
                )
            }
        }
        for _ in 0..<(try reader.count(ofAtLeast: 16)) {
            let key = MemberKey(unit: try reader.text(), category: try reader.text())
            addEnrolled(key, try reader.number())
        }
    }

    private func saveMembers(to buffer: ByteBuffer) {
        buffer.append(little: UInt32(members.count))
        for (key, sum) in members.sorted(by: { $0.key.isBefore($1.key) }) {
            buffer.append(counted: key.unit)
            buffer.append(counted: key.category)
            buffer.append(little: sum.heads)
            buffer.append(little: sum.payers)
            buffer.append(little: sum.others)
            buffer.append(little: sum.othersEnrolled)
        }
    }

    private mutating func restoreMembers(from reader: inout StateReader) throws(StateProblem) {
        for _ in 0..<(try reader.count(ofAtLeast: 40)) {
            let key = MemberKey(unit: try reader.text(), category: try reader.text())
            var sum = Members()
            sum.heads = try reader.number()
            sum.payers = try reader.number()
            sum.others = try reader.number()
            sum.othersEnrolled = try reader.number()
            add(key, sum)
        }
    }

    // MARK: - Targets, schools, decisions

    private func saveTargets(to buffer: ByteBuffer) {
        let all = targets.versions.sorted { $0.key < $1.key }.flatMap(\.value)
        buffer.append(little: UInt32(all.count))
        for (target, id) in all {
            buffer.append(counted: id)
            buffer.append(counted: target.unit)
            buffer.append(little: target.heads)
            buffer.append(little: target.amount.fen)
            buffer.append(little: target.effectiveFrom.day)
        }
    }

    private mutating func restoreTargets(from reader: inout StateReader) throws(StateProblem) {
        for _ in 0..<(try reader.count(ofAtLeast: 28)) {
            let id = try reader.text()
            let target = Target(
                unit: try reader.text(),
                heads: try reader.number(),
                amount: Money(fen: try reader.number()),
                effectiveFrom: CivilDate(day: try reader.number())
            )
            set(target, id: id)
        }
    }

    private func saveRecords(to buffer: ByteBuffer) {
        buffer.append(little: UInt32(schools.count))
        for (_, entry) in schools.sorted(by: { $0.key < $1.key }) {
            buffer.append(counted: entry.id)
            buffer.append(counted: entry.school.unit)
            buffer.append(counted: entry.school.school)
            buffer.append(little: entry.school.day.day)
            buffer.append(little: entry.school.students)
            buffer.append(little: entry.school.paid)
        }
        buffer.append(little: UInt32(decisions.count))
        for (_, entry) in decisions.sorted(by: { $0.key < $1.key }) {
            buffer.append(counted: entry.id)
            buffer.append(counted: entry.decision.unit)
            buffer.append(little: entry.decision.points)
            buffer.append(little: entry.decision.day.day)
        }
    }

    private mutating func restoreRecords(from reader: inout StateReader) throws(StateProblem) {
        for _ in 0..<(try reader.count(ofAtLeast: 32)) {
            let id = try reader.text()
            let school = SchoolReturn(
                unit: try reader.text(),
                school: try reader.text(),
                day: CivilDate(day: try reader.number()),
                students: try reader.number(),
                paid: try reader.number()
            )
            schools["\(school.unit)/\(school.school)"] = (school, id)
        }
        for _ in 0..<(try reader.count(ofAtLeast: 20)) {
            let id = try reader.text()
            let decision = ScoreDecision(
                unit: try reader.text(),
                points: try reader.number(),
                day: CivilDate(day: try reader.number())
            )
            decisions[decision.unit] = (decision, id)
        }
    }
}

extension MemberKey {
    fileprivate func isBefore(_ other: MemberKey) -> Bool {
        (unit, category) < (other.unit, other.category)
    }
}
