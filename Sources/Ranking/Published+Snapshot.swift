import Events

extension SchemeState.Published {
    func save(to buffer: ByteBuffer) {
        buffer.append(little: edition)
        buffer.append(little: firstEdition)
        buffer.append(little: firstHeads)
        buffer.append(little: firstPaid.fen)
        buffer.append(little: UInt32(rows.count))
        for row in rows { row.save(to: buffer) }
    }

    init(from reader: inout StateReader) throws(StateProblem) {
        self.init(
            edition: try reader.number(),
            rows: [],
            firstEdition: try reader.number(),
            firstHeads: try reader.number(),
            firstPaid: Money(fen: try reader.number())
        )
        for _ in 0..<(try reader.count(ofAtLeast: 75)) {
            rows.append(try RankingRow(from: &reader))
        }
    }
}

extension RankingRow {
    fileprivate func save(to buffer: ByteBuffer) {
        buffer.append(little: rank)
        buffer.append(counted: unit)
        buffer.append(little: target)
        buffer.append(little: enrolled)
        buffer.append(little: paid.fen)
        buffer.append(little: counted)
        buffer.append(little: amountTarget.fen)
        buffer.append(little: previousRank)
        buffer.append(little: countedSince)
        buffer.append(little: paidSince.fen)
        buffer.append(little: mark.rawValue)
        buffer.append(flag: isBelowLine)
        buffer.append(little: score?.state.rawValue ?? 0)
        guard let score else { return }
        buffer.append(little: score.points ?? -1)
        buffer.append(little: score.completedOn?.day ?? .min)
    }

    fileprivate init(from reader: inout StateReader) throws(StateProblem) {
        self.init(
            rank: try reader.number(),
            unit: try reader.text(),
            target: try reader.number(),
            enrolled: try reader.number(),
            paid: Money(fen: try reader.number()),
            counted: try reader.number()
        )
        amountTarget.fen = try reader.number()
        previousRank = try reader.number()
        countedSince = try reader.number()
        paidSince.fen = try reader.number()
        guard let mark = Mark(rawValue: try reader.number()) else { throw .malformed }
        self.mark = mark
        isBelowLine = try reader.flag()
        let state: UInt8 = try reader.number()
        if state == 0 { return }
        guard let state = UnitScore.State(rawValue: state) else { throw .malformed }
        var score = UnitScore(state: state)
        let points: Int64 = try reader.number()
        let day: Int32 = try reader.number()
        if points >= 0 { score.points = points }
        if day != .min { score.completedOn = CivilDate(day: day) }
        self.score = score
    }
}
