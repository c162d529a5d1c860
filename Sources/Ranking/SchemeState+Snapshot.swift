import Events

// Each part is read in the order in which it is written; dictionaries stand in order of their keys.
// The season is not written: it comes from the pack, and the basis tells of it.
extension SchemeState {
    func save(to buffer: ByteBuffer) {
        saveProgress(to: buffer)
        buffer.append(little: UInt32(targets.count))
        for (_, known) in targets.sorted(by: { $0.key < $1.key }) {
            buffer.append(counted: known.id)
            buffer.append(counted: known.target.unit)
            buffer.append(little: known.target.heads)
            buffer.append(little: known.target.amount.fen)
            buffer.append(little: known.target.effectiveFrom.day)
        }
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

    init(season: RankingSeason, from reader: inout StateReader) throws(StateProblem) {
        self.init(season: season)
        try restoreProgress(from: &reader)
        for _ in 0..<(try reader.count(ofAtLeast: 28)) {
            let id = try reader.text()
            let target = Target(
                unit: try reader.text(),
                heads: try reader.number(),
                amount: Money(fen: try reader.number()),
                effectiveFrom: CivilDate(day: try reader.number())
            )
            targets[target.unit] = (target, id)
        }
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
        for _ in 0..<(try reader.count(ofAtLeast: 12)) {
            let period = try reader.text()
            published[period] = try Published(from: &reader)
        }
    }

    private func saveProgress(to buffer: ByteBuffer) {
        let ordered = progress.sorted {
            ($0.key.unit, $0.key.day, $0.key.category) < ($1.key.unit, $1.key.day, $1.key.category)
        }
        buffer.append(little: UInt32(ordered.count))
        for (key, sum) in ordered {
            buffer.append(counted: key.unit)
            buffer.append(little: key.day.day)
            buffer.append(counted: key.category)
            buffer.append(little: sum.heads)
            buffer.append(little: sum.paid.fen)
        }
    }

    private mutating func restoreProgress(from reader: inout StateReader) throws(StateProblem) {
        for _ in 0..<(try reader.count(ofAtLeast: 28)) {
            let key = ProgressKey(
                unit: try reader.text(),
                day: CivilDate(day: try reader.number()),
                category: try reader.text()
            )
            progress[key] = Progress(
                heads: try reader.number(),
                paid: Money(fen: try reader.number())
            )
        }
    }
}

extension SchemeState.Published {
    fileprivate func save(to buffer: ByteBuffer) {
        buffer.append(little: asOf.day)
        buffer.append(little: UInt32(rows.count))
        for row in rows {
            buffer.append(little: row.rank)
            buffer.append(counted: row.unit)
            buffer.append(little: row.target)
            buffer.append(little: row.enrolled)
            buffer.append(little: row.paid.fen)
            buffer.append(little: row.counted)
        }
    }

    fileprivate init(from reader: inout StateReader) throws(StateProblem) {
        self.init(asOf: CivilDate(day: try reader.number()), rows: [])
        for _ in 0..<(try reader.count(ofAtLeast: 40)) {
            rows.append(
                RankingRow(
                    rank: try reader.number(),
                    unit: try reader.text(),
                    target: try reader.number(),
                    enrolled: try reader.number(),
                    paid: Money(fen: try reader.number()),
                    counted: try reader.number()
                )
            )
        }
    }
}
